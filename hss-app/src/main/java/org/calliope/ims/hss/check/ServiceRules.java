package org.calliope.ims.hss.check;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Triggers;
import org.calliope.ims.hss.secret.AkaSecret;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.identity.PublicIdentity;

/** Mistakes in secrets, networks, capabilities, profiles and filter criteria. */
final class ServiceRules {

    static final List<Rule> ALL = List.of(ServiceRules::secretMissing, ServiceRules::homeShut,
            ServiceRules::capability, ServiceRules::noServices, ServiceRules::unregistered,
            ServiceRules::moreThanHost, ServiceRules::server);

    /** What they find tells something about a secret: only for those who may change it. */
    static final List<Rule> OF_SECRETS = List.of(ServiceRules::keys);

    /** OP of the test sets of TS 35.208 4.3, and what labs use for want of another: they are no OPc of any card. */
    private static final List<byte[]> KNOWN_OPS = Stream.of("cdc202d5123e20f62b6d676ac72cb318",
            "11111111111111111111111111111111", "63bfa50ee6523365ff14c1f45f88737d", "c9e8763286b5b9ffbdf56e1297d0887b")
            .map(HexFormat.of()::parseHex).toList();
    private static final byte[] TEST_K = HexFormat.of().parseHex("465b5ce8b199b49faa5f0a2ee238a6bc");

    private ServiceRules() {
    }

    // TS 29.228 6.3.1 step 3
    static Stream<Advice> secretMissing(Subject subject) {
        return subject.subscription().privateIdentities().stream()
                .filter(user -> Optional.ofNullable(subject.credentials().get(user.identity()))
                        .filter(secret -> secret.serve(user.scheme())).isEmpty())
                .map(user -> Advice.grave("check.secret", "TS 29.228 6.3.1", user.identity(),
                        user.scheme().wireName()));
    }

    /** K and OPc are printed side by side and get mixed up; OP is on the operator's sheet, OPc on the card's. */
    static Stream<Advice> keys(Subject subject) {
        return subject.credentials().entrySet().stream().flatMap(entry -> entry.getValue().aka().stream()
                .flatMap(secret -> key(entry.getKey(), secret).stream()));
    }

    private static Optional<Advice> key(String identity, AkaSecret secret) {
        if (Arrays.equals(secret.k(), secret.opc())) {
            return Optional.of(Advice.grave("check.key-twice", "TS 35.206 4.1", identity));
        }
        if (zero(secret.k()) || zero(secret.opc())) {
            return Optional.of(Advice.grave("check.key-zero", "TS 35.206 4.1", identity));
        }
        if (KNOWN_OPS.stream().anyMatch(op -> Arrays.equals(op, secret.opc()))) {
            return Optional.of(Advice.grave("check.op-as-opc", "TS 35.206 4.1", identity));
        }
        return Arrays.equals(TEST_K, secret.k())
                ? Optional.of(Advice.odd("check.key-test", "TS 35.208 4.3", identity)) : Optional.empty();
    }

    private static boolean zero(byte[] key) {
        return Arrays.equals(key, new byte[key.length]);
    }

    // TS 29.228 6.1.1.1 step 4
    static Stream<Advice> homeShut(Subject subject) {
        List<String> networks = subject.subscription().visitedNetworks();
        return networks.stream().noneMatch(name -> name.equals(Subscription.ANY_NETWORK)
                || name.equalsIgnoreCase(subject.domain()))
                ? Stream.of(Advice.grave("check.networks", "TS 29.228 6.1.1.1", String.join(", ", networks),
                subject.domain())) : Stream.empty();
    }

    // TS 29.228 6.7: an S-CSCF without a mandatory capability is not chosen
    static Stream<Advice> capability(Subject subject) {
        return subject.capabilities().map(CapabilitySet::mandatory).filter(wanted -> !wanted.isEmpty())
                .filter(wanted -> subject.nodes().stream().noneMatch(node -> node.capabilities().containsAll(wanted)))
                .map(wanted -> Advice.grave("check.capability", "TS 29.228 6.7",
                        subject.subscription().capabilitySet(), wanted.toString())).stream();
    }

    static Stream<Advice> noServices(Subject subject) {
        return subject.services().profiles().values().stream()
                .filter(profile -> subject.services().uses(profile).isEmpty())
                .map(profile -> Advice.odd("check.no-services", "TS 29.228 B.2.2", profile.name()));
    }

    // TS 29.228 6.1.4.1: an S-CSCF is assigned for the unregistered user, and then does nothing
    static Stream<Advice> unregistered(Subject subject) {
        return subject.services().profiles().values().stream().filter(ServiceProfile::unregisteredServices)
                .filter(profile -> criteria(subject, profile)
                        .allMatch(one -> one.profilePart() == FilterCriteria.ProfilePart.REGISTERED))
                .map(profile -> Advice.odd("check.unregistered", "TS 29.228 6.1.4.1", profile.name()));
    }

    private static Stream<FilterCriteria> criteria(Subject subject, ServiceProfile profile) {
        return subject.services().uses(profile).stream()
                .flatMap(use -> Stream.ofNullable(subject.services().criteria().get(use.criteria())));
    }

    // TS 29.228 table F.1: of a SIP URI only host and port are compared
    static Stream<Advice> moreThanHost(Subject subject) {
        BiFunction<FilterCriteria, RequestUri, Advice> advice = (of, uri) ->
                Advice.odd("check.request-uri", "TS 29.228 Annex F", of.name(), uri.expression());
        return subject.services().criteria().values().stream().flatMap(of -> uris(of)
                .filter(RequestUri::namesMoreThanHost).map(uri -> advice.apply(of, uri)));
    }

    private static Stream<RequestUri> uris(FilterCriteria of) {
        return Triggers.read(of.triggerPoint()).stream().flatMap(trigger -> trigger.groups().stream())
                .flatMap(List::stream).filter(RequestUri.class::isInstance).map(RequestUri.class::cast);
    }

    static Stream<Advice> server(Subject subject) {
        return subject.services().servers().values().stream().flatMap(server ->
                switch (subject.hosts().get(host(server))) {
                    case YES -> Stream.empty();
                    case NO -> Stream.of(Advice.grave("check.server", "TS 24.229 5.4.3.2", server.name(),
                            server.serverName()));
                    case NOT_IN_TIME -> Stream.of(Advice.odd("check.server-late", "TS 24.229 5.4.3.2", server.name(),
                            server.serverName()));
                });
    }

    /** Where it is looked for; of a name that is no URI the name, which leads nowhere. */
    static String host(ApplicationServer server) {
        try {
            return new PublicIdentity(server.serverName()).host();
        } catch (IllegalArgumentException e) {
            return server.serverName();
        }
    }
}
