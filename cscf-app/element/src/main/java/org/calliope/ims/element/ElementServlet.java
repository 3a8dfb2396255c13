package org.calliope.ims.element;

import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.Icids;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.RareLog;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servlet of a SIP element: takes requests and responses to the element's rules and is the one place where a
 * refusal, or a fault, becomes a response, a decision in the trace and a count. The same holds for work that goes
 * on later on another thread: see {@link #then}. A subclass keeps nothing per request.
 */
public abstract class ElementServlet extends SipServlet {

    /** Counter of requests that were over (by CANCEL, most often) before their answer was known; tagged element. */
    public static final String OVERTAKEN = "ims.overtaken";
    /** Counter of faults that no rule foresaw; tagged element. */
    public static final String UNEXPECTED = "ims.unexpected";

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final Role role;
    private final transient RareLog log;
    private transient Node node;
    private transient SipFactory factory;
    private transient SipEndpoint endpoint;
    private transient InetSocketAddress address;
    private transient Counter overtaken;
    private transient Counter unexpected;
    private final transient Icids icids = new Icids();

    /** A step of a request's way through the element. */
    @FunctionalInterface
    protected interface Step {
        void run() throws ServletException, IOException, ServletParseException, TooManyHopsException;
    }

    /** A step that takes a value which was waited for. */
    @FunctionalInterface
    protected interface StepWith<T> {
        void run(T value) throws ServletException, IOException, ServletParseException, TooManyHopsException;
    }

    protected ElementServlet(Role role) {
        this.role = role;
        Logger logger = LoggerFactory.getLogger(getClass());
        this.log = new RareLog(logger, LOG_INTERVAL);
    }

    /** A request that starts a dialog or stands alone. */
    protected abstract void initial(SipServletRequest request)
            throws ServletException, IOException, ServletParseException, TooManyHopsException;

    /** A request within a dialog that this element stays on the path of; the container forwards it afterwards. */
    protected void subsequent(SipServletRequest request) throws ServletParseException {
        // most elements have nothing to add
    }

    /** The caller has given up; what was sent on is cancelled by itself. */
    protected void cancelled(SipServletRequest cancel) {
        // nobody has more to stop but who forks
    }

    /** This element itself has refused a request. */
    protected void refused(SipServletRequest request, SipRefusal refusal) {
        // most elements keep nothing of it
    }

    /** A response that passes by; the container forwards it afterwards. */
    protected void response(SipServletResponse response) throws ServletParseException, IOException {
        // most elements have nothing to add
    }

    @Override
    public void init() throws ServletException {
        node = ElementListener.node(getServletContext());
        factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
        endpoint = ElementListener.endpoint(node.topology(), role);
        address = new InetSocketAddress(endpoint.host(), endpoint.port());
        overtaken = node.meters().counter(OVERTAKEN, "element", role.label());
        unexpected = node.meters().counter(UNEXPECTED, "element", role.label());
    }

    @Override
    protected final void doRequest(SipServletRequest request) {
        if (request.getMethod().equals(Methods.CANCEL)) {
            cancelled(request);
            return; // the container has answered it and cancels what was sent on
        }
        if (request.isInitial() && !request.getMethod().equals(Methods.ACK)) {
            guard(request, () -> initial(request));
        } else {
            pass(() -> subsequent(request));
        }
    }

    @Override
    protected final void doResponse(SipServletResponse response) {
        pass(() -> response(response));
        pass(() -> PassingDialog.passed(response));
    }

    @Override
    protected final void doBranchResponse(SipServletResponse response) {
        if (answersBranch(response)) {
            pass(() -> branchResponse(response));
        } else {
            pass(() -> response(response));
        }
    }

    // a container may take the answer to a PRACK or UPDATE within an early dialog for one of the INVITE's branch
    private static boolean answersBranch(SipServletResponse response) {
        SipServletRequest proxied = response.getProxy() == null ? null : response.getProxy().getOriginalRequest();
        return proxied == null || proxied.getMethod().equals(response.getMethod());
    }

    /** A response of one branch of several, before it is known which one goes on. */
    protected void branchResponse(SipServletResponse response) throws ServletParseException, IOException {
        // only who forks cares; the response that goes on comes by response()
    }

    /** Goes on with the request when the stage completes, on the thread that completes it. */
    protected final <T> void then(CompletionStage<T> stage, SipServletRequest request, StepWith<T> step) {
        stage.whenComplete((value, failure) -> guard(request, () -> {
            if (failure != null) {
                throw new StageFailure(failure);
            }
            step.run(value);
        }));
    }

    /** Runs a step; whatever stops it becomes the request's answer, unless the request is over already. */
    protected final void guard(SipServletRequest request, Step step) {
        try {
            if (over(request)) {
                overtaken.increment();
                return;
            }
            step.run();
        } catch (Exception e) {
            if (over(request)) {
                overtaken.increment();
            } else {
                refuse(request, e instanceof StageFailure wrapped ? wrapped.getCause() : e);
            }
        }
    }

    /** Answers the request with a refusal. */
    protected final void refuse(SipServletRequest request, Throwable thrown) {
        SipRefusal refusal = Refusals.of(thrown);
        count(refusal, thrown);
        node.trace().decide(refusal.decision(role, join(request)));
        try {
            SipServletResponse response = request.createResponse(refusal.status());
            response.setHeader(Headers.REASON, Headers.reason(refusal));
            response.setHeader(Headers.WARNING, Headers.warning(endpoint.host() + ':' + endpoint.port(), refusal));
            requiredHeaders(response, refusal);
            response.send();
            refused(request, refusal);
        } catch (IOException | IllegalStateException e) {
            overtaken.increment();
        }
    }

    /** A header that the response's status must come with is given by the rule as a value of the header's name. */
    private static void requiredHeaders(SipServletResponse response, SipRefusal refusal) {
        for (String name : new String[] {Headers.MIN_EXPIRES, Headers.UNSUPPORTED, Headers.RETRY_AFTER,
            Headers.ALLOW_EVENTS, Headers.REQUIRE, Headers.SECURITY_SERVER}) {
            String value = refusal.values().get(name);
            if (value != null) {
                response.setHeader(name, value);
            }
        }
    }

    private void pass(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            // nobody waits for an answer: the message goes on as it is
            count(Refusals.of(e), e);
        }
    }

    private void count(SipRefusal refusal, Throwable thrown) {
        if (refusal.rule().equals(Refusals.UNEXPECTED)) {
            unexpected.increment();
            Throwable cause = Refusals.cause(thrown);
            log.warn(role.label() + ": a fault no rule foresaw: " + cause, cause);
        }
    }

    // JSR 289 5.2: committed when a final response was sent; the session is gone when the container gave up
    private static boolean over(SipServletRequest request) {
        return request.isCommitted();
    }

    /** Answers a request that asks only whether this element is alive. */
    protected final void answerOk(SipServletRequest request) throws IOException {
        SipServletResponse ok = request.createResponse(OK);
        ok.setHeader(Headers.ALLOW, "INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, REGISTER, SUBSCRIBE, NOTIFY, PUBLISH,"
                + " UPDATE, PRACK, INFO, REFER");
        ok.send();
    }

    /** @return the proxy of this request, not recursing, on this element's own address */
    protected final Proxy proxy(SipServletRequest request, boolean recordRoute) throws TooManyHopsException {
        Proxy proxy = request.getProxy();
        proxy.setRecurse(false);
        proxy.setSupervised(true);
        proxy.setRecordRoute(recordRoute);
        proxy.setOutboundInterface(address);
        // the proxy's interface is for Record-Route and Path, the session's for Via
        if (speaksUdpOnly()) {
            request.getSession().setOutboundInterface(address);
        }
        return proxy;
    }

    /**
     * Whether all next hops are reached over UDP. An outbound interface of JSR 289 is an address without transport,
     * which a container may take for UDP: who also sends over TCP leaves the choice to the container.
     */
    protected boolean speaksUdpOnly() {
        return true;
    }

    /** @return whether the request starts a dialog, so that whoever must see the rest of it asks to stay on its path */
    protected static boolean startsDialog(SipServletRequest request) {
        return PassingDialog.startedBy(request.getMethod());
    }

    /** @return a new loose route to this element */
    protected final SipURI route(SipEndpoint to) throws ServletParseException {
        // from text: not every container makes a URI without a user from its parts
        return (SipURI) factory.createURI(to.uri() + ";lr");
    }

    /** @return identifiers of this element's own making */
    protected final Icids icids() {
        return icids;
    }

    /** RFC 7315 4.6: an initial request that comes without a charging identifier, as from a gateway, gets one here. */
    protected final void identify(SipServletRequest request) {
        if (MessageValues.chargingVector(request).isEmpty()) {
            request.setHeader(Headers.P_CHARGING_VECTOR, new ChargingVector(icids.next(), endpoint.host(), "", "").format());
        }
    }

    /** @return what the trace joins this message with others by; what does not parse is left out */
    protected final Join join(SipServletMessage message) {
        return join(message, "");
    }

    protected final Join join(SipServletMessage message, String registration) {
        return new Join(MessageValues.chargingVector(message).map(ChargingVector::icid).orElse(""),
                message.getCallId(), registration, "");
    }

    protected final Node node() {
        return node;
    }

    protected final Role role() {
        return role;
    }

    protected final SipFactory factory() {
        return factory;
    }

    protected final SipEndpoint endpoint() {
        return endpoint;
    }

    /** @return where this element listens, as an outbound interface of JSR 289 */
    protected final InetSocketAddress address() {
        return address;
    }

    /** Carries a stage's failure through {@link Step}; no trace of its own. */
    private static final class StageFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StageFailure(Throwable cause) {
            super(null, cause, false, false);
        }
    }
}
