package org.calliope.ims.container.message;

import javax.sip.Dialog;
import javax.sip.Transaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.MobicentsSipFactory;
import org.mobicents.servlet.sip.core.MobicentsSipServletMessageFactory;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** Makes every message that an application sees. Made by the core by its name; any thread. */
public final class ApplicationMessages implements MobicentsSipServletMessageFactory {

    private MobicentsSipFactory factory;

    @Override
    public MobicentsSipServletRequest createSipServletRequest(Request request, MobicentsSipSession session,
                                                              Transaction transaction, Dialog dialog, boolean createDialog) {
        return new ApplicationRequest(request, (SipFactoryImpl) factory, session, transaction, dialog, createDialog);
    }

    @Override
    public MobicentsSipServletResponse createSipServletResponse(Response response, Transaction transaction,
                                                                MobicentsSipSession session, Dialog dialog,
                                                                boolean generated, boolean retransmission) {
        return new ApplicationResponse(response, (SipFactoryImpl) factory, transaction, session, dialog, generated, retransmission);
    }

    @Override
    public MobicentsSipFactory getMobicentsSipFactory() {
        return factory;
    }

    @Override
    public void setMobicentsSipFactory(MobicentsSipFactory sipFactory) {
        factory = sipFactory;
    }
}
