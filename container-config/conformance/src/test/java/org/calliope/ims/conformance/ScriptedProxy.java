package org.calliope.ims.conformance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.URI;

/**
 * A proxy that does what headers of the initial request say: to the URIs of {@code X-To}, with the parameters of
 * {@code X-Set: name=value}. Each message it is called for is noted under its Call-ID.
 */
public class ScriptedProxy extends SipServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        Events.note(request.getCallId(), request.getMethod());
        if (request.isInitial()) {
            start(request);
        } else {
            super.doRequest(request);
        }
    }

    /** What is done with an initial request. */
    protected void start(SipServletRequest request) throws ServletException, IOException {
        configured(request).proxyTo(targets(request));
    }

    protected final Proxy configured(SipServletRequest request) throws ServletException {
        Proxy proxy = request.getProxy();
        for (Iterator<String> values = request.getHeaders("X-Set"); values.hasNext();) {
            String[] set = values.next().split("=");
            set(proxy, set[0], set[1]);
        }
        return proxy;
    }

    private static void set(Proxy proxy, String name, String value) {
        switch (name) {
            case "parallel" -> proxy.setParallel(Boolean.parseBoolean(value));
            case "recurse" -> proxy.setRecurse(Boolean.parseBoolean(value));
            case "record-route" -> proxy.setRecordRoute(Boolean.parseBoolean(value));
            case "supervised" -> proxy.setSupervised(Boolean.parseBoolean(value));
            case "no-cancel" -> proxy.setNoCancel(Boolean.parseBoolean(value));
            case "add-to-path" -> proxy.setAddToPath(Boolean.parseBoolean(value));
            case "timeout" -> proxy.setProxyTimeout(Integer.parseInt(value));
            case "interface" -> proxy.setOutboundInterface(new InetSocketAddress("127.0.0.1", Integer.parseInt(value)));
            default -> throw new IllegalArgumentException(name);
        }
    }

    protected final List<URI> targets(SipServletRequest request) throws ServletException {
        List<URI> targets = new ArrayList<>();
        for (Iterator<String> values = request.getHeaders("X-To"); values.hasNext();) {
            targets.add(factory().createURI(values.next()));
        }
        return targets;
    }

    protected final SipFactory factory() {
        return (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
    }

    /** Notes whether an action is refused with IllegalStateException. */
    protected static void refused(String callId, String what, Runnable action) {
        try {
            action.run();
            Events.note(callId, what + " allowed");
        } catch (IllegalStateException e) {
            Events.note(callId, what + " refused");
        }
    }

    @Override
    protected void doBranchResponse(SipServletResponse response) throws ServletException, IOException {
        Events.note(response.getCallId(), "branch " + response.getStatus());
    }

    @Override
    protected void doProvisionalResponse(SipServletResponse response) throws ServletException, IOException {
        Events.note(response.getCallId(), "provisional " + response.getStatus());
    }

    @Override
    protected void doSuccessResponse(SipServletResponse response) throws ServletException, IOException {
        Events.note(response.getCallId(), "success " + response.getStatus() + " " + response.getMethod());
    }

    @Override
    protected void doRedirectResponse(SipServletResponse response) throws ServletException, IOException {
        Events.note(response.getCallId(), "redirect " + response.getStatus());
    }

    @Override
    protected void doErrorResponse(SipServletResponse response) throws ServletException, IOException {
        Events.note(response.getCallId(), "error " + response.getStatus());
    }
}
