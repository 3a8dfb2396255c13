package org.calliope.ims.container.sip;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.servlet.RequestDispatcher;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.TooManyHopsException;
import javax.sip.Dialog;
import javax.sip.ListeningPoint;
import javax.sip.Transaction;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.Servlet3SipServletRequestImpl;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** A request as the specification says where the core says otherwise. */
public class ServletRequest extends Servlet3SipServletRequestImpl {

    /** Made by the core when it reads sessions of another node. */
    public ServletRequest() { }

    protected ServletRequest(Request request, SipFactoryImpl factory, MobicentsSipSession session, Transaction transaction,
                   Dialog dialog, boolean createsDialog) {
        super(request, factory, session, transaction, dialog, createsDialog);
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
        java.util.Enumeration<String> names = getParameterNames();
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

    /** 19.3: proxy-timeout of the descriptor is the default of the application's proxies. */
    @Override
    public Proxy getProxy(boolean create) throws TooManyHopsException {
        boolean fresh = create && super.getProxy(false) == null;
        Proxy proxy = super.getProxy(create);
        if (fresh) {
            int seconds = getSipSession().getSipApplicationSession().getSipContext().getProxyTimeout();
            if (seconds > 0) {
                proxy.setProxyTimeout(seconds);
            }
        }
        return proxy;
    }

    @Override
    public Proxy getProxy() throws TooManyHopsException {
        return getProxy(true);
    }
}
