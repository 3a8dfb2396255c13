package org.calliope.ims.container.dialogs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.annotation.Resource;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipErrorEvent;
import javax.servlet.sip.SipErrorListener;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.URI;

/**
 * What it does is in the Request-URI: {@code sip:now@} and {@code sip:later@} are answered at once and by a timer,
 * {@code sip:proxy@} goes to the URIs in X-Targets, {@code sip:call@} makes it call the one in X-Targets. It tells in its
 * answer to OPTIONS what has happened.
 */
@javax.servlet.sip.annotation.SipServlet(name = "Dialogs")
@javax.servlet.sip.annotation.SipListener
public class Dialogs extends SipServlet implements TimerListener, SipErrorListener {

    private static final long serialVersionUID = 1L;
    private static final String WAITING = "waiting";
    private static final int LATER_MILLIS = 700;

    @Resource
    private transient SipFactory factory;
    @Resource
    private transient TimerService timers;
    private final transient ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

    @Override
    protected void doOptions(SipServletRequest request) throws IOException {
        SipServletResponse answer = request.createResponse(200);
        answer.setHeader("X-Events", String.join(",", events));
        answer.send();
    }

    @Override
    protected void doInvite(SipServletRequest request) throws ServletException, IOException {
        String what = ((SipURI) request.getRequestURI()).getUser();
        if ("proxy".equals(what)) {
            Proxy proxy = request.getProxy();
            proxy.setRecordRoute(true);
            proxy.setParallel(true);
            proxy.proxyTo(targets(request));
        } else if ("later".equals(what)) {
            request.getSession().setAttribute(WAITING, request);
            timers.createTimer(request.getApplicationSession(), LATER_MILLIS, false, null);
        } else {
            request.createResponse(200).send();
        }
    }

    private List<URI> targets(SipServletRequest request) throws ServletParseException {
        List<URI> targets = new ArrayList<>();
        for (String target : request.getHeader("X-Targets").split(" ")) {
            targets.add(factory.createURI(target));
        }
        return targets;
    }

    @Override
    public void timeout(ServletTimer timer) {
        timer.getApplicationSession().getSessions("SIP").forEachRemaining(session -> {
            try {
                ((SipServletRequest) ((javax.servlet.sip.SipSession) session).getAttribute(WAITING)).createResponse(200).send();
            } catch (IOException e) {
                log("not answered", e);
            }
        });
    }

    @Override
    protected void doMessage(SipServletRequest request) throws ServletException, IOException {
        SipServletRequest invite = factory.createRequest(factory.createApplicationSession(), "INVITE", "sip:dialogs@example.org",
            request.getHeader("X-Targets"));
        invite.send();
        request.createResponse(200).send();
    }

    @Override
    protected void doSuccessResponse(SipServletResponse response) throws IOException {
        events.add(response.getMethod() + response.getStatus());
        if ("INVITE".equals(response.getMethod()) && response.getProxy() == null) {
            response.createAck().send();
        }
    }

    @Override
    protected void doSubscribe(SipServletRequest request) throws ServletException, IOException {
        int expires = request.getExpires();
        SipServletResponse answer = request.createResponse(200);
        answer.setExpires(expires);
        answer.send();
        SipServletRequest notify = request.getSession().createRequest("NOTIFY");
        notify.setHeader("Event", request.getHeader("Event"));
        notify.setHeader("Subscription-State", expires > 0 ? "active;expires=" + expires : "terminated;reason=timeout");
        notify.send();
    }

    @Override
    protected void doNotify(SipServletRequest request) throws IOException {
        events.add("NOTIFY");
        request.createResponse(200).send();
    }

    @Override
    protected void doAck(SipServletRequest request) {
        events.add("ACK");
    }

    @Override
    protected void doBye(SipServletRequest request) throws IOException {
        events.add("BYE");
        request.createResponse(200).send();
    }

    @Override
    public void noAckReceived(SipErrorEvent event) {
        events.add("noAck");
    }

    @Override
    public void noPrackReceived(SipErrorEvent event) {
        events.add("noPrack");
    }
}
