package org.calliope.ims.pcscf;

import com.github.benmanes.caffeine.cache.Interner;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.element.Expiries;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.kept.SmallSets;
import org.calliope.ims.pcscf.UeRegistration.Outbound;

/**
 * The UEs that are registered through this P-CSCF, found by where a request comes from and by the flow that a
 * terminating request names. Every look-up is one or a few hash look-ups, however many UEs share an address.
 * Any thread.
 */
final class UeRegistrations implements Sweep {

    private final ConcurrentHashMap<String, UeRegistration> byFlow = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Origin, UeRegistration> byOrigin = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<PublicIdentity, Set<String>> flows = new ConcurrentHashMap<>();
    private final Expiries<String> expiries = new Expiries<>();
    /** Service-Routes: all UEs of an S-CSCF have the same. */
    private final Interner<List<String>> routes = Interner.newWeakInterner();
    private volatile Consumer<UeRegistration> whenGone = gone -> { };
    private volatile Consumer<String> whenChanged = flow -> { };

    /** @param listener hears of each registration that is gone or replaced, after that; must not block */
    void whenGone(Consumer<UeRegistration> listener) {
        whenGone = listener;
    }

    /** @param listener hears the flow of each registration that is there now, changed or gone; must not block */
    void whenChanged(Consumer<String> listener) {
        whenChanged = listener;
    }

    /**
     * Stores the registration in place of the one of the same flow, and of those that it means. A UE that registers
     * again is found at every moment of that.
     */
    void store(UeRegistration registration) {
        List<UeRegistration> replaced = of(registration.registered()).stream()
                .filter(old -> old.flow().equals(registration.flow())
                        || old.isMeant(registration.outbound(), registration.contacts()))
                .toList();
        put(registration, (old, last) -> last);
        replaced.stream().filter(old -> !old.equals(registration)).forEach(this::forget);
        whenChanged.accept(registration.flow());
        replaced.forEach(this::gone);
    }

    /** Takes a registration as it was before this process. Of several from one origin the one that lasts longest counts. */
    void take(UeRegistration registration) {
        put(registration, BinaryOperator.maxBy(Comparator.comparing(UeRegistration::expires)));
    }

    private void put(UeRegistration given, BinaryOperator<UeRegistration> ofOneOrigin) {
        UeRegistration registration = given.withServiceRoute(routes.intern(given.serviceRoute()));
        byFlow.compute(registration.flow(), (flow, old) -> {
            expiries.set(flow, registration.expires());
            return registration;
        });
        identities(registration).forEach(identity ->
                flows.merge(identity, Set.of(registration.flow()), SmallSets::together));
        origins(registration, key -> byOrigin.merge(key, registration, ofOneOrigin));
    }

    void remove(UeRegistration registration) {
        forget(registration);
        gone(registration);
    }

    private void gone(UeRegistration registration) {
        whenChanged.accept(registration.flow());
        whenGone.accept(registration);
    }

    // but for what the registration needs that has its flow now
    private void forget(UeRegistration registration) {
        byFlow.computeIfPresent(registration.flow(), (flow, now) -> {
            if (!now.equals(registration)) {
                return now;
            }
            expiries.remove(flow);
            return null;
        });
        identities(registration).forEach(identity -> flows.computeIfPresent(identity, (key, tokens) ->
                byFlow(registration.flow()).filter(now -> now.registered().equals(key) || now.identities().contains(key))
                        .isPresent() ? tokens : SmallSets.without(tokens, registration.flow())));
        origins(registration, key -> byOrigin.remove(key, registration));
    }

    Optional<UeRegistration> byFlow(String flow, Instant now) {
        return byFlow(flow).filter(registration -> !registration.over(now));
    }

    /** @return what is there, also when it is over and not swept yet */
    Optional<UeRegistration> byFlow(String flow) {
        return Optional.ofNullable(byFlow.get(flow));
    }

    /** @return a live, weakly consistent view */
    Collection<String> flows() {
        return Collections.unmodifiableSet(byFlow.keySet());
    }

    /** @return a live, weakly consistent view */
    Collection<UeRegistration> all() {
        return Collections.unmodifiableCollection(byFlow.values());
    }

    private static Set<PublicIdentity> identities(UeRegistration registration) {
        Set<PublicIdentity> all = new HashSet<>(registration.identities());
        all.add(registration.registered());
        return all;
    }

    /** @return registrations that this identity was registered by, itself or implicitly */
    List<UeRegistration> of(PublicIdentity identity) {
        return flows.getOrDefault(identity, Set.of()).stream().map(byFlow::get)
                .filter(registration -> registration != null).toList();
    }

    /**
     * Whose request this is: TS 24.229 5.2.6.3.1 with the IP association of 5.2.2.3. The packet's origin counts
     * first, then address and Via, then address and Contact. Where several UEs share one origin, the identity that
     * the request claims tells them apart; it never makes a UE of an origin that has not registered.
     *
     * @param claimed identities of P-Preferred-Identity and From, best first
     * @param contact Contact of the request
     */
    Optional<UeRegistration> caller(Source source, List<PublicIdentity> claimed, Optional<ContactUri> contact,
                                    Instant now) {
        return origin(Origin.packet(source), claimed)
                .or(() -> origin(Origin.association(source), claimed))
                .or(() -> contact.map(uri -> byOrigin.get(Origin.contact(source.address(), uri))))
                .filter(registration -> !registration.over(now));
    }

    /**
     * The registration of this user from this very origin: the TLS session that it came by (TS 24.229 5.2.2.4), else
     * packet, or address and Via (5.2.2.3). Several flows of one origin are told apart by what the UE says.
     */
    Optional<UeRegistration> association(Source source, PublicIdentity registered, Outbound outbound, Instant now) {
        return of(registered).stream().filter(registration -> !registration.over(now))
                .filter(registration -> registration.outbound().equals(outbound))
                .filter(registration -> Origin.packet(registration.source()).equals(Origin.packet(source))
                        || !source.secure() && Origin.association(registration.source()).equals(Origin.association(source)))
                .findFirst();
    }

    /** @return who was the last to register from exactly there */
    Optional<UeRegistration> lastFrom(Source source, Instant now) {
        return Optional.ofNullable(byOrigin.get(Origin.packet(source))).filter(registration -> !registration.over(now));
    }

    int size() {
        return byFlow.size();
    }

    /** @return entries of all indexes, for the test that nothing stays behind */
    int entries() {
        return byFlow.size() + byOrigin.size() + flows.size() + expiries.size();
    }

    @Override
    public void sweep(Instant now) {
        for (String flow : expiries.due(now)) {
            // who has registered again meanwhile stays
            byFlow(flow).filter(registration -> registration.over(now)).ifPresent(this::remove);
        }
    }

    private Optional<UeRegistration> origin(Origin anybody, List<PublicIdentity> claimed) {
        for (PublicIdentity identity : claimed) {
            UeRegistration registration = byOrigin.get(anybody.as(identity));
            if (registration != null) {
                return Optional.of(registration);
            }
        }
        UeRegistration many = byOrigin.get(anybody.as(Origin.WILDCARDED));
        if (many != null && claimed.stream().anyMatch(many::has)) {
            return Optional.of(many);
        }
        return Optional.ofNullable(byOrigin.get(anybody));
    }

    private static void origins(UeRegistration registration, Consumer<Origin> each) {
        Source source = registration.source();
        for (Origin anybody : List.of(Origin.packet(source), Origin.association(source))) {
            each.accept(anybody);
            registration.identities().forEach(identity -> each.accept(anybody.as(identity)));
            if (!registration.wildcards().all().isEmpty()) {
                each.accept(anybody.as(Origin.WILDCARDED));
            }
        }
        registration.contacts().forEach(contact -> each.accept(Origin.contact(source.address(), contact)));
    }
}
