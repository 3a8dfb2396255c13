package org.calliope.ims.scscf;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.element.Identities;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.reginfo.RegInfoXml;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;

/** Who may subscribe to the registration state of whom, and for how long: TS 24.229 5.4.2.1.1, RFC 3680 4. Pure. */
final class SubscriptionRules {

    /** The event package, RFC 3680 4.1. */
    static final String PACKAGE = "reg";

    private static final String RULE = "reg subscription";
    private static final String CLAUSE = "TS 24.229 5.4.2.1.1";
    private static final int FORBIDDEN = 403;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int INTERVAL_TOO_BRIEF = 423;
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int BAD_EVENT = 489;

    private final ScscfSettings settings;

    SubscriptionRules(ScscfSettings settings) {
        this.settings = settings;
    }

    /** @return whether the Event header names the package, or a template upon it, which nobody else could serve */
    static boolean concerns(String event) {
        String type = type(event);
        return type.equals(PACKAGE) || type.startsWith(PACKAGE + '.');
    }

    // RFC 6665 8.2.1: event types are compared byte by byte
    private static String type(String event) {
        int end = event.indexOf(';');
        return (end < 0 ? event : event.substring(0, end)).strip();
    }

    /** 5.4.2.1.1 steps 0 and 1. @return whose state is told */
    Registration admit(SubscribeRequest request, Optional<Registration> found) {
        understood(request);
        Registration registration = found.orElseThrow(() -> new SipRefusal(TEMPORARILY_UNAVAILABLE,
                "the user is not registered", RULE, CLAUSE, Map.of("request-uri", request.identity().uri())));
        if (!permitted(registration, request.asserted())) {
            throw new SipRefusal(FORBIDDEN, "not who may subscribe to this user's registration", RULE, CLAUSE,
                    Map.of("request-uri", request.identity().uri(), "asserted", request.asserted().toString()));
        }
        return registration;
    }

    /** RFC 6665 4.2.1.1, RFC 3680 4.5: the package and the body that there are. */
    void understood(SubscribeRequest request) {
        if (!type(request.event()).equals(PACKAGE)) {
            throw new SipRefusal(BAD_EVENT, "the one event package here is " + PACKAGE, RULE, "RFC 6665 4.2.1.1",
                    Map.of(Headers.ALLOW_EVENTS, PACKAGE, "event", request.event()));
        }
        if (!request.accept().isEmpty() && request.accept().stream().noneMatch(SubscriptionRules::takesRegInfo)) {
            throw new SipRefusal(NOT_ACCEPTABLE, "notifications come as " + RegInfoXml.CONTENT_TYPE, RULE,
                    "RFC 3680 4.5", Map.of("accept", request.accept().toString()));
        }
    }

    private static boolean takesRegInfo(String accepted) {
        return switch (type(accepted).toLowerCase(Locale.ROOT)) {
            case RegInfoXml.CONTENT_TYPE, "application/*", "*/*" -> true;
            default -> false;
        };
    }

    /**
     * 5.4.2.1.1 step 1: the user by any identity that is not barred, the P-CSCFs of its Paths (5.2.3), and the
     * application servers of its filter criteria (5.7.1.1).
     *
     * @param asserted identities of one subscriber, one of which is enough
     */
    static boolean permitted(Registration registration, List<PublicIdentity> asserted) {
        return asserted.stream().anyMatch(identity -> own(registration, identity)
                || entities(registration).anyMatch(entity -> names(identity, entity)));
    }

    /** @return whether an identity is one of the set, by name or by a wildcard, and not barred */
    static boolean own(Registration registration, PublicIdentity identity) {
        return ImplicitSet.barred(registration.profile(), identity).filter(barred -> !barred).isPresent();
    }

    private static Stream<String> entities(Registration registration) {
        Stream<String> path = registration.bindings().stream().map(Binding::path).flatMap(List::stream);
        Stream<String> servers = registration.profile().serviceProfiles().stream()
                .flatMap(service -> service.filterCriteria().stream())
                .map(criteria -> criteria.applicationServer().serverName());
        return Stream.concat(path, servers);
    }

    // 5.2.3, 5.7.1.1: an entity asserts its own URI, of which a user part may be left out
    private static boolean names(PublicIdentity asserted, String entity) {
        Optional<PublicIdentity> own = Identities.perhaps(entity);
        if (own.isEmpty() || own.get().isTel() || asserted.isTel()) {
            return false;
        }
        ContactUri one = ContactUri.parse(asserted.uri());
        ContactUri other = ContactUri.parse(own.get().uri());
        return one.host().equals(other.host()) && one.port() == other.port()
                && (asserted.user().isEmpty() || asserted.user().equals(own.get().user()));
    }

    /** RFC 6665 4.2.1.1, 423. @param wished seconds, {@link ContactEntry#ABSENT} when nothing was said */
    int granted(int wished) {
        if (wished == ContactEntry.ABSENT) {
            return settings.defaultSubscription();
        }
        if (wished > 0 && wished < settings.minSubscription()) {
            String shortest = Integer.toString(settings.minSubscription());
            throw new SipRefusal(INTERVAL_TOO_BRIEF, "a subscription lasts " + shortest + " s at least", RULE,
                    "RFC 6665 4.2.1.1", Map.of(Headers.MIN_EXPIRES, shortest, "wished", Integer.toString(wished)));
        }
        return Math.min(wished, settings.maxSubscription());
    }

    /** @param present subscriptions that the set has */
    void room(int present) {
        if (present >= settings.maxSubscriptions()) {
            throw new SipRefusal(FORBIDDEN, "the user's registration has " + present + " subscriptions already", RULE,
                    CLAUSE, Map.of("subscriptions", Integer.toString(present)));
        }
    }
}
