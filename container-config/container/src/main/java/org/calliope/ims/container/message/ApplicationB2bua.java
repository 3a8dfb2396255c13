package org.calliope.ims.container.message;

import java.util.List;
import java.util.Map;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.TooManyHopsException;
import org.mobicents.servlet.sip.core.SipManager;
import org.mobicents.servlet.sip.message.B2buaHelperImpl;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** A B2BUA's helper that copies initial requests only into new dialogs (JSR 289 12.2). */
final class ApplicationB2bua extends B2buaHelperImpl {

    private static final long serialVersionUID = 1L;

    ApplicationB2bua(SipFactoryImpl factory, SipManager manager) {
        setMobicentsSipFactory(factory);
        setSipManager(manager);
    }

    @Override
    public SipServletRequest createRequest(SipServletRequest original, boolean linked, Map<String, List<String>> headers)
            throws TooManyHopsException {
        if (!original.isInitial()) {
            throw new IllegalArgumentException(original.getMethod() + " is not an initial request");
        }
        return super.createRequest(original, linked, headers);
    }
}
