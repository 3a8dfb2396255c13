package org.calliope.ims.scscf;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.ElementServlet;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.gruu.Gruu;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.Topology;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;

/**
 * The S-CSCF on SIP: REGISTER to the registrar; requests by a served user ({@code orig@S-CSCF} in the popped Route)
 * on to the I-CSCF; requests to a served user on to the contacts, each by its Path; SUBSCRIBE to registration state to
 * the notifier.
 */
public final class ScscfServlet extends ElementServlet {

    /** User part of the Service-Route entry: marks a request as made by a served user. */
    static final String ORIGINATING_USER = "orig";
    private static final int OK = 200;

    private transient Serving serving;
    private transient ScscfSettings settings;
    private transient Registrations registrations;
    private transient RegisterExchange registerExchange;
    private transient Instances instances;
    private transient SubscribeExchange subscribeExchange;
    private transient TrustDomain trustDomain;
    private transient ThirdPartyExchange thirdPartyExchange;
    private transient Fork fork;

    public ScscfServlet() {
        super(Role.SCSCF);
    }

    @Override
    public void init() throws ServletException {
        super.init();
        serving = ElementListener.shared(getServletContext(), Serving.class);
        settings = ElementListener.shared(getServletContext(), ScscfSettings.class);
        trustDomain = ElementListener.shared(getServletContext(), TrustDomain.class);
        registrations = node().registrations();
        thirdPartyExchange = ElementListener.shared(getServletContext(), ThirdPartyExchange.class);
        instances = ElementListener.shared(getServletContext(), Instances.class);
        registerExchange = new RegisterExchange(endpoint(), node().topology().domain(), settings.userInRequestUri(),
                trustDomain,
                instances);
        fork = new Fork(factory(), ElementListener.shared(getServletContext(), Unheard.class), node().trace(), this::silent);
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
        } else if (SubscribeExchange.concerns(request) && (!originating(request) || subscribeExchange.own(request))) {
            subscribeExchange.subscribe(request, join(request));
        } else if (originating(request)) {
            originate(request);
        } else {
            terminate(request);
        }
    }

    // TS 24.229 5.4.3.1: the Service-Route entry tells the two cases apart
    private static boolean originating(SipServletRequest request) {
        Address popped = request.getPoppedRoute();
        return popped != null && popped.getURI() instanceof SipURI uri && ORIGINATING_USER.equals(uri.getUser());
    }

    private void originate(SipServletRequest request) throws ServletParseException, TooManyHopsException {
        Topology topology = node().topology();
        List<PublicIdentity> asserted = MessageValues.identities(request, Headers.P_ASSERTED_IDENTITY);
        ServedUser served = ServedUser.of(asserted,
                MessageValues.text(request, Headers.P_PROFILE_KEY), registrations::find);
        Join join = join(request, served.registration().defaultIdentity().uri());
        ServiceChain.of(served.registration().profile(), served.identity(), ServiceChain.SessionCase.ORIGINATING,
                request.getMethod()).forEach(server -> visit(request, server));
        PublicIdentity called = Destination.inDomain(request.getRequestURI().toString(), topology.domain());
        served.telephoneAlias(asserted).ifPresent(alias ->
                request.addHeader(Headers.P_ASSERTED_IDENTITY, '<' + alias.uri() + '>'));
        MessageValues.chargingVector(request).ifPresent(vector -> request.setHeader(Headers.P_CHARGING_VECTOR,
                vector.withOrigIoi(topology.domain()).format()));
        // RFC 5002: it was the caller's; the I-CSCF says that of whom is called
        request.removeHeader(Headers.P_PROFILE_KEY);
        request.pushRoute(route(topology.icscf()));
        node().trace().decide(Decision.chosen(Role.SCSCF, "destination", Map.of("served user",
                served.identity().uri(), "request-uri", called.uri(), "next hop", topology.icscf().uri()),
                "TS 24.229 5.4.3.2", join));
        proxy(request, startsDialog(request)).proxyTo(request.getRequestURI());
    }

    private void terminate(SipServletRequest request) throws ServletParseException, TooManyHopsException {
        String uri = request.getRequestURI().toString();
        Optional<Gruu> gruu = instances.called(uri);
        PublicIdentity called = gruu.map(Gruu::identity).orElseGet(() -> Identities.named("the Request-URI", uri));
        // 5.4.3.3, RFC 5002: P-Profile-Key tells which wildcarded identity stands for this one
        Optional<Registration> set = registrations.find(called).or(() ->
                ProfileKey.of(MessageValues.text(request, Headers.P_PROFILE_KEY), called).flatMap(registrations::find));
        Contacts contacts = Contacts.of(called, set, request.getMethod(), Instant.now(), gruu.isEmpty() || set.isEmpty()
                ? any -> true : instances.reached(gruu.get(), set.get()));
        Join join = join(request, called.uri());
        set.ifPresent(registration -> ServiceChain.of(registration.profile(), called,
                ServiceChain.SessionCase.TERMINATING, request.getMethod()).forEach(server -> visit(request, server)));
        // RFC 7315 4.2, TS 24.229 5.4.3.3: the contact replaces the Request-URI, which identity was called is kept
        request.setHeader(Headers.P_CALLED_PARTY_ID, '<' + called.uri() + '>');
        node().trace().decide(Decision.chosen(Role.SCSCF, "contacts", Map.of("request-uri", called.uri(),
                "contacts", contacts.bindings().stream().map(Binding::contact).toList().toString(),
                "parallel", Boolean.toString(contacts.parallel())), "TS 24.229 5.4.3.3", join));
        fork(request, contacts);
    }

    private void fork(SipServletRequest request, Contacts contacts)
            throws ServletParseException, TooManyHopsException {
        Proxy proxy = proxy(request, startsDialog(request));
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
        fork.heard(response, join(response));
    }

    private void visit(SipServletRequest request, String server) {
        try {
            request.pushRoute(factory().createAddress('<' + server + ";lr>"));
        } catch (ServletParseException e) {
            throw new IllegalArgumentException("filter criteria name a server that is no SIP URI", e);
        }
    }

    @Override
    protected void subsequent(SipServletRequest request) {
        // a proxy's dialogs have no subscription of ours, and go on by themselves
        SubscribeExchange.subscription(request.getSession()).ifPresent(subscription -> guard(request,
                () -> {
                    trustDomain.check(request, "TS 24.229 4.4");
                    subscribeExchange.within(request, subscription, join(request));
                }));
    }

    @Override
    protected void response(SipServletResponse response) throws ServletParseException, IOException {
        if (response.getMethod().equals(Methods.NOTIFY)) {
            SubscribeExchange.subscription(response.getSession())
                    .ifPresent(subscription -> subscribeExchange.answered(response, subscription));
        }
        if (response.getMethod().equals(Methods.REGISTER)) {
            thirdPartyExchange.response(response); // no other REGISTER is sent from here
            return;
        }
        if (response.getMethod().equals(Methods.INVITE) && response.getStatus() < OK) {
            fork.heard(response, join(response));
        }
        Fork.leave(response);
        // RFC 7315 4.6, TS 24.229 5.4.3.3: the network that answers adds itself
        MessageValues.chargingVector(response).filter(vector -> vector.termIoi().isEmpty())
                .ifPresent(vector -> response.setHeader(Headers.P_CHARGING_VECTOR,
                        vector.withTermIoi(node().topology().domain()).format()));
    }
}
