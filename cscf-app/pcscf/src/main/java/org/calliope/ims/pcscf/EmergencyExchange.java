package org.calliope.ims.pcscf;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.servlet.ServletContext;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.TrustBoundary;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.Icids;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.ContainerExtensions;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.pcscf.EmergencyServices.Service;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Makes a UE's emergency request one for the E-CSCF, whoever the UE is: TS 24.229 5.2.10. No registration, barring, security
 * agreement or Service-Route stands in its way.
 */
final class EmergencyExchange {

    private static final String CLAUSE = "TS 24.229 5.2.10";

    private final SipEndpoint self;
    private final String domain;
    private final PcscfSettings settings;
    private final UeRegistrations registrations;
    private final SecurityAgreement agreement;
    private final CallRules rules;
    private final Icids icids;
    private final Trace trace;
    private final Consumer<SipServletRequest> unroute;

    /** @param context with what the container can do */
    EmergencyExchange(SipEndpoint self, String domain, PcscfSettings settings, UeRegistrations registrations,
                      SecurityAgreement agreement, CallRules rules, Icids icids, Trace trace, ServletContext context) {
        this.self = self;
        this.domain = domain;
        this.settings = settings;
        this.registrations = registrations;
        this.agreement = agreement;
        this.rules = rules;
        this.icids = icids;
        this.trace = trace;
        // elsewhere the Service-Route stays behind the E-CSCF's and the emergency centre's Route
        this.unroute = ElementListener.<Consumer<SipServletRequest>>extension(context, ContainerExtensions.UNROUTE)
                .orElse(request -> { });
    }

    /** What the request says about the UE is taken out, and what is known about it put in. */
    void prepare(SipServletRequest request, Service service, Source source, List<PublicIdentity> claimed,
                 Optional<ContactUri> contact, SipFactory factory) throws ServletParseException {
        SecurityHeaders.take(request, source, agreement);
        RegisterRules.extensions(MessageValues.all(request, Headers.PROXY_REQUIRE));
        Optional<UeRegistration> caller = registrations.caller(source, claimed, contact, Instant.now());
        if (caller.isEmpty() && !settings.unregisteredEmergency()) {
            throw CallRules.unregistered(source);
        }
        unroute.accept(request);
        List<String> removed = TrustBoundary.enter(request);
        request.removeHeader(Headers.P_PREFERRED_IDENTITY);
        List<String> asserted = caller.map(ue -> identities(ue, CallRules.asserted(ue, claimed))).orElse(List.of());
        asserted.forEach(identity -> request.addHeader(Headers.P_ASSERTED_IDENTITY, '<' + identity + '>'));
        ChargingVector vector = ChargingVector.create(icids, self.host(), domain);
        request.setHeader(Headers.P_CHARGING_VECTOR, vector.format());
        String called = request.getRequestURI().toString();
        request.setRequestURI(factory.createURI(service.urn()));
        request.getSession().setAttribute(Leg.ATTRIBUTE, new Leg(true, String.valueOf(request.getFrom().getParameter("tag")),
                service.number().isEmpty() ? "" : "sip:" + service.number() + '@' + domain + ";user=phone", "", caller.map(UeRegistration::flow).orElse(""),
                contact.flatMap(uri -> rules.toSource(source, uri, caller.filter(ue -> ue.outbound().used()).isPresent())).orElse("")));
        trace.decide(Decision.accepted(Role.PCSCF, "emergency", Map.of("source", source.packet(), "request-uri", called,
                "service", service.urn(), "asserted", caller.isPresent() ? asserted.toString() : "nobody: not registered",
                "removed", removed.toString()), CLAUSE, new Join(vector.icid(), request.getCallId(),
                caller.map(ue -> ue.defaultIdentity().uri()).orElse(""), "")));
    }

    /** 5.2.10: beside the identity a telephone number, by which an emergency centre on the telephone network can call back. */
    private static List<String> identities(UeRegistration caller, PublicIdentity asserted) {
        Optional<PublicIdentity> number = caller.identities().stream().filter(PublicIdentity::isTel).findFirst()
                .filter(tel -> !asserted.isTel());
        return Stream.concat(Stream.of(asserted), number.stream()).map(PublicIdentity::uri).toList();
    }
}
