package org.calliope.ims.scscf;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import org.calliope.ims.element.AilingServers;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.ElementServlet;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.OperatorIdentifiers;
import org.calliope.ims.element.ServerProbe;
import org.calliope.ims.element.TrustBoundary;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.gruu.Gruu;
import org.calliope.ims.identity.Ioi;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.Evaluation.Match;
import org.calliope.ims.ifc.FilterableRequest;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.Topology;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;

/**
 * The S-CSCF on SIP: REGISTER to the registrar; requests by a served user ({@code orig@S-CSCF} in the popped Route)
 * by way of his application servers on to the I-CSCF; requests to a served user by way of his on to the contacts, each by
 * its Path; SUBSCRIBE to registration state to the notifier.
 */
public final class ScscfServlet extends ElementServlet {

    private static final int OK = 200;

    private transient Serving serving;
    private transient ScscfSettings settings;
    private transient RegisterExchange registerExchange;
    private transient Instances instances;
    private transient SubscribeExchange subscribeExchange;
    private transient TrustDomain trustDomain;
    private transient ThirdPartyExchange thirdPartyExchange;
    private transient Fork fork;
    private transient ServiceChain chain;
    private transient ServedUsers servedUsers;
    private transient ServerVisits visits;
    private transient Destinations destinations;
    private transient Foreign foreign;
    private transient UserCalls userCalls;
    private transient OperatorIdentifiers operators;

    public ScscfServlet() {
        super(Role.SCSCF);
    }

    @Override
    public void init() throws ServletException {
        super.init();
        serving = ElementListener.shared(getServletContext(), Serving.class);
        settings = ElementListener.shared(getServletContext(), ScscfSettings.class);
        trustDomain = ElementListener.shared(getServletContext(), TrustDomain.class);
        thirdPartyExchange = ElementListener.shared(getServletContext(), ThirdPartyExchange.class);
        instances = ElementListener.shared(getServletContext(), Instances.class);
        registerExchange = new RegisterExchange(endpoint(), node().topology().domain(), settings.userInRequestUri(),
                trustDomain,
                instances);
        userCalls = ElementListener.shared(getServletContext(), UserCalls.class);
        operators = new OperatorIdentifiers(node().topology().domain());
        Silence silence = ElementListener.shared(getServletContext(), Silence.class);
        fork = new Fork(factory(), silence.pcscfs(), node().trace(), this::silent);
        destinations = ElementListener.shared(getServletContext(), Destinations.class);
        foreign = new Foreign(settings.foreign(), settings.border(), settings.foreignTrusted());
        chain = new ServiceChain();
        OriginalDialogIdentifiers identifiers = new OriginalDialogIdentifiers();
        servedUsers = new ServedUsers(node().registrations(), serving::unregistered, identifiers, instances);
        visits = new ServerVisits(factory(), endpoint(), identifiers, operators, silence.servers(),
                ElementListener.shared(getServletContext(), AilingServers.class), node().trace(), (request, step) -> guard(request, step::run));
        subscribeExchange = new SubscribeExchange(serving.subscriptions(), address(), node().topology().domain());
    }

    @Override
    protected void initial(SipServletRequest request)
            throws ServletException, IOException, ServletParseException, TooManyHopsException {
        trustDomain.check(request, "TS 24.229 4.4");
        if (request.getMethod().equals(Methods.REGISTER)) {
            RegisterRequest register = registerExchange.read(request, join(request));
            then(serving.register(register), request, answer -> {
                SipServletResponse sent = registerExchange.answer(request, answer);
                if (answer instanceof RegisterAnswer.Accepted accepted) {
                    accepted.change().ifPresent(all -> serving.thirdParty().registered(all,
                            change -> RegisterExchange.event(request, sent, change)));
                }
            });
        } else if (SubscribeExchange.concerns(request)
                && (!ServedUsers.originating(request) || subscribeExchange.own(request))) {
            subscribeExchange.subscribe(request, join(request));
        } else {
            identify(request);
            then(servedUsers.of(request, join(request)), request, served -> {
                operators.arrives(request);
                if (served.step().first()) {
                    userCalls.begins(request, served.step(), join(request));
                }
                services(request, served.step(), served.set());
            });
        }
    }

    /** To the next application server of the served user, or on when there is no other. */
    private void services(SipServletRequest request, ServiceStep from, Registration set)
            throws ServletParseException, TooManyHopsException {
        Join join = join(request, set.defaultIdentity().uri());
        if (from.terminating() && MessageValues.callsBack(request)) { // 5.4.3.3: no service comes between; no UE says so
            contacts(request, from.served(), set, join);
            return;
        }
        FilterableRequest looked = new InitialRequest(request, from.sessionCase(), !set.bindings().isEmpty());
        request.removeHeader(Headers.P_SERVED_USER); // it was this S-CSCF's, or for it
        ServiceStep step = from;
        for (Optional<Match> match = chain.next(set.profile(), step, looked); match.isPresent();
                match = chain.next(set.profile(), step, looked)) {
            ApplicationServer server = match.get().criteria().applicationServer();
            ServiceStep behind = step.behind(match.get().position());
            if (!visits.leavesOut(server, join)) {
                node().trace().decide(Decision.chosen(Role.SCSCF, "service", Map.of("served user", step.served().uri(),
                        "session case", step.sessionCase().name(), "priority", Integer.toString(match.get().criteria().priority()),
                        "server", server.serverName()), "TS 24.229 5.4.3.2, 5.4.3.3", join));
                userCalls.visits(request, step, server.serverName(), join);
                visits.start(proxy(request), server, behind, () -> services(request, behind, set), join);
                return;
            }
            step = behind;
        }
        if (step.terminating()) {
            contacts(request, step.served(), set, join);
        } else {
            ServiceStep last = step;
            then(destinations.of(request.getRequestURI().toString()), request,
                    destination -> leave(request, destination, last, set, join));
        }
    }

    private void leave(SipServletRequest request, Destination destination, ServiceStep step, Registration set, Join join)
            throws ServletParseException, TooManyHopsException {
        Topology topology = node().topology();
        Optional<PublicIdentity> abroad = destination.next() == Destination.Next.FOREIGN
                ? Optional.of(PublicIdentity.parse(destination.requestUri())) : Optional.empty();
        Optional<String> route = switch (destination.next()) {
            case HOME -> Optional.of(topology.icscf().uri());
            case BREAKOUT -> Optional.of(topology.bgcf().uri());
            case FOREIGN -> foreign.route(abroad.orElseThrow());
        };
        if (step.sessionCase() != SessionCase.ORIGINATING_CDIV) { // of a diverted call another is the caller
            ServedUser.telephoneAlias(set, MessageValues.identities(request, Headers.P_ASSERTED_IDENTITY)).ifPresent(alias ->
                    request.addHeader(Headers.P_ASSERTED_IDENTITY, '<' + alias.uri() + '>'));
        }
        operators.leaves(request, Ioi.TYPE_2);
        userCalls.leaves(request, step, join);
        // RFC 5002: it was the caller's; the I-CSCF says that of whom is called
        request.removeHeader(Headers.P_PROFILE_KEY);
        node().trace().decide(Decision.chosen(Role.SCSCF, "destination", Map.of("served user", step.served().uri(),
                "request-uri", destination.requestUri(), "by", destination.by(),
                "next hop", route.orElseGet(() -> abroad.orElseThrow().host())),
                Destination.CLAUSE, join));
        Proxy proxy = proxy(request);
        SipServletRequest sent = proxy.createProxyBranches(List.of(factory().createURI(destination.requestUri()))).get(0)
                .getRequest();
        if (route.isPresent()) {
            sent.pushRoute((SipURI) factory().createURI(route.get() + ";lr"));
        }
        abroad.ifPresent(called -> foreign.leave(called, sent, request.getSession()));
        proxy.startProxy();
    }

    private void contacts(SipServletRequest request, PublicIdentity called, Registration set, Join join)
            throws ServletParseException, TooManyHopsException {
        Optional<Gruu> gruu = instances.called(request.getRequestURI().toString());
        Contacts contacts = Contacts.of(called, Optional.of(set), request.getMethod(), Instant.now(),
                gruu.map(one -> instances.reached(one, set))
                        .orElse(MessageValues.callsBack(request) ? any -> true : Contacts::forEverybody), CallerPreferences.of(request));
        // RFC 7315 4.2, TS 24.229 5.4.3.3: the contact replaces the Request-URI, which identity was called is kept
        request.setHeader(Headers.P_CALLED_PARTY_ID, '<' + called.uri() + '>');
        operators.leaves(request, Ioi.TYPE_1);
        node().trace().decide(Decision.chosen(Role.SCSCF, "contacts", Map.of("request-uri", called.uri(),
                "contacts", contacts.bindings().stream().map(Binding::contact).toList().toString(),
                "parallel", Boolean.toString(contacts.parallel())), "TS 24.229 5.4.3.3", join));
        fork(request, contacts);
    }

    /** The proxy of this request; the one that has been to an application server goes on. */
    private Proxy proxy(SipServletRequest request) throws TooManyHopsException {
        Proxy started = request.getProxy(false);
        return started == null ? proxy(request, startsDialog(request)) : started;
    }

    private void fork(SipServletRequest request, Contacts contacts)
            throws ServletParseException, TooManyHopsException {
        Proxy proxy = proxy(request);
        boolean invite = request.getMethod().equals(Methods.INVITE);
        proxy.setProxyTimeout((int) (invite ? settings.noAnswerTimeout() : settings.noReplyTimeout()).toSeconds());
        fork.start(proxy, contacts);
    }

    private void silent(ProxyBranch branch) {
        SipServletRequest request = branch.getProxy().getOriginalRequest();
        guard(request, () -> fork.silent(branch, join(request)));
    }

    @Override
    protected void cancelled(SipServletRequest cancel) {
        Fork.end(cancel.getSession());
    }

    @Override
    protected void branchResponse(SipServletResponse response) throws ServletParseException {
        History.heard(response); // before the others make another status of it
        visits.heard(response);
        fork.heard(response, join(response));
    }

    @Override
    protected void subsequent(SipServletRequest request) {
        TrustBoundary.pass(request);
        userCalls.within(request);
        // a proxy's dialogs have no subscription of ours, and go on by themselves
        SubscribeExchange.subscription(request.getSession()).ifPresent(subscription -> guard(request,
                () -> {
                    trustDomain.check(request, "TS 24.229 4.4");
                    subscribeExchange.within(request, subscription, join(request));
                }));
    }

    @Override
    protected void response(SipServletResponse response) throws ServletParseException, IOException {
        TrustBoundary.pass(response);
        if (response.getMethod().equals(Methods.NOTIFY)) {
            SubscribeExchange.subscription(response.getSession())
                    .ifPresent(subscription -> subscribeExchange.answered(response, subscription));
        }
        if (response.getMethod().equals(Methods.REGISTER)) {
            thirdPartyExchange.response(response); // no other REGISTER is sent from here
            return;
        }
        if (response.getMethod().equals(Methods.OPTIONS)) {
            ServerProbe.response(response);
        }
        if (response.getMethod().equals(Methods.INVITE) && response.getStatus() < OK) {
            visits.heard(response);
            fork.heard(response, join(response));
        }
        History.answer(response);
        Fork.leave(response);
        userCalls.heard(response, operators.answers(response));
    }

    @Override
    protected void refused(SipServletRequest request, SipRefusal refusal) {
        userCalls.refused(request, refusal.status());
    }
}
