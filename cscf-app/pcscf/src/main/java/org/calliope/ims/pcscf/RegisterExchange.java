package org.calliope.ims.pcscf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Nonces;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.TrustBoundary;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.Icids;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.pcscf.RegisterRules.Granted;
import org.calliope.ims.pcscf.UeRegistration.Outbound;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** Prepares a REGISTER for the way to its home network and takes over what its 200 says. Any thread. */
final class RegisterExchange {

    /** User part and parameter of our Path entry. */
    static final String TERMINATING_USER = "term";
    static final String FLOW = "flow";
    /** Parameter of our Path entry: the UE is reached by its flow alone (RFC 5626 5.1). */
    static final String OUTBOUND = "ob";

    private static final String ATTEMPT = "attempt";
    private static final String CLAUSE = "TS 24.229 5.2.2.1";
    private static final String OPTION_PATH = "path";
    private static final String INSTANCE = "+sip.instance";
    private static final String REG_ID = "reg-id";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    /** RFC 5626 4.2: 1 to 2^31 - 1. */
    private static final Pattern POSITIVE = Pattern.compile("[1-9][0-9]{0,8}");

    private final SipEndpoint self;
    private final String domain;
    private final RegisterRules rules;
    private final UeRegistrations registrations;
    private final RegistrationEvents events;
    private final SecurityAgreement agreement;
    private final Duration flowTimer;
    private final Icids icids;
    private final Trace trace;
    private final Nonces tokens = new Nonces();

    /** What the answer to a REGISTER is read with; an attribute of the request. */
    private record Attempt(String flow, String userName, PublicIdentity to, Contacts contacts, String securityServer,
                           Source source, Join join) {
    }

    /** The contacts of a REGISTER; with several no flow is told apart (RFC 5626 4.2). */
    private record Contacts(List<ContactUri> listed, boolean every, Outbound outbound) {

        int size() {
            return listed.size() + (every ? 1 : 0);
        }
    }

    RegisterExchange(SipEndpoint self, String domain, PcscfSettings settings, UeRegistrations registrations,
                     RegistrationEvents events, Icids icids, Trace trace) {
        this.self = self;
        this.domain = domain;
        this.rules = new RegisterRules(domain, settings);
        this.agreement = new SecurityAgreement(settings);
        this.flowTimer = settings.flowTimer();
        this.registrations = registrations;
        this.events = events;
        this.icids = icids;
        this.trace = trace;
    }

    /** TS 24.229 5.2.2.1, 5.2.2.3, 5.2.2.4: checks the REGISTER and makes it one of this network. */
    void prepare(SipServletRequest request, Source source, SipFactory factory) throws ServletParseException {
        String securityServer = agreement.register(SecurityHeaders.take(request, source, agreement));
        Contacts contacts = contacts(request);
        List<String> authorizations = MessageValues.headers(request, Headers.AUTHORIZATION);
        rules.admit(new RegisterRules.Asked(request.getRequestURI() instanceof SipURI uri ? uri.getHost() : "",
                authorizations, MessageValues.all(request, Headers.PROXY_REQUIRE),
                MessageValues.all(request, Headers.ROUTE), MessageValues.all(request, Headers.PATH), contacts.size()));
        PublicIdentity to = Identities.named(Headers.TO, request.getTo().getURI().toString());
        String authorization = Identities.authorization(authorizations, domain);
        String userName = Identities.credentials(authorization).map(Credentials::username).orElse("");
        Optional<UeRegistration> known = registrations.association(source, to, contacts.outbound(), Instant.now());
        rules.admit(source, userName, registrations.lastFrom(source, Instant.now()));
        List<String> removed = TrustBoundary.enter(request);
        request.removeHeader(Headers.P_PREFERRED_IDENTITY);
        if (!authorization.isEmpty()) {
            request.setHeader(Headers.AUTHORIZATION, RegisterRules.authorization(authorization, source, known));
        }
        ChargingVector vector = ChargingVector.create(icids, self.host(), domain);
        request.setHeader(Headers.P_CHARGING_VECTOR, vector.format());
        request.setHeader(Headers.P_VISITED_NETWORK_ID, '"' + domain + '"');
        String flow = known.map(UeRegistration::flow).orElseGet(tokens::next);
        path(request, flow, contacts.outbound().used(), factory);
        Join join = new Join(vector.icid(), request.getCallId(), to.uri(), "");
        request.setAttribute(ATTEMPT, new Attempt(flow, userName, to, contacts, securityServer, source, join));
        trace.decide(Decision.accepted(Role.PCSCF, "register", Map.of("source", source.packet(), "flow",
                known.isPresent() ? "known" : "new", "outbound", Boolean.toString(contacts.outbound().used()),
                "removed", removed.toString()), CLAUSE, join));
    }

    // RFC 3327 5.2: our place on the way back; Require so that no registrar ignores it. RFC 5626 5.1: ob says that we
    // keep the flow
    private void path(SipServletRequest request, String flow, boolean outbound, SipFactory factory)
            throws ServletParseException {
        request.pushPath(factory.createAddress("<sip:" + TERMINATING_USER + '@' + self.host() + ':' + self.port()
                + ";lr;" + FLOW + '=' + flow + (outbound ? ';' + OUTBOUND + '>' : ">")));
        if (!MessageValues.all(request, Headers.REQUIRE).contains(OPTION_PATH)) {
            request.addHeader(Headers.REQUIRE, OPTION_PATH);
        }
    }

    private static Contacts contacts(SipServletRequest request) throws ServletParseException {
        List<ContactUri> listed = new ArrayList<>();
        boolean every = false;
        Outbound outbound = Outbound.NONE;
        Iterator<Address> values = request.getAddressHeaders(Headers.CONTACT);
        while (values.hasNext()) {
            Address value = values.next();
            every |= value.isWildcard();
            if (!value.isWildcard()) {
                listed.add(ContactUri.parse(value.getURI().toString()));
                outbound = outbound(value);
            }
        }
        // RFC 5626 5.1: only who is the UE's first hop keeps its flow
        boolean first = MessageValues.all(request, Headers.VIA).size() == 1;
        return new Contacts(listed, every, listed.size() == 1 && first ? outbound : Outbound.NONE);
    }

    private static Outbound outbound(Address contact) {
        String instance = contact.getParameter(INSTANCE);
        String regId = contact.getParameter(REG_ID);
        return instance == null || regId == null || !POSITIVE.matcher(regId).matches() ? Outbound.NONE
                : new Outbound(instance, Integer.parseInt(regId));
    }

    /** TS 24.229 5.2.2.1 to 5.2.2.4: what a response says to the P-CSCF, and what it may say to the UE. */
    void answered(SipServletResponse response) throws ServletParseException {
        Attempt attempt = (Attempt) response.getProxy().getOriginalRequest().getAttribute(ATTEMPT);
        if (response.getStatus() == OK) {
            accepted(response, attempt);
        } else if (response.getStatus() == UNAUTHORIZED) {
            challenged(response, attempt);
        }
        TrustBoundary.leave(response);
    }

    private static void challenged(SipServletResponse response, Attempt attempt) {
        List<String> challenges = MessageValues.headers(response, Headers.WWW_AUTHENTICATE);
        response.removeHeader(Headers.WWW_AUTHENTICATE);
        challenges.forEach(challenge ->
                response.addHeader(Headers.WWW_AUTHENTICATE, ChallengeKeys.removed(challenge)));
        if (!attempt.securityServer().isEmpty()) {
            response.setHeader(Headers.SECURITY_SERVER, attempt.securityServer());
        }
    }

    private void accepted(SipServletResponse ok, Attempt attempt) throws ServletParseException {
        if (attempt.contacts().every()) {
            registrations.of(attempt.to()).stream()
                    .filter(old -> old.userName().equals(attempt.userName())).forEach(registrations::remove);
            noted("de-registered", attempt, 0);
        } else if (!attempt.contacts().listed().isEmpty()) {
            keep(ok, attempt);
        }
    }

    private void keep(SipServletResponse ok, Attempt attempt) throws ServletParseException {
        List<ContactUri> contacts = attempt.contacts().listed();
        Outbound outbound = attempt.contacts().outbound();
        Optional<UeRegistration> now = RegisterRules.accepted(attempt.flow(), attempt.userName(), attempt.to(),
                contacts, outbound, granted(ok), MessageValues.all(ok, Headers.P_ASSOCIATED_URI),
                MessageValues.all(ok, Headers.SERVICE_ROUTE), attempt.source(), Instant.now());
        if (now.isPresent()) {
            registrations.store(now.get());
            events.registered(now.get());
            flowTimer(ok, outbound);
            noted("registered", attempt, now.get().identities().size());
        } else {
            registrations.of(attempt.to()).stream()
                    .filter(old -> old.isMeant(outbound, contacts)).forEach(registrations::remove);
            noted("de-registered", attempt, 0);
        }
    }

    // RFC 5626 4.4, 5.4: how often the UE is to show that its flow is alive
    private void flowTimer(SipServletResponse ok, Outbound outbound) {
        if (outbound.used() && !flowTimer.isZero()) {
            ok.setHeader(Headers.FLOW_TIMER, Long.toString(flowTimer.toSeconds()));
        }
    }

    private static List<Granted> granted(SipServletMessage ok) throws ServletParseException {
        List<Granted> granted = new ArrayList<>();
        Iterator<Address> contacts = ok.getAddressHeaders(Headers.CONTACT);
        while (contacts.hasNext()) {
            Address contact = contacts.next();
            granted.add(new Granted(ContactUri.parse(contact.getURI().toString()), contact.getExpires()));
        }
        return granted;
    }

    private void noted(String what, Attempt attempt, int identities) {
        trace.decide(Decision.noted(Role.PCSCF, what, Map.of("source", attempt.source().packet(),
                "identities", Integer.toString(identities)), CLAUSE, attempt.join()));
    }
}
