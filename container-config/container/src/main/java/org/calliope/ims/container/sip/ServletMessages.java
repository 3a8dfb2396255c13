package org.calliope.ims.container.sip;

import javax.sip.Dialog;
import javax.sip.Transaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.Servlet3SipServletMessageFactory;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** Makes the messages that applications see. The core makes this by name. */
public final class ServletMessages extends Servlet3SipServletMessageFactory {

    @Override
    public MobicentsSipServletRequest createSipServletRequest(Request request, MobicentsSipSession session,
                                                              Transaction transaction, Dialog dialog, boolean creates) {
        return new ServletRequest(request, (SipFactoryImpl) getMobicentsSipFactory(), session, transaction, dialog, creates);
    }

    @Override
    public MobicentsSipServletResponse createSipServletResponse(Response response, Transaction transaction,
                                                                MobicentsSipSession session, Dialog dialog,
                                                                boolean received, boolean retransmission) {
        return new ServletResponse(response, (SipFactoryImpl) getMobicentsSipFactory(), transaction, session, dialog,
            received, retransmission);
    }
}
