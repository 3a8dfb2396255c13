package org.calliope.ims.element;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import org.calliope.ims.element.Search.Attempt;
import org.calliope.ims.element.Search.Hop;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;

/**
 * An element that sends a request to a server by configuration, and to the next one when that does not work (RFC 3263 4.3): it
 * refuses the connection, says nothing, or 503 or 408. Whatever else it says goes back. Servers that are not
 * trusted are behind the border of the trust domain. The listener shares {@link TrustDomain}, {@link AilingServers} and
 * {@link Unheard}.
 */
public abstract class HuntingServlet extends ElementServlet {

    private static final int FINAL = 200;
    private static final int REDIRECTION = 300;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int LOOP_DETECTED = 482;
    private static final int SERVER_ERROR = 500;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int AT_ONCE_SECONDS = 1;
    private static final int MOST_PASSES = 3;

    private final String kind;
    private final String clause;
    private transient TrustDomain trustDomain;
    private transient AilingServers ailing;
    private transient Unheard unheard;

    /**
     * @param kind   of the servers, for answers and trace: {@code gateway}
     * @param clause that tells to send there
     */
    protected HuntingServlet(Role role, String kind, String clause) {
        super(role);
        this.kind = kind;
        this.clause = clause;
    }

    @Override
    public void init() throws ServletException {
        super.init();
        trustDomain = ElementListener.shared(getServletContext(), TrustDomain.class);
        ailing = ElementListener.shared(getServletContext(), AilingServers.class);
        unheard = ElementListener.shared(getServletContext(), Unheard.class);
    }

    @Override
    protected final void initial(SipServletRequest request) throws ServletParseException, TooManyHopsException {
        trustDomain.check(request, "TS 24.229 4.4");
        found(request);
    }

    /** A request from within the trust domain: the servers for it are found, and it is {@link #hunt}ed on to them. */
    protected abstract void found(SipServletRequest request) throws ServletParseException, TooManyHopsException;

    /** @return the Request-URI that a server gets */
    protected URI requestUri(SipServletRequest request, PeerServer server) throws ServletParseException {
        return request.getRequestURI();
    }

    /** @return whether a server that says so, and works, does not help, so that another one is asked while there is one */
    protected boolean noHelp(int status) {
        return false;
    }

    /**
     * Sends the request to the first of the servers that works.
     *
     * @param route   key of the configuration, for the trace
     * @param ordered not empty
     * @param staying whether the element stays on the path of a dialog also when all servers are trusted
     */
    protected final void hunt(SipServletRequest request, String route, List<PeerServer> ordered, boolean staying)
            throws ServletParseException, TooManyHopsException {
        loop(request);
        // who is known not to work is not waited for while there is another one
        List<PeerServer> tried = new ArrayList<>(ordered.stream().filter(server -> !ailing.contains(server.uri())).toList());
        ordered.stream().filter(server -> !tried.contains(server)).forEach(tried::add);
        List<Hop> hops = new ArrayList<>();
        for (PeerServer server : tried) {
            hops.add(new Hop(server, requestUri(request, server)));
        }
        Search search = new Search(route, hops, join(request));
        search.attach(request);
        proxy(request, startsDialog(request) && (staying || !ordered.stream().allMatch(PeerServer::trusted)));
        next(request, search);
    }

    /** A call that comes back and is diverted passes here again, which is no loop; one that goes on so is. */
    private void loop(SipServletRequest request) {
        String self = endpoint().host() + ':' + endpoint().port();
        if (MessageValues.all(request, Headers.VIA).stream().map(SentBy::of).filter(self::equalsIgnoreCase).count() >= MOST_PASSES) {
            throw new SipRefusal(LOOP_DETECTED, "the request has been here " + MOST_PASSES + " times: a " + kind + " sends it back",
                    kind, "RFC 3261 16.3 step 4", Map.of("request-uri", request.getRequestURI().toString()));
        }
    }

    /** To the server whose turn it is. */
    private void next(SipServletRequest request, Search search) throws ServletParseException, TooManyHopsException {
        Hop hop = search.next();
        PeerServer server = hop.server();
        node().trace().decide(Decision.chosen(role(), kind, Map.of("request-uri", request.getRequestURI().toString(), "route",
                search.route(), kind, server.name(), "next hop", server.uri()), clause, search.join()));
        Proxy proxy = request.getProxy();
        ProxyBranch branch = proxy.createProxyBranches(List.of(hop.requestUri())).get(0);
        branch.getRequest().pushRoute((SipURI) factory().createURI(server.uri() + ";lr"));
        if (!server.trusted()) {
            TrustBoundary.leave(branch.getRequest(), request.getSession());
        }
        // before it starts: an answer may be here before this thread goes on
        search.sent(branch, server);
        proxy.startProxy();
        // nothing but INVITE is answered before its final response, for which a server may have to wait
        unheard.watch(branch, request.getMethod().equals(Methods.INVITE) ? this::silent
                : once -> unheard.watch(once, this::silent));
    }

    // long before the transaction ends with 408
    private void silent(ProxyBranch branch) {
        SipServletRequest request = branch.getProxy().getOriginalRequest();
        Search.of(request).ifPresent(search -> search.current(branch).filter(attempt -> !attempt.heard()).ifPresent(attempt -> {
            branch.setProxyBranchTimeout(AT_ONCE_SECONDS);
            ailing.add(attempt.server().uri());
            failed(request, search, attempt, "silent");
        }));
    }

    private void failed(SipServletRequest request, Search search, Attempt attempt, String outcome) {
        if (!search.fail(attempt)) {
            return;
        }
        node().trace().decide(Decision.noted(role(), kind, Map.of(kind, attempt.server().name(), "outcome", outcome),
                "RFC 3263 4.3", search.join()));
        if (search.hasNext()) {
            guard(request, () -> next(request, search));
        }
    }

    @Override
    protected final void branchResponse(SipServletResponse response) {
        heard(response);
    }

    /** A provisional response but 100, or a final one, of a server. */
    private void heard(SipServletResponse response) {
        Search.of(response).ifPresent(search -> {
            ProxyBranch branch = response.getProxyBranch();
            SipServletRequest request = response.getProxy().getOriginalRequest();
            int status = response.getStatus();
            search.current(branch).ifPresent(attempt -> {
                boolean away = status == SERVICE_UNAVAILABLE || status == REQUEST_TIMEOUT;
                if (away) {
                    ailing.add(attempt.server().uri());
                } else if (!attempt.heard()) {
                    ailing.remove(attempt.server().uri());
                }
                if (away || search.hasNext() && noHelp(status)) {
                    failed(request, search, attempt, Integer.toString(status));
                } else {
                    search.hears(attempt);
                }
            });
            if (search.hasFailed(branch) && status >= REDIRECTION) {
                // whatever another server says is better (RFC 3261 16.7 step 6)
                response.setStatus(SERVICE_UNAVAILABLE);
                if (search.isLost()) {
                    guard(request, () -> {
                        throw new SipRefusal(SERVER_ERROR, "no " + kind + " of " + search.route() + " works", kind,
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
