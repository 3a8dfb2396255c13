package org.calliope.ims.bgcf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import org.calliope.ims.bgcf.RouteTable.Route;
import org.calliope.ims.bgcf.Search.Attempt;
import org.calliope.ims.element.AilingServers;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.ElementServlet;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.SentBy;
import org.calliope.ims.element.ServerProbe;
import org.calliope.ims.element.TrustBoundary;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;

/**
 * The BGCF on SIP: sends a request to a gateway, and to the next one when that does not work (RFC 3263 4.3). It stays on the
 * path of a dialog only for the border of the trust domain, or when it is told to.
 */
public final class BgcfServlet extends ElementServlet {

    private static final String RULE = "gateway";
    private static final String CLAUSE = "TS 24.229 5.6.2";
    private static final int FINAL = 200;
    private static final int REDIRECTION = 300;
    private static final int NOT_FOUND = 404;
    private static final int LOOP_DETECTED = 482;
    private static final int SERVER_ERROR = 500;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int AT_ONCE_SECONDS = 1;
    private static final int MOST_PASSES = 3;

    private transient RouteTable table;
    private transient BgcfSettings settings;
    private transient TrustDomain trustDomain;
    private transient AilingServers ailing;
    private transient Unheard unheard;

    public BgcfServlet() {
        super(Role.BGCF);
    }

    @Override
    public void init() throws ServletException {
        super.init();
        table = ElementListener.shared(getServletContext(), RouteTable.class);
        settings = ElementListener.shared(getServletContext(), BgcfSettings.class);
        trustDomain = ElementListener.shared(getServletContext(), TrustDomain.class);
        ailing = ElementListener.shared(getServletContext(), AilingServers.class);
        unheard = ElementListener.shared(getServletContext(), Unheard.class);
    }

    @Override
    protected void initial(SipServletRequest request) throws ServletParseException, TooManyHopsException {
        trustDomain.check(request, "TS 24.229 4.4");
        String uri = request.getRequestURI().toString();
        PublicIdentity called = Identities.called(uri);
        Route route = table.find(uri).orElseThrow(() -> new SipRefusal(NOT_FOUND, "nobody has " + called.uri()
                + " here, and no gateway leads there: see conf/" + BgcfSettings.FILE, RULE, CLAUSE,
                Map.of("request-uri", called.uri())));
        loop(request);
        // who is known not to work is not waited for while there is another one
        List<Gateway> ordered = new ArrayList<>(Choice.order(route.choices(), ThreadLocalRandom.current()));
        List<Gateway> last = ordered.stream().filter(gateway -> ailing.contains(gateway.uri())).toList();
        ordered.removeAll(last);
        ordered.addAll(last);
        Search search = new Search(route.key(), ordered, join(request));
        search.attach(request);
        boolean staying = settings.recordRoute() || !ordered.stream().allMatch(Gateway::trusted);
        proxy(request, startsDialog(request) && staying);
        next(request, search);
    }

    /** A call that comes back from a gateway and is diverted passes here again, which is no loop; one that goes on so is. */
    private void loop(SipServletRequest request) {
        String self = endpoint().host() + ':' + endpoint().port();
        if (MessageValues.all(request, Headers.VIA).stream().map(SentBy::of).filter(self::equalsIgnoreCase).count() >= MOST_PASSES) {
            throw new SipRefusal(LOOP_DETECTED, "the request has been here " + MOST_PASSES + " times: a gateway sends it back",
                    RULE, "RFC 3261 16.3 step 4", Map.of("request-uri", request.getRequestURI().toString()));
        }
    }

    /** To the gateway whose turn it is. */
    private void next(SipServletRequest request, Search search) throws ServletParseException, TooManyHopsException {
        Gateway gateway = search.next();
        node().trace().decide(Decision.chosen(Role.BGCF, RULE, Map.of("request-uri", request.getRequestURI().toString(), "route",
                search.route(), "gateway", gateway.name(), "next hop", gateway.uri()), CLAUSE, search.join()));
        Proxy proxy = request.getProxy();
        ProxyBranch branch = proxy.createProxyBranches(List.of(request.getRequestURI())).get(0);
        branch.getRequest().pushRoute((SipURI) factory().createURI(gateway.uri() + ";lr"));
        if (!gateway.trusted()) {
            TrustBoundary.leave(branch.getRequest(), request.getSession());
        }
        // before it starts: an answer may be here before this thread goes on
        search.sent(new Attempt(branch, gateway));
        proxy.startProxy();
        // nothing but INVITE is answered before its final response, for which a gateway may have to wait
        unheard.watch(branch, request.getMethod().equals(Methods.INVITE) ? this::silent
                : once -> unheard.watch(once, this::silent));
    }

    // long before the transaction ends with 408
    private void silent(ProxyBranch branch) {
        SipServletRequest request = branch.getProxy().getOriginalRequest();
        Search.of(request).ifPresent(search -> search.take(branch).ifPresent(attempt -> {
            branch.setProxyBranchTimeout(AT_ONCE_SECONDS);
            failed(request, search, attempt, "silent");
        }));
    }

    private void failed(SipServletRequest request, Search search, Attempt attempt, String outcome) {
        ailing.add(attempt.gateway().uri());
        search.fail(attempt.branch());
        node().trace().decide(Decision.noted(Role.BGCF, RULE, Map.of("gateway", attempt.gateway().name(), "outcome", outcome),
                "RFC 3263 4.3", search.join()));
        if (search.hasNext()) {
            guard(request, () -> next(request, search));
        }
    }

    @Override
    protected void branchResponse(SipServletResponse response) {
        heard(response);
    }

    /** A provisional response but 100, or a final one, of a gateway. */
    private void heard(SipServletResponse response) {
        Search.of(response).ifPresent(search -> {
            ProxyBranch branch = response.getProxyBranch();
            SipServletRequest request = response.getProxy().getOriginalRequest();
            int status = response.getStatus();
            search.take(branch).ifPresent(attempt -> {
                if (status == SERVICE_UNAVAILABLE || status == REQUEST_TIMEOUT) {
                    failed(request, search, attempt, Integer.toString(status));
                } else {
                    search.answered();
                    ailing.remove(attempt.gateway().uri());
                }
            });
            if (search.hasFailed(branch) && status >= REDIRECTION) {
                // whatever another gateway says is better (RFC 3261 16.7 step 6)
                response.setStatus(SERVICE_UNAVAILABLE);
                if (search.isLost()) {
                    guard(request, () -> {
                        throw new SipRefusal(SERVER_ERROR, "no gateway of " + search.route() + " works", RULE,
                                "RFC 3261 16.7 step 6: a 503 is not forwarded", Map.of("route", search.route()));
                    });
                }
            }
        });
    }

    @Override
    protected void subsequent(SipServletRequest request) {
        TrustBoundary.pass(request);
    }

    @Override
    protected void response(SipServletResponse response) {
        if (response.getMethod().equals(Methods.OPTIONS)) {
            ServerProbe.response(response);
        }
        if (response.getProxy() != null && response.getStatus() < FINAL) {
            heard(response);
        }
        TrustBoundary.pass(response);
    }
}
