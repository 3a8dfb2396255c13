package org.calliope.ims.pcscf;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.ElementServlet;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.SentBy;
import org.calliope.ims.element.TrustBoundary;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.Ioi;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.ContainerExtensions;
import org.calliope.ims.node.Role;
import org.calliope.ims.pcscf.EmergencyServices.Service;
import org.calliope.ims.pcscf.PcscfSettings.EmergencyCalls;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;

/**
 * The P-CSCF on SIP: REGISTER on to the I-CSCF, a UE's requests on along its Service-Route, requests for a UE
 * ({@code term@P-CSCF} in the popped Route) on to its contact.
 */
public final class PcscfServlet extends ElementServlet {

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int TRYING = 100;
    private static final int OK = 200;
    /** Attribute of the session of an answered call that ends when its UE's access is lost. */
    private static final String CALL = "call";

    private transient CallRules rules;
    private transient SecurityAgreement agreement;
    private transient UeRegistrations registrations;
    private transient RegisterExchange registerExchange;
    private transient EmergencyServices emergencies;
    private transient EmergencyExchange emergencyExchange;
    private transient RegistrationEvents registrationEvents;
    private transient FlowCalls flowCalls;
    private transient Unheard unheard;
    private transient AlternativeService alternatives;
    private transient boolean emergenciesElsewhere;

    public PcscfServlet() {
        super(Role.PCSCF);
    }

    @Override
    public void init() throws ServletException {
        super.init();
        PcscfSettings settings = ElementListener.shared(getServletContext(), PcscfSettings.class);
        registrations = ElementListener.shared(getServletContext(), UeRegistrations.class);
        registrationEvents = ElementListener.shared(getServletContext(), RegistrationEvents.class);
        flowCalls = ElementListener.shared(getServletContext(), FlowCalls.class);
        unheard = ElementListener.shared(getServletContext(), Unheard.class);
        alternatives = new AlternativeService(endpoint(), node().trace());
        emergenciesElsewhere = settings.emergencyCalls() == EmergencyCalls.ELSEWHERE;
        rules = new CallRules(settings);
        agreement = new SecurityAgreement(settings);
        String domain = node().topology().domain();
        emergencies = ElementListener.shared(getServletContext(), EmergencyServices.class);
        emergencyExchange = new EmergencyExchange(endpoint(), domain, settings, registrations, agreement, rules, icids(),
                node().trace(), getServletContext());
        registerExchange = new RegisterExchange(endpoint(), domain, settings, registrations, registrationEvents, icids(), node().trace());
    }

    @Override
    protected void initial(SipServletRequest request)
            throws ServletException, IOException, ServletParseException, TooManyHopsException {
        Optional<String> flow = flow(request);
        if (flow.isPresent()) {
            terminate(request, flow.get());
        } else if (request.getMethod().equals(Methods.REGISTER)) {
            registerExchange.prepare(request, source(request), factory());
            request.pushRoute(route(node().topology().icscf()));
            proxy(request, false).proxyTo(request.getRequestURI());
        } else if (request.getMethod().equals(Methods.OPTIONS) && forUs(request)) {
            answerOk(request);
        } else {
            Optional<Service> emergency = emergencies.of(request.getRequestURI().toString());
            if (emergency.isPresent()) {
                emergency(request, emergency.get());
            } else {
                originate(request);
            }
        }
    }

    private void emergency(SipServletRequest request, Service service) throws IOException, ServletParseException, TooManyHopsException {
        if (emergenciesElsewhere) {
            alternatives.emergency(request, service, join(request));
            return;
        }
        // one that is malformed holds nobody up
        List<PublicIdentity> preferred = MessageValues.all(request, Headers.P_PREFERRED_IDENTITY).stream()
                .flatMap(value -> Identities.perhaps(value).stream()).toList();
        emergencyExchange.prepare(request, service, source(request), claimed(preferred, request), contact(request), factory());
        request.pushRoute(route(node().topology().ecscf()));
        proxy(request, startsDialog(request)).proxyTo(request.getRequestURI());
    }

    // TS 24.229 5.2.6.2: our Path entry marks what is for a UE; its token keeps other UEs from using it
    private static Optional<String> flow(SipServletRequest request) {
        Address popped = request.getPoppedRoute();
        return popped != null && popped.getURI() instanceof SipURI uri
                && RegisterExchange.TERMINATING_USER.equals(uri.getUser())
                ? Optional.of(String.valueOf(uri.getParameter(RegisterExchange.FLOW))) : Optional.empty();
    }

    private boolean forUs(SipServletRequest request) {
        return request.getRequestURI() instanceof SipURI uri && (uri.getUser() == null || uri.getUser().isEmpty())
                && (uri.getHost().equalsIgnoreCase(node().topology().domain())
                || uri.getHost().equals(endpoint().host()));
    }

    private void originate(SipServletRequest request) throws ServletParseException, TooManyHopsException {
        Source source = source(request);
        agreement.request(SecurityHeaders.take(request, source, agreement));
        RegisterRules.extensions(MessageValues.all(request, Headers.PROXY_REQUIRE));
        List<PublicIdentity> preferred = MessageValues.identities(request, Headers.P_PREFERRED_IDENTITY);
        UeRegistration caller = registrations.caller(source, claimed(preferred, request), contact(request), Instant.now())
                .orElseThrow(() -> CallRules.unregistered(source));
        List<String> added = rules.route(caller,
                request.getPoppedRoute() == null ? "" : request.getPoppedRoute().toString(),
                MessageValues.all(request, Headers.ROUTE));
        PublicIdentity asserted = CallRules.asserted(caller, preferred);
        List<String> removed = TrustBoundary.enter(request);
        request.removeHeader(Headers.P_PREFERRED_IDENTITY);
        request.setHeader(Headers.P_ASSERTED_IDENTITY, '<' + asserted.uri() + '>');
        // 5.2.6.3.3, RFC 5002: of an identity that a wildcarded one stands for the S-CSCF has the profile by that
        Optional<String> profileKey = caller.profileKey(asserted).map(wildcard -> '<' + wildcard.text() + '>');
        profileKey.ifPresent(key -> request.setHeader(Headers.P_PROFILE_KEY, key));
        ChargingVector vector = ChargingVector.create(icids(), endpoint().host(), node().topology().domain());
        request.setHeader(Headers.P_CHARGING_VECTOR, vector.format());
        Join join = join(request, caller.defaultIdentity().uri());
        for (int hop = added.size() - 1; hop >= 0; hop--) {
            request.pushRoute(factory().createAddress(added.get(hop)));
        }
        node().trace().decide(Decision.accepted(Role.PCSCF, "asserted identity", Map.of("source", source.packet(),
                "asserted", asserted.uri(), "from", request.getFrom().getURI().toString(),
                "removed", removed.toString(), "service-route", added.isEmpty() ? "given" : "added",
                "profile-key", profileKey.orElse("none")), "TS 24.229 5.2.6.3.3", join));
        request.getSession().setAttribute(Leg.ATTRIBUTE, new Leg(true, tag(request), "", "", caller.flow(),
                contact(request).flatMap(contact -> rules.toSource(source, contact,
                        caller.outbound().used())).orElse("")));
        Proxy proxy = proxy(request, startsDialog(request));
        ProxyBranch branch = proxy.createProxyBranches(List.of(request.getRequestURI())).get(0);
        proxy.startProxy();
        if (request.getMethod().equals(Methods.INVITE)) {
            unheard.watch(branch, Restoration::begin);
        }
    }

    /** Who the UE says it is, best first. */
    private static List<PublicIdentity> claimed(List<PublicIdentity> preferred, SipServletRequest request) {
        List<PublicIdentity> claimed = new ArrayList<>(preferred);
        Identities.perhaps(request.getFrom().getURI().toString()).ifPresent(claimed::add);
        return claimed;
    }

    private void terminate(SipServletRequest request, String flow) throws ServletParseException, TooManyHopsException {
        UeRegistration called = registrations.byFlow(flow, Instant.now())
                .orElseThrow(() -> CallRules.noFlow(flow, request.getPoppedRoute().getURI() instanceof SipURI own
                        && own.getParameter(RegisterExchange.OUTBOUND) != null));
        Join join = join(request, called.defaultIdentity().uri());
        // 5.2.6.4.3: the identity that was called answers, if it is one of the UE's
        PublicIdentity identity = Identities.perhaps(request.getHeader(Headers.P_CALLED_PARTY_ID))
                .filter(called::has).orElseGet(called::defaultIdentity);
        Optional<String> toSource = rules.toSource(called.source(),
                ContactUri.parse(request.getRequestURI().toString()), called.outbound().used());
        request.getSession().setAttribute(Leg.ATTRIBUTE, new Leg(false, tag(request), identity.uri(),
                MessageValues.chargingVector(request).map(vector -> vector.withTermIoi(Ioi.TYPE_1.of(node().topology().domain()))
                        .format()).orElse(""), called.flow(), toSource.orElse("")));
        TrustBoundary.leave(request);
        Proxy proxy = proxy(request, startsDialog(request));
        boolean sent = sent(proxy, request, toSource, join);
        // RFC 5626 5.3.1: a UE with outbound is reached by its flow alone
        if (!sent && called.outbound().used()) {
            throw CallRules.noFlow(flow, true);
        }
        // else a TCP connection that is gone is no reason to give up: the contact may take a new one
        if (!sent && (toSource.isEmpty() || !sent(proxy, request, Optional.empty(), join))) {
            throw CallRules.unreachable(request.getRequestURI().toString());
        }
    }

    /** @return whether the request is on its way; not so when no connection can be made */
    private boolean sent(Proxy proxy, SipServletRequest request, Optional<String> route, Join join)
            throws ServletParseException {
        ProxyBranch branch = proxy.createProxyBranches(List.of(request.getRequestURI())).get(0);
        if (route.isPresent()) {
            branch.getRequest().pushRoute(factory().createAddress(route.get()));
        }
        String way = route.orElse("contact");
        try {
            proxy.startProxy();
        } catch (IllegalStateException e) {
            node().trace().decide(Decision.noted(Role.PCSCF, "no way to the ue", Map.of("contact",
                    request.getRequestURI().toString(), "by", way), "RFC 5626 5.3.1", join));
            return false;
        }
        node().trace().decide(Decision.chosen(Role.PCSCF, "way to the ue", Map.of(
                "contact", request.getRequestURI().toString(), "by", way), "TS 24.229 5.2.6.4.3", join));
        return true;
    }

    @Override
    protected boolean speaksUdpOnly() {
        return false;
    }

    @Override
    protected void subsequent(SipServletRequest request) throws ServletParseException {
        if (SubscribeExchange.isOurs(request.getSession())) {
            guard(request, () -> SubscribeExchange.notified(request, registrationEvents));
            return;
        }
        Leg leg = (Leg) request.getSession().getAttribute(Leg.ATTRIBUTE);
        if (leg == null) {
            return;
        }
        // 5.2.6.3.5 and 5.2.6.4.5: the border holds within the dialog too
        if (leg.fromUe(tag(request))) {
            TrustBoundary.enter(request);
        } else {
            TrustBoundary.leave(request);
            // RFC 5626 5.3: within the dialog, too, a UE is reached where it was heard from
            String way = leg.way().isEmpty() ? toGruu(request, leg) : leg.way();
            if (!way.isEmpty()) {
                request.pushRoute(factory().createAddress(way));
            }
        }
    }

    // RFC 5627 4.4.1: the UE's contact in the dialog may be its GRUU, by which nobody but its registration reaches it
    private String toGruu(SipServletRequest request, Leg leg) {
        String uri = request.getRequestURI().toString();
        return node().gruus().read(uri).flatMap(gruu -> registrations.byFlow(leg.flow(), Instant.now()))
                .flatMap(called -> rules.toSource(called.source(), ContactUri.parse(uri), true)).orElse("");
    }

    @Override
    protected void response(SipServletResponse response) throws ServletParseException {
        if (SubscribeExchange.isOurs(response.getSession())) {
            SubscribeExchange.answered(response, registrationEvents);
            return;
        }
        if (response.getMethod().equals(Methods.REGISTER)) {
            registerExchange.answered(response);
            return;
        }
        Leg leg = (Leg) response.getSession().getAttribute(Leg.ATTRIBUTE);
        if (leg == null) {
            return;
        }
        boolean fromUe = !leg.fromUe(String.valueOf(response.getFrom().getParameter("tag")));
        if (fromUe) {
            notReached(response, leg);
            fromUe(response, leg);
        } else {
            TrustBoundary.leave(response);
            answeredBy(response, leg);
        }
        if (response.getMethod().equals(Methods.INVITE) && response.getStatus() >= OK && response.getStatus() < MULTIPLE_CHOICES) {
            goesOn(response, leg);
        }
    }

    /** 5.2.8.1.2: a call that ends when the UE's access is lost. */
    private void goesOn(SipServletResponse ok, Leg leg) {
        Optional<Function<SipServletResponse, Consumer<String>>> able =
                ElementListener.extension(getServletContext(), ContainerExtensions.RELEASE);
        if (able.isPresent() && ok.getProxy() != null) {
            registrations.byFlow(leg.flow()).filter(flowCalls::concern).ifPresent(ue -> ok.getSession().setAttribute(CALL,
                    flowCalls.call(ue, able.get().apply(ok), join(ok, ue.defaultIdentity().uri()))));
        }
    }

    @Override
    protected void branchResponse(SipServletResponse response) throws IOException {
        Optional<SipServletRequest> unserved = Restoration.concerned(response);
        if (unserved.isPresent() && !unserved.get().isCommitted()) {
            alternatives.restoration(unserved.get(), join(response));
        }
    }

    // RFC 3261 16.9: 503 is what a container makes of a connection that is gone, and 16.7 step 6: it is not to go further
    private void notReached(SipServletResponse response, Leg leg) {
        if (response.getStatus() == SERVICE_UNAVAILABLE && !leg.originating()) {
            SipRefusal refusal = CallRules.noFlow(leg.flow(), registrations.byFlow(leg.flow(), Instant.now())
                    .filter(called -> called.outbound().used()).isPresent());
            response.setStatus(refusal.status());
            response.setHeader(Headers.REASON, Headers.reason(refusal));
            node().trace().decide(refusal.decision(Role.PCSCF, join(response)));
        }
    }

    // 5.2.6.4.4: the UE's word on who it is does not count, the network's does
    private static void fromUe(SipServletResponse response, Leg leg) {
        TrustBoundary.enter(response);
        response.removeHeader(Headers.P_PREFERRED_IDENTITY);
        answeredBy(response, leg);
        if (!leg.chargingVector().isEmpty()) {
            response.setHeader(Headers.P_CHARGING_VECTOR, leg.chargingVector());
        }
    }

    private static void answeredBy(SipServletResponse response, Leg leg) {
        boolean answers = response.getStatus() > TRYING && response.getStatus() < MULTIPLE_CHOICES;
        if (answers && !leg.identity().isEmpty()) {
            response.setHeader(Headers.P_ASSERTED_IDENTITY, '<' + leg.identity() + '>');
        }
    }

    private static Source source(SipServletRequest request) {
        return new Source(request.getRemoteAddr(), request.getRemotePort(),
                request.getTransport().toLowerCase(Locale.ROOT),
                SentBy.of(MessageValues.text(request, Headers.VIA)));
    }

    private static Optional<ContactUri> contact(SipServletRequest request) throws ServletParseException {
        Address contact = request.getAddressHeader(Headers.CONTACT);
        return contact == null || contact.isWildcard() ? Optional.empty()
                : Optional.of(ContactUri.parse(contact.getURI().toString()));
    }

    private static String tag(SipServletRequest request) {
        return String.valueOf(request.getFrom().getParameter("tag"));
    }
}
