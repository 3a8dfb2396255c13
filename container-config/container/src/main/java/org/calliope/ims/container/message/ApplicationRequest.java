package org.calliope.ims.container.message;

import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.servlet.RequestDispatcher;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
import javax.sip.Dialog;
import javax.sip.ListeningPoint;
import javax.sip.Transaction;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.calliope.ims.container.transport.Transport;
import org.mobicents.servlet.sip.JainSipUtils;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.Servlet3SipServletRequestImpl;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** A request as the specification says where the core says otherwise. For the thread that has the call. */
final class ApplicationRequest extends Servlet3SipServletRequestImpl {

    private final SipFactoryImpl factory;
    private boolean answered;
    private boolean standIn;

    ApplicationRequest(Request request, SipFactoryImpl factory, MobicentsSipSession session, Transaction transaction,
                       Dialog dialog, boolean createDialog) {
        super(request, factory, session, transaction, dialog, createDialog);
        this.factory = factory;
    }

    /** 5.5: secure WebSocket is secure too, of which the core does not know. */
    @Override
    public boolean isSecure() {
        return super.isSecure() || Transport.WSS.name().equalsIgnoreCase(JainSipUtils.findTransport(getMessage()));
    }

    /**
     * Who has sent it, when that is an application of this server: the stack hands a request to itself on the channel of its
     * sender, whose own place is where the request comes from, and whose peer is here.
     */
    private Optional<SIPServerTransaction> handed() {
        return getTransaction() instanceof SIPServerTransaction server && server.getPeerPacketSourceAddress() == null
            && server.getMessageProcessor() != null && server.getMessageProcessor().getPort() == server.getPeerPort()
            ? Optional.of(server) : Optional.empty();
    }

    /** 5.1: where it was received. */
    @Override
    public String getLocalAddr() {
        return handed().map(SIPServerTransaction::getPeerAddress).orElseGet(super::getLocalAddr);
    }

    @Override
    public int getLocalPort() {
        return handed().map(SIPServerTransaction::getPeerPort).orElseGet(super::getLocalPort);
    }

    /** 5.1: where it was sent. */
    @Override
    public String getRemoteAddr() {
        return handed().map(SIPServerTransaction::getHost).orElseGet(super::getRemoteAddr);
    }

    @Override
    public int getRemotePort() {
        return handed().map(SIPServerTransaction::getPort).orElseGet(super::getRemotePort);
    }

    /** A final response has gone out. */
    void answered() {
        answered = true;
    }

    boolean isAnswered() {
        return answered;
    }

    /** RFC 6228 6: the caller supports 199, and can do with one that is not reliable. */
    boolean wantsEndsOfEarlyDialogs() {
        return Request.INVITE.equals(getMethod()) && has("Supported", "199") && !has("Require", "100rel");
    }

    private boolean has(String header, String option) {
        ListIterator<String> values = getHeaders(header);
        while (values.hasNext()) {
            for (String value : values.next().split(",")) {
                if (value.strip().equalsIgnoreCase(option)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A branch of its proxy has failed without a response: one is made that stands in for it, whether it goes out or not. */
    void standsIn() {
        standIn = true;
    }

    /** 5.2: a final response that was made and not sent commits nothing. */
    @Override
    public boolean isCommitted() {
        return answered || !standIn && super.isCommitted();
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

    /** 19.3: proxy-timeout of the descriptor is the default of the application's proxies. */
    @Override
    public Proxy getProxy(boolean create) throws TooManyHopsException {
        boolean first = create && super.getProxy(false) == null;
        Proxy core = super.getProxy(create);
        if (!first) {
            return core;
        }
        int seconds = getSipSession().getSipApplicationSession().getSipContext().getProxyTimeout();
        ApplicationProxy proxy = new ApplicationProxy(this, factory);
        proxy.setProxyTimeout(seconds > 0 ? seconds : core.getProxyTimeout());
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

    /** JSR 289 5.4: the compact name is as good as the long one. */
    @Override
    public String getHeader(String name) {
        return super.getHeader(HeaderNames.full(name));
    }

    @Override
    public ListIterator<String> getHeaders(String name) {
        return super.getHeaders(HeaderNames.full(name));
    }

    /** 5.9.1: the one that is liked best. */
    @Override
    public Locale getAcceptLanguage() {
        Iterator<Locale> all = getAcceptLanguages();
        return all.hasNext() ? all.next() : null;
    }

    /** 5.9.1: in the order of the q values. */
    @Override
    public Iterator<Locale> getAcceptLanguages() {
        return Languages.of(super.getHeaders("Accept-Language")).iterator();
    }

    /** 5.6.1; the core has none for a Request-URI without parameters. */
    @Override
    public Map<String, String[]> getParameterMap() {
        Map<String, String[]> all = new HashMap<>();
        Enumeration<String> names = getParameterNames();
        for (String name : names == null ? List.<String>of() : Collections.list(names)) {
            all.put(name, new String[] {getParameter(name)});
        }
        return Collections.unmodifiableMap(all);
    }

    /** 15.7: the same for every application of a chain; the core knows no port behind another application. */
    @Override
    public int getInitialRemotePort() {
        int port = super.getInitialRemotePort();
        if (port > 0 || getInitialRemoteAddr() == null) {
            return port;
        }
        ListIterator<?> vias = getMessage().getHeaders(ViaHeader.NAME);
        while (vias.hasNext()) {
            ViaHeader via = (ViaHeader) vias.next();
            if (sipFactoryImpl.getSipApplicationDispatcher().isViaHeaderExternal(via)) {
                return Stream.of(via.getRPort(), via.getPort(), ListeningPoint.PORT_5060).filter(p -> p > 0).findFirst().orElseThrow();
            }
        }
        return port;
    }

    /** 6.2.6: null for a servlet that is not there. */
    @Override
    public RequestDispatcher getRequestDispatcher(String name) {
        SipContext application = getSipSession().getSipApplicationSession().getSipContext();
        return application.findSipServletByName(name) == null ? null : super.getRequestDispatcher(name);
    }
}
