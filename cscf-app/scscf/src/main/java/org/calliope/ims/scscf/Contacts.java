package org.calliope.ims.scscf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
 * @param bindings best first
 * @param parallel all at once, because none is preferred; else one after the other
 */
record Contacts(List<Binding> bindings, boolean parallel) {

    Contacts {
        bindings = List.copyOf(bindings);
    }

    private static final String RULE = "called user";
    private static final String CLAUSE = "TS 24.229 5.4.3.3";
    private static final int NOT_FOUND = 404;
    private static final int TEMPORARILY_UNAVAILABLE = 480;

    /**
     * An INVITE rings everywhere. Of other requests one answer is enough, and it shall not wait for a phone that is
     * off (RFC 3261 16.7 step 5; a servlet's parallel proxy waits for all of them): they go to one contact after the
     * other, the one that registered last first.
     */
    static Contacts of(PublicIdentity called, Optional<Registration> of, String method, Instant now) {
        return of(called, of, method, now, any -> true);
    }

    /** @param reached of the contacts those that may be tried, as when a GRUU names one UE */
    static Contacts of(PublicIdentity called, Optional<Registration> of, String method, Instant now,
                       Predicate<Binding> reached) {
        Registration registration = of.orElseThrow(() -> unavailable(called));
        // 5.4.3.3 step 1: a barred identity does not exist for callers
        if (ImplicitSet.barred(registration.profile(), called).orElse(false)) {
            throw new SipRefusal(NOT_FOUND, "the called identity is barred", RULE, CLAUSE,
                    Map.of("request-uri", called.uri()));
        }
        boolean invite = method.equals(Methods.INVITE);
        List<Binding> alive = reachable(registration.bindings().stream().filter(reached).toList(), now);
        if (!invite) {
            Collections.reverse(alive);
        }
        alive.sort(Comparator.comparingDouble(Binding::q).reversed());
        if (alive.isEmpty()) {
            throw unavailable(called);
        }
        boolean equal = alive.get(0).q() == alive.get(alive.size() - 1).q();
        return new Contacts(alive, invite && equal);
    }

    /**
     * Contacts of emergency registrations are for the emergency centre alone (TS 24.229 5.4.3.3). Of the flows of one
     * instance, one at a time is used (RFC 5626 6), the one that registered last.
     */
    private static List<Binding> reachable(List<Binding> bindings, Instant now) {
        Map<String, Binding> last = new LinkedHashMap<>();
        for (Binding binding : bindings) {
            if (!binding.expired(now) && !BindingRules.emergency(binding)) {
                boolean flow = !binding.instanceId().isEmpty() && binding.regId() > 0;
                String key = flow ? binding.impi() + " " + binding.instanceId() : BindingRules.key(binding);
                last.remove(key);
                last.put(key, binding);
            }
        }
        return new ArrayList<>(last.values());
    }

    private static SipRefusal unavailable(PublicIdentity called) {
        return new SipRefusal(TEMPORARILY_UNAVAILABLE, "the called user is not registered", RULE, CLAUSE,
                Map.of("request-uri", called.uri()));
    }
}
