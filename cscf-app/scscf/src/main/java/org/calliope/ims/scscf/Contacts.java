package org.calliope.ims.scscf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;

/**
 * Which contacts a terminating request goes to: TS 24.229 5.4.3.3, RFC 3261 16.6. Pure.
 *
 * @param targets  best first
 * @param parallel all targets at once, because none is preferred; else one after the other
 */
record Contacts(List<Target> targets, boolean parallel) {

    /**
     * A UE, or a contact of one that does not say which it is.
     *
     * @param flows by which it is reached, one at a time (RFC 5626 7); the one to begin with first
     */
    record Target(List<Binding> flows) {
        Target {
            flows = List.copyOf(flows);
        }
    }

    Contacts {
        targets = List.copyOf(targets);
    }

    private static final String RULE = "called user";
    private static final String CLAUSE = "TS 24.229 5.4.3.3";
    private static final int NOT_FOUND = 404;
    private static final int TEMPORARILY_UNAVAILABLE = 480;

    /**
     * An INVITE rings everywhere. Of other requests one answer is enough, and it shall not wait for a phone that is
     * off (RFC 3261 16.7 step 5; a servlet's parallel proxy waits for all of them): they go to one contact after the
     * other. Of equals the one that registered last comes first.
     */
    static Contacts of(PublicIdentity called, Optional<Registration> of, String method, Instant now) {
        return of(called, of, method, now, Contacts::forEverybody, CallerPreferences.NONE);
    }

    /** Contacts of emergency registrations are for the emergency centre alone (TS 24.229 5.4.3.3). */
    static boolean forEverybody(Binding binding) {
        return !BindingRules.emergency(binding);
    }

    /**
     * @param reached of the contacts those that may be tried, as when a GRUU names one UE
     * @param wanted  by the caller; of contacts that the called user prefers equally those that suit better come first
     *                (RFC 3841 7.2.5)
     */
    static Contacts of(PublicIdentity called, Optional<Registration> of, String method, Instant now,
                       Predicate<Binding> reached, CallerPreferences wanted) {
        Registration registration = served(called, of);
        List<Binding> alive = new ArrayList<>(registration.bindings().stream().filter(reached)
                .filter(binding -> !binding.expired(now)).toList());
        if (alive.isEmpty()) {
            throw unavailable(called);
        }
        Map<Binding, Double> scores = new HashMap<>();
        alive.forEach(binding -> wanted.score(binding).ifPresent(score -> scores.put(binding, score)));
        alive.retainAll(scores.keySet());
        if (alive.isEmpty()) {
            throw new SipRefusal(TEMPORARILY_UNAVAILABLE, "no contact of the called user has the features that the caller wants",
                    "caller preferences", "RFC 3841 7.2.4", Map.of("request-uri", called.uri()));
        }
        Collections.reverse(alive);
        alive.sort(Comparator.comparingDouble(Binding::q).thenComparingDouble(scores::get).reversed());
        List<Target> targets = targets(alive);
        if (wanted.single()) {
            targets = targets.subList(0, 1);
        }
        boolean equal = targets.stream().map(target -> target.flows().get(0).q()).distinct().count() == 1;
        return new Contacts(targets, method.equals(Methods.INVITE) && wanted.parallel(equal));
    }

    /** @return the set that the called identity is registered in, when callers may know of it */
    static Registration served(PublicIdentity called, Optional<Registration> of) {
        Registration registration = of.orElseThrow(() -> unavailable(called));
        // 5.4.3.3 step 1: a barred identity does not exist for callers
        if (ImplicitSet.barred(registration.profile(), called).orElse(false)) {
            throw new SipRefusal(NOT_FOUND, "the called identity is barred", RULE, CLAUSE,
                    Map.of("request-uri", called.uri()));
        }
        return registration;
    }

    // RFC 5626 6: what has instance and reg-id is a flow of that instance
    private static List<Target> targets(List<Binding> alive) {
        Map<String, List<Binding>> byInstance = new LinkedHashMap<>();
        for (Binding binding : alive) {
            boolean flow = !binding.instanceId().isEmpty() && binding.regId() > 0;
            byInstance.computeIfAbsent(binding.impi() + " " + (flow ? binding.instanceId() : BindingRules.key(binding)),
                    any -> new ArrayList<>()).add(binding);
        }
        return byInstance.values().stream().map(Target::new).toList();
    }

    /** @return the contacts that the request goes to first */
    List<Binding> bindings() {
        return targets.stream().map(target -> target.flows().get(0)).toList();
    }

    static SipRefusal unavailable(PublicIdentity called) {
        return new SipRefusal(TEMPORARILY_UNAVAILABLE, "the called user is not registered", RULE, CLAUSE,
                Map.of("request-uri", called.uri()));
    }
}
