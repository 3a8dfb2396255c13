package org.calliope.ims.container.message;

import java.util.List;
import java.util.Map;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TooManyHopsException;
import org.mobicents.servlet.sip.core.SipManager;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.B2buaHelperImpl;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** A B2BUA's helper that copies initial requests only into new dialogs (JSR 289 12.2), and answers a request once. */
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

    /** A request that was answered may get further 2xx, of downstream forks, and nothing else (RFC 3261 13.3.1). */
    @Override
    public SipServletResponse createResponseToOriginalRequest(SipSession session, int status, String reason) {
        if (session instanceof MobicentsSipSession known && known.getSessionCreatingTransactionRequest() instanceof ApplicationRequest original
            && original.isAnswered() && (status >= SipServletResponse.SC_MULTIPLE_CHOICES
            || original.getLastFinalResponse().getStatus() >= SipServletResponse.SC_MULTIPLE_CHOICES)) {
            throw new IllegalStateException("a final response to " + original.getMethod() + " has been sent already");
        }
        return super.createResponseToOriginalRequest(session, status, reason);
    }
}
