package org.calliope.ims.container.sip;

import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.security.cert.X509Certificate;
import javax.sip.Dialog;
import javax.sip.Transaction;
import javax.sip.message.Request;
import org.calliope.ims.container.transport.StreamChannel;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.Servlet3SipServletMessageFactory;

/**
 * Makes the messages that applications see: one from a TLS peer that has shown a certificate says so in an attribute.
 * Made by the core by name.
 */
public final class SipMessages extends Servlet3SipServletMessageFactory {

    private static final String CERTIFICATES = "javax.servlet.request.X509Certificate";

    @Override
    public MobicentsSipServletRequest createSipServletRequest(Request request, MobicentsSipSession session, Transaction transaction,
                                                              Dialog dialog, boolean createDialog) {
        MobicentsSipServletRequest made = super.createSipServletRequest(request, session, transaction, dialog, createDialog);
        if (transaction instanceof SIPServerTransaction server && server.getMessageChannel() instanceof StreamChannel channel) {
            X509Certificate[] shown = channel.certificates();
            if (shown.length > 0) {
                made.setAttribute(CERTIFICATES, shown);
            }
        }
        return made;
    }
}
