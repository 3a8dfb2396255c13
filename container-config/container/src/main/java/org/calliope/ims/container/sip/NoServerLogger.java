package org.calliope.ims.container.sip;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/** Holds the place until {@link ConvergedSipStack} has put the recorder there; public and bare because the stack makes it by name. */
public class NoServerLogger implements ServerLogger {

    @Override
    public void closeLogFile() { }

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) { }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender, long time) { }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender) { }

    @Override
    public void logException(Exception e) { }

    @Override
    public void setStackProperties(Properties properties) { }

    @Override
    public void setSipStack(SipStack stack) { }
}
