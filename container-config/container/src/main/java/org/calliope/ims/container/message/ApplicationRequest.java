package org.calliope.ims.container.message;

import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
import javax.sip.Dialog;
import javax.sip.Transaction;
import javax.sip.message.Request;
import org.calliope.ims.container.sip.ServletRequest;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** A request as applications see it. For the thread that has the call. */
final class ApplicationRequest extends ServletRequest {

    private final SipFactoryImpl factory;
    private boolean answered;

    ApplicationRequest(Request request, SipFactoryImpl factory, MobicentsSipSession session, Transaction transaction,
                       Dialog dialog, boolean createDialog) {
        super(request, factory, session, transaction, dialog, createDialog);
        this.factory = factory;
    }

    /** A final response has gone out. */
    void answered() {
        answered = true;
    }

    boolean isAnswered() {
        return answered;
    }

    /** SipServletRequest.createResponse: not when a final response has been sent. */
    private void checkOpen() {
        if (answered) {
            throw new IllegalStateException("a final response to " + getMethod() + " has been sent already");
        }
    }

    @Override
    public SipServletResponse createResponse(int status) {
        checkOpen();
        return super.createResponse(status);
    }

    @Override
    public SipServletResponse createResponse(int status, String reason) {
        checkOpen();
        return super.createResponse(status, reason);
    }

    @Override
    public Proxy getProxy() throws TooManyHopsException {
        return getProxy(true);
    }

    @Override
    public Proxy getProxy(boolean create) throws TooManyHopsException {
        boolean first = create && super.getProxy(false) == null;
        Proxy core = super.getProxy(create);
        if (!first) {
            return core;
        }
        ApplicationProxy proxy = new ApplicationProxy(this, factory);
        proxy.setProxyTimeout(core.getProxyTimeout());
        getSipSession().setProxy(proxy);
        return proxy;
    }

    @Override
    public B2buaHelper getB2buaHelper() {
        B2buaHelper core = super.getB2buaHelper();
        if (core instanceof ApplicationB2bua) {
            return core;
        }
        ApplicationB2bua helper = new ApplicationB2bua(factory, getSipSession().getSipApplicationSession().getSipContext().getSipManager());
        getSipSession().setB2buaHelper(helper);
        return helper;
    }
}
