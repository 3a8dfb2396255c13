package org.calliope.ims.pcscf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.Icids;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.pcscf.RegisterRules.Granted;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** Prepares a REGISTER for the way to its home network and takes over what its 200 says. Any thread. */
final class RegisterExchange {

    /** User part and parameter of our Path entry. */
    static final String TERMINATING_USER = "term";
    static final String FLOW = "flow";

    private static final String ATTEMPT = "attempt";
    private static final String CLAUSE = "TS 24.229 5.2.2.1";
    private static final String OPTION_PATH = "path";

    private final SipEndpoint self;
    private final String domain;
    private final RegisterRules rules;
    private final UeRegistrations registrations;
    private final Icids icids;
    private final Trace trace;
    private final Nonces tokens = new Nonces();

    /** What the answer to a REGISTER is read with; an attribute of the request. */
    private record Attempt(String flow, String userName, PublicIdentity to, List<ContactUri> contacts,
                           boolean everyContact, Source source, Join join) {
    }

    RegisterExchange(SipEndpoint self, String domain, RegisterRules rules, UeRegistrations registrations,
                     Icids icids, Trace trace) {
        this.self = self;
        this.domain = domain;
        this.rules = rules;
        this.registrations = registrations;
        this.icids = icids;
        this.trace = trace;
    }

    /** TS 24.229 5.2.2.1 and 5.2.2.3: checks the REGISTER and makes it one of this network. */
    void prepare(SipServletRequest request, Source source, SipFactory factory) throws ServletParseException {
        String authorization = MessageValues.text(request, Headers.AUTHORIZATION);
        rules.admit(request.getRequestURI() instanceof SipURI uri ? uri.getHost() : "", authorization,
                MessageValues.all(request, Headers.PROXY_REQUIRE));
        PublicIdentity to = Identities.named(Headers.TO, request.getTo().getURI().toString());
        Optional<Credentials> credentials = Identities.credentials(authorization);
        Optional<UeRegistration> known = registrations.association(source, to, Instant.now());
        List<String> removed = TrustBoundary.enter(request);
        request.removeHeader(Headers.P_PREFERRED_IDENTITY);
        if (credentials.isPresent()) {
            request.setHeader(Headers.AUTHORIZATION,
                    RegisterRules.authorization(authorization, known.isPresent()));
        }
        ChargingVector vector = ChargingVector.create(icids, self.host());
        request.setHeader(Headers.P_CHARGING_VECTOR, vector.format());
        request.setHeader(Headers.P_VISITED_NETWORK_ID, '"' + domain + '"');
        String flow = known.map(UeRegistration::flow).orElseGet(tokens::next);
        path(request, flow, factory);
        Join join = new Join(vector.icid(), request.getCallId(), to.uri(), "");
        Attempt attempt = attempt(request, flow, credentials, to, source, join);
        request.setAttribute(ATTEMPT, attempt);
        trace.decide(Decision.accepted(Role.PCSCF, "register", Map.of("source", source.packet(), "flow",
                known.isPresent() ? "known" : "new", "removed", removed.toString()), CLAUSE, join));
    }

    // RFC 3327 5.2: our place on the way back; Require so that no registrar ignores it
    private void path(SipServletRequest request, String flow, SipFactory factory) throws ServletParseException {
        request.pushPath(factory.createAddress("<sip:" + TERMINATING_USER + '@' + self.host() + ':' + self.port()
                + ";lr;" + FLOW + '=' + flow + '>'));
        if (!MessageValues.all(request, Headers.REQUIRE).contains(OPTION_PATH)) {
            request.addHeader(Headers.REQUIRE, OPTION_PATH);
        }
    }

    private static Attempt attempt(SipServletRequest request, String flow, Optional<Credentials> credentials,
                                   PublicIdentity to, Source source, Join join) throws ServletParseException {
        List<ContactUri> contacts = new ArrayList<>();
        boolean every = false;
        Iterator<Address> values = request.getAddressHeaders(Headers.CONTACT);
        while (values.hasNext()) {
            Address value = values.next();
            every |= value.isWildcard();
            if (!value.isWildcard()) {
                contacts.add(ContactUri.parse(value.getURI().toString()));
            }
        }
        return new Attempt(flow, credentials.map(Credentials::username).orElse(""), to, contacts, every, source, join);
    }

    /** TS 24.229 5.2.2.1: the 200 says what is registered now. */
    void accepted(SipServletResponse ok) throws ServletParseException {
        Attempt attempt = (Attempt) ok.getProxy().getOriginalRequest().getAttribute(ATTEMPT);
        if (attempt == null) {
            return;
        }
        if (attempt.everyContact()) {
            registrations.of(attempt.to()).stream()
                    .filter(old -> old.userName().equals(attempt.userName())).forEach(registrations::remove);
            noted("de-registered", attempt, 0);
        } else if (!attempt.contacts().isEmpty()) {
            keep(ok, attempt);
        }
    }

    private void keep(SipServletResponse ok, Attempt attempt) throws ServletParseException {
        Optional<UeRegistration> now = RegisterRules.accepted(attempt.flow(), attempt.userName(), attempt.to(),
                attempt.contacts(), granted(ok), MessageValues.identities(ok, Headers.P_ASSOCIATED_URI),
                MessageValues.all(ok, Headers.SERVICE_ROUTE), attempt.source(), Instant.now());
        if (now.isPresent()) {
            registrations.store(now.get());
            noted("registered", attempt, now.get().identities().size());
        } else {
            registrations.of(attempt.to()).stream()
                    .filter(old -> attempt.contacts().stream().anyMatch(old::reaches)).forEach(registrations::remove);
            noted("de-registered", attempt, 0);
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
