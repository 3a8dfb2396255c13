package org.calliope.ims.scscf;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.identity.Icids;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.Evaluations;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Tells application servers of registrations (TS 24.229 5.4.1.7, TS 23.218 6.3): of what a user does by
 * {@link #registered}, of what the network does by listening to the book. Never blocks. Any thread.
 */
final class ThirdPartyRegistrations implements Sweep {

    private static final String CLAUSE = "TS 24.229 5.4.1.7";

    private final NetworkInitiated network;
    private final ThirdPartyDelivery delivery;
    private final Evaluations ready = new Evaluations();
    private final Icids icids = new Icids();
    private final Trace trace;
    private final InstantSource time;

    ThirdPartyRegistrations(ScscfSettings settings, NetworkInitiated network, ThirdPartyDelivery.Sender sender,
                            Trace trace, MeterRegistry meters, InstantSource time) {
        this.network = network;
        this.delivery = new ThirdPartyDelivery(settings, sender, this::gone, trace, meters, time);
        this.trace = trace;
        this.time = time;
    }

    /**
     * What a REGISTER of the user's has changed, once the 200 is on its way.
     *
     * @param event made of the change when it counts
     */
    void registered(RegistrationChange all, Function<RegistrationChange, RegisterEvent> event) {
        RegistrationChange change = ordinary(all);
        boolean same = change.bindingsBefore().equals(change.bindingsAfter()) && change.before()
                .map(Registration::profile).equals(change.after().map(Registration::profile));
        boolean counts = !same && Stream.of(change.before(), change.after()).flatMap(Optional::stream)
                .anyMatch(ThirdPartyRules::anyCriteria);
        if (!counts) {
            return;
        }
        Registration set = change.after().or(change::before).orElseThrow();
        RegisterEvent register = event.apply(change);
        List<ThirdPartyRegister> now = ThirdPartyRules.of(ready, set, register, expires(change));
        change.before().filter(old -> !old.profile().equals(set.profile())).ifPresent(old ->
                ended(ThirdPartyRules.gone(servers(old, change.join()), servers(set, change.join()))));
        submit("REGISTER of the user, " + register.type(), now);
    }

    /** For {@link RegistrationBook#listen}. */
    void changed(RegistrationChange all) {
        RegistrationChange change = ordinary(all);
        switch (change.cause()) {
            // REGISTER: heard with the user's REGISTER itself; SHORTENED: nothing has ended; REASSIGNED, ELSEWHERE: the
            // S-CSCF that serves the user now has told them (TS 29.228 6.1.3.1)
            case REGISTER, SHORTENED, REASSIGNED, ELSEWHERE -> { }
            case EXPIRED, DEACTIVATED, REJECTED -> {
                if (change.after().isEmpty()) {
                    change.before().filter(ThirdPartyRules::anyCriteria).ifPresent(set -> submit(
                            "de-registration, " + change.cause(), ThirdPartyRules.of(ready, set, RegisterEvent.unasked(
                            RegistrationType.DE, set.defaultIdentity(), 0, change.join()), 0)));
                }
            }
            case PROFILE -> compare(change);
        }
    }

    // TS 23.167 7.3: no service has to do with an emergency registration; what the network does has no icid-value yet
    private RegistrationChange ordinary(RegistrationChange change) {
        Join join = change.join();
        return new RegistrationChange(ordinary(change.before()), ordinary(change.after()), change.cause(),
                join.icid().isEmpty() ? join.withIcid(icids.next()) : join);
    }

    private static Optional<Registration> ordinary(Optional<Registration> all) {
        return all.map(set -> set.withBindings(set.bindings().stream()
                .filter(binding -> !BindingRules.emergency(binding)).toList()))
                .filter(set -> !set.bindings().isEmpty());
    }

    // 5.4.1.8, TS 23.218 6.3: who is named anew hears of the registration, who is not any more hears that it is over
    private void compare(RegistrationChange change) {
        List<ThirdPartyRegister> before = change.before().map(set -> servers(set, change.join())).orElse(List.of());
        List<ThirdPartyRegister> after = change.after().map(set -> servers(set, change.join())).orElse(List.of());
        ended(ThirdPartyRules.gone(before, after));
        List<ThirdPartyRegister> come = ThirdPartyRules.come(before, after);
        submit("profile, " + come.size() + " named anew", come);
    }

    /** Those that hear of a user's registration. */
    private List<ThirdPartyRegister> servers(Registration set, Join join) {
        int expires = expires(set);
        return ThirdPartyRules.of(ready, set, RegisterEvent.unasked(RegistrationType.INITIAL, set.defaultIdentity(),
                expires, join), expires);
    }

    private void ended(List<ThirdPartyRegister> gone) {
        submit("profile, " + gone.size() + " named no more", gone.stream().map(ThirdPartyRegister::ended).toList());
    }

    private void submit(String why, List<ThirdPartyRegister> registers) {
        if (registers.isEmpty()) {
            return;
        }
        trace.decide(Decision.chosen(Role.SCSCF, "third-party registrations", Map.of("why", why, "servers",
                registers.stream().map(register -> register.server().serverName()).collect(Collectors.joining(", "))),
                CLAUSE, registers.get(0).join()));
        registers.forEach(delivery::submit);
    }

    private int expires(RegistrationChange change) {
        return change.after().map(this::expires).orElse(0);
    }

    /** Seconds until the last contact's end, as the 200 says them (5.4.1.7 e). */
    private int expires(Registration set) {
        Instant now = time.instant();
        return (int) set.bindings().stream().map(Binding::expires).max(Instant::compareTo)
                .map(end -> Math.max(1, Duration.between(now, end).plusMillis(500).toSeconds())).orElse(0L)
                .longValue();
    }

    // 5.4.1.7: default handling of a server that does not work
    private void gone(ThirdPartyRegister register) {
        if (register.expires() > 0
                && register.server().defaultHandling() == DefaultHandling.SESSION_TERMINATED) {
            network.deregister(register.to(), Cause.DEACTIVATED, "application server "
                    + register.server().serverName() + " does not work", register.join());
        }
    }

    /** @return REGISTERs that are not answered yet */
    int underWay() {
        return delivery.underWay();
    }

    @Override
    public void sweep(Instant now) {
        delivery.sweep(now);
    }
}
