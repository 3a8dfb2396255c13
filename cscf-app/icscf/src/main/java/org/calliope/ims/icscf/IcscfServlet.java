package org.calliope.ims.icscf;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.ElementServlet;
import org.calliope.ims.element.HssResults;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.icscf.Attempt.Outcome;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;

/** The I-CSCF on SIP: asks the HSS and sends the request on to the S-CSCF, without Record-Route. */
public final class IcscfServlet extends ElementServlet {

    /**
     * Parameter of this element's own address as the Request-URI of a REGISTER, or as the Route of another request: the
     * S-CSCF that has the user, named here, is of no use, and another one is to be chosen. A callback for a response
     * cannot wait for the HSS, so the request comes here once more.
     */
    private static final String INSTEAD_OF = "instead-of";
    private static final String ABNORMAL_CLAUSE = "TS 24.229 5.3.1.3";
    private static final int FINAL = 200;

    private transient Query query;
    private transient Silent silent;
    private transient NextHop nextHop;
    private transient SessionExchange sessions;
    private transient IcscfSettings settings;
    private transient CxClient cx;
    private transient Services services;
    private transient TrustDomain trustDomain;
    /** Who may ask on behalf of users. */
    private transient TrustDomain servers;

    public IcscfServlet() {
        super(Role.ICSCF);
    }

    @Override
    public void init() throws ServletException {
        super.init();
        query = ElementListener.shared(getServletContext(), Query.class);
        silent = ElementListener.shared(getServletContext(), Silent.class);
        settings = ElementListener.shared(getServletContext(), IcscfSettings.class);
        cx = ElementListener.shared(getServletContext(), CxClient.class);
        services = ElementListener.shared(getServletContext(), Services.class);
        trustDomain = ElementListener.shared(getServletContext(), TrustDomain.class);
        servers = TrustDomain.of(node().topology(), settings.applicationServers(), getServletContext());
        nextHop = new NextHop(factory(), node().trace());
        sessions = new SessionExchange(query, cx, node().gruus(), silent,
                ElementListener.shared(getServletContext(), Unheard.class), nextHop, node().trace(), this::elsewhere);
    }

    @Override
    protected void initial(SipServletRequest request) throws ServletParseException {
        if (MessageValues.onBehalf(request)) {
            servers.check(request, "TS 24.229 5.7.3");
        } else {
            trustDomain.check(request, Query.REGISTER_CLAUSE);
        }
        if (request.getMethod().equals(Methods.REGISTER)) {
            UserAuthorizationRequest question = query.registration(RegisterQuestion.read(request));
            Join join = join(request, question.publicIdentity().uri());
            String failed = request.getRequestURI().getParameter(INSTEAD_OF);
            if (failed == null) {
                authorize(request, question, join);
            } else {
                another(request, question, Set.of(decoded(failed)), join);
            }
        } else {
            identify(request);
            offered(request);
            LocationInfoRequest question = sessions.question(request);
            Join join = join(request, question.publicIdentity().uri());
            String failed = request.getPoppedRoute() == null ? null : request.getPoppedRoute().getURI().getParameter(INSTEAD_OF);
            if (failed == null) {
                locate(request, question, join);
            } else {
                then(sessions.another(request, question, Set.of(decoded(failed)), join), request,
                        located -> forward(request, located));
            }
        }
    }

    // RFC 5031 6.1: the Request-URI becomes that of who offers the service
    private void offered(SipServletRequest request) throws ServletParseException {
        if (request.getRequestURI().isSipURI()) { // nearly all are, and need not be written out for this
            return;
        }
        String urn = request.getRequestURI().toString();
        Optional<String> offering = services.offering(urn);
        if (offering.isPresent()) {
            request.setRequestURI(factory().createURI(offering.get()));
            node().trace().decide(Decision.chosen(Role.ICSCF, "service urn", Map.of("request-uri", urn, "offered by", offering.get()),
                    "RFC 5031", join(request)));
        }
    }

    private void locate(SipServletRequest request, LocationInfoRequest question, Join join) {
        then(sessions.locate(request, question, join), request, found -> {
            if (found.isEmpty()) {
                breakOut(request, join);
            } else if (sessions.isSilent(found.get())) {
                then(sessions.another(request, found.get().question(), Set.of(), join), request, again -> forward(request, again));
            } else {
                forward(request, found.get());
            }
        });
    }

    private void authorize(SipServletRequest request, UserAuthorizationRequest question, Join join) {
        then(asked(cx.authorize(question, join)), request, answer -> {
            Selection selection = query.registered(question, answer, Set.of());
            if (selection.isNamed() && silent.contains(answer.serverName().orElseThrow())) {
                // it is taken again when there is no other
                another(request, question, Set.of(), join);
            } else {
                register(request, selection, join);
            }
        });
    }

    // 5.3.1.3: the S-CSCF that has the user is of no use
    private void another(SipServletRequest request, UserAuthorizationRequest question, Set<String> tried,
                         Join join) {
        UserAuthorizationRequest anew = Query.anew(question);
        then(asked(cx.authorize(anew, join)), request,
                answer -> register(request, query.registered(anew, answer, tried), join));
    }

    private static String decoded(String parameter) {
        try {
            return URLDecoder.decode(parameter, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed(INSTEAD_OF, e);
        }
    }

    private static CompletionStage<UserAuthorizationAnswer> asked(CompletionStage<UserAuthorizationAnswer> stage) {
        return stage.exceptionally(failure -> {
            throw HssResults.ofStatusQuery(failure);
        });
    }

    private void register(SipServletRequest request, Selection selection, Join join)
            throws ServletParseException, TooManyHopsException {
        // TS 24.229 5.3.1.2: what concerns only the way between P-CSCF and HSS stays here
        request.removeHeader(Headers.P_USER_DATABASE);
        proxy(request, false);
        selection.next().orElseThrow(selection::noneLeft);
        send(request, selection, join);
    }

    // 5.3.1.2: the S-CSCF's URI takes the place of the Request-URI
    private void send(SipServletRequest request, Selection selection, Join join) throws TooManyHopsException {
        SipURI target = nextHop.of(selection, HssResults.incompleteStatusQuery(NextHop.NAME), Query.REGISTER_CLAUSE, join);
        if (request.getRequestURI() instanceof SipURI asked && asked.getUser() != null) {
            target.setUser(asked.getUser()); // RFC 3261 10.2: the registrar says whether that may be
        }
        start(request, target, settings.scscfTimeout(), branch -> new Attempt(selection, branch, join, false));
    }

    private static void start(SipServletRequest request, SipURI target, Duration timeout,
                              Function<ProxyBranch, Attempt> attempt) throws TooManyHopsException {
        Proxy proxy = request.getProxy();
        ProxyBranch branch = proxy.createProxyBranches(List.of(target)).get(0);
        branch.setProxyBranchTimeout((int) timeout.toSeconds());
        // before it starts: the answer may be here before this thread goes on
        request.setAttribute(Attempt.ATTRIBUTE, attempt.apply(branch));
        proxy.startProxy();
    }

    @Override
    protected void branchResponse(SipServletResponse response) {
        sessions.unavailable(response).ifPresent(located -> instead(response.getProxy(), located));
        Attempt attempt = attempt(response);
        if (attempt == null || response.getStatus() < FINAL) {
            return;
        }
        Outcome outcome = Attempt.outcome(response.getStatus());
        if (outcome == Outcome.SILENT || response.getProxyBranch() == attempt.branch()) {
            answered(attempt, outcome, response);
        }
    }

    @Override
    protected void response(SipServletResponse response) {
        Attempt attempt = attempt(response);
        if (attempt == null || response.getStatus() < FINAL || response.getProxyBranch() == attempt.branch()) {
            return;
        }
        if (attempt.pending()) {
            answered(attempt, Outcome.SILENT, response);
        } else {
            attempt.takeOver(response);
        }
    }

    private static Attempt attempt(SipServletResponse response) {
        // none any more when a late response finds the request over
        SipServletRequest request = response.getProxy().getOriginalRequest();
        return request == null ? null : (Attempt) request.getAttribute(Attempt.ATTRIBUTE);
    }

    // TS 24.229 5.3.1.3
    private void answered(Attempt attempt, Outcome outcome, SipServletResponse response) {
        if (attempt.last()) {
            return;
        }
        String server = attempt.selection().current();
        if (outcome == Outcome.SILENT) {
            silent.add(server);
        } else {
            silent.remove(server);
        }
        if (outcome == Outcome.ANSWERED) {
            return;
        }
        node().trace().decide(Decision.noted(Role.ICSCF, ServerChoice.RULE, Map.of("s-cscf", server, "outcome",
                outcome.name(), "status", Integer.toString(response.getStatus())), ABNORMAL_CLAUSE, attempt.join()));
        SipServletRequest request = response.getProxy().getOriginalRequest();
        if (outcome == Outcome.REFUSED) {
            Attempt.keepHere(response);
        }
        guard(request, () -> {
            if (attempt.selection().isNamed()) {
                comeAgain(request, attempt);
                return;
            }
            Optional<String> next = attempt.selection().next();
            if (next.isPresent()) {
                send(request, attempt.selection(), attempt.join());
            } else if (Attempt.outcome(response.getStatus()) == Outcome.SILENT) {
                throw attempt.selection().noneLeft();
            } // else what one of them said goes back
        });
    }

    private void comeAgain(SipServletRequest request, Attempt attempt)
            throws ServletParseException, TooManyHopsException {
        Selection selection = attempt.selection();
        SipURI self = insteadOf(selection.current());
        Duration rest = settings.scscfTimeout().multipliedBy(settings.scscfTries()).plus(settings.diameterTimeout());
        start(request, self, rest, branch -> new Attempt(selection, branch, attempt.join(), true));
    }

    private SipURI insteadOf(String server) throws ServletParseException {
        return (SipURI) factory().createURI(endpoint().uri() + ';' + INSTEAD_OF + '='
                + URLEncoder.encode(server, StandardCharsets.UTF_8));
    }

    private void instead(Proxy proxy, Underway located) {
        SipServletRequest request = proxy.getOriginalRequest();
        guard(request, () -> {
            if (located.selection().isNamed()) {
                SipURI self = insteadOf(located.selection().current());
                if (located.question().originating()) {
                    self.setParameter(MessageValues.ORIGINATING, "");
                }
                SessionExchange.comeAgain(request, proxy, self);
            } else if (located.selection().next().isPresent()) {
                sessions.send(request, proxy, located);
            } // else what one of them said goes back
        });
    }

    private void forward(SipServletRequest request, Underway located) throws TooManyHopsException {
        sessions.prepare(request, located);
        // 5.3.2.1: the I-CSCF does not stay on the path of the dialog
        sessions.send(request, proxy(request, false), located);
    }

    // TS 24.229 5.3.2.2, TS 23.228 5.19: a number that nobody has here is another network's
    private void breakOut(SipServletRequest request, Join join) throws ServletParseException, TooManyHopsException {
        request.removeHeader(Headers.P_USER_DATABASE);
        node().trace().decide(Decision.chosen(Role.ICSCF, "breakout", Map.of("request-uri", request.getRequestURI().toString(),
                "next hop", node().topology().bgcf().uri()), "TS 23.228 5.19", join));
        Proxy proxy = proxy(request, false);
        proxy.createProxyBranches(List.of(request.getRequestURI())).get(0).getRequest().pushRoute(route(node().topology().bgcf()));
        proxy.startProxy();
    }

    private void elsewhere(ProxyBranch branch) {
        SipServletRequest request = branch.getProxy().getOriginalRequest();
        Underway located = sessions.silent(request);
        if (located.selection().isNamed()) {
            then(sessions.another(request, located.question(), Set.of(located.selection().current()), located.join()), request,
                    again -> sessions.instead(request, branch, again));
        } else {
            guard(request, () -> sessions.instead(request, branch, located));
        }
    }
}
