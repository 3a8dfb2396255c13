package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.pcscf.UeRegistration.Outbound;
import org.junit.jupiter.api.Test;

class UeRegistrationsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final PublicIdentity BOB = new PublicIdentity("sip:bob@ims.example");
    private static final Source ALICES = source("127.0.0.1", 5070);
    private static final Source BOBS = source("127.0.0.1", 5071);

    private final UeRegistrations registrations = new UeRegistrations();

    @Test
    void ts24229_5_2_6_3_1_aRequestIsItsOriginsUe() {
        registrations.store(registration("f1", ALICE, ALICES, 600));
        registrations.store(registration("f2", BOB, BOBS, 600));

        assertThat(caller(ALICES, List.of())).isEqualTo("f1");
        assertThat(caller(BOBS, List.of(ALICE))).as("From does not make bob alice").isEqualTo("f2");
    }

    @Test
    void ts24229_5_2_6_3_2A_anOriginThatHasNotRegisteredIsNobodyWhateverItClaims() {
        registrations.store(registration("f1", ALICE, ALICES, 600));

        assertThat(caller(source("127.0.0.1", 5999), List.of(ALICE))).isNull();
        assertThat(caller(source("127.0.0.2", 5070), List.of(ALICE))).isNull();
    }

    @Test
    void ts24229_5_2_2_3_aNewTcpConnectionIsKnownByAddressAndVia() {
        Source connection = new Source("127.0.0.1", 40001, "tcp", "127.0.0.1:5070");
        Source later = new Source("127.0.0.1", 40002, "tcp", "127.0.0.1:5070");
        registrations.store(registration("f1", ALICE, connection, 600));

        assertThat(caller(later, List.of())).isEqualTo("f1");
    }

    @Test
    void aContactOfTheSameAddressIsKnown() {
        registrations.store(registration("f1", ALICE, ALICES, 600));
        Optional<ContactUri> contact = Optional.of(contact(ALICE, ALICES));

        assertThat(registrations.caller(source("127.0.0.1", 41000), List.of(), contact, NOW)).isPresent();
        assertThat(registrations.caller(source("127.0.0.9", 5070), List.of(), contact, NOW)).isEmpty();
    }

    @Test
    void manyUesOfOneOriginAreToldApartByWhoTheyClaimToBe() {
        registrations.store(registration("f1", ALICE, ALICES, 600));
        registrations.store(registration("f2", BOB, ALICES, 600));

        assertThat(caller(ALICES, List.of(ALICE))).isEqualTo("f1");
        assertThat(caller(ALICES, List.of(BOB))).isEqualTo("f2");
        assertThat(caller(ALICES, List.of())).as("else the one that registered last").isEqualTo("f2");
    }

    @Test
    void ts23003_13_4A_ofManyUesOfOneOriginTheSwitchboardIsKnownByAnyIdentityOfItsWildcard() {
        registrations.store(registration("f1", ALICE, ALICES, 600)
                .withWildcards(Wildcards.of(List.of("sip:room-!.*!@ims.example"))));
        registrations.store(registration("f2", BOB, ALICES, 600));

        assertThat(caller(ALICES, List.of(new PublicIdentity("sip:room-7@ims.example")))).isEqualTo("f1");
        assertThat(caller(ALICES, List.of(new PublicIdentity("sip:hall@ims.example")))).isEqualTo("f2");
        assertThat(caller(BOBS, List.of(new PublicIdentity("sip:room-7@ims.example")))).isNull();
        registrations.sweep(NOW.plusSeconds(600));
        assertThat(registrations.entries()).isZero();
    }

    @Test
    void ts24229_5_2_2_1_aRefreshReplaces() {
        registrations.store(registration("f1", ALICE, ALICES, 600));
        registrations.store(registration("f1", ALICE, ALICES, 1200));

        assertThat(registrations.size()).isEqualTo(1);
        assertThat(registrations.byFlow("f1", NOW.plusSeconds(900))).isPresent();
    }

    @Test
    void ts24229_5_2_6_4_3_aCallInTheMomentOfARefreshFindsTheUe() throws Exception {
        registrations.store(registration("f1", ALICE, ALICES, 600));
        Thread refreshing = new Thread(() -> IntStream.range(0, 20_000)
                .forEach(i -> registrations.store(registration("f1", ALICE, ALICES, 600 + i % 2))));
        refreshing.start();
        long lost = 0;
        while (refreshing.isAlive()) {
            lost += registrations.byFlow("f1", NOW).isPresent() && registrations.of(ALICE).size() == 1
                    && caller(ALICES, List.of()) != null ? 0 : 1;
        }
        refreshing.join();

        assertThat(lost).isZero();
        assertThat(registrations.size()).isEqualTo(1);
    }

    @Test
    void aContactThatRegistersFromElsewhereReplacesItself() {
        UeRegistration before = registration("f1", ALICE, ALICES, 600);
        registrations.store(before);
        registrations.store(new UeRegistration("f2", "alice", ALICE, List.of(ALICE), Wildcards.NONE,
                before.contacts(), List.of(), Outbound.NONE, source("127.0.0.1", 49999), NOW.plusSeconds(600)));

        assertThat(registrations.byFlow("f1", NOW)).isEmpty();
        assertThat(registrations.size()).isEqualTo(1);
    }

    @Test
    void aRegistrationThatIsOverIsNobody() {
        registrations.store(registration("f1", ALICE, ALICES, 600));

        assertThat(registrations.byFlow("f1", NOW.plusSeconds(600))).isEmpty();
        assertThat(registrations.caller(ALICES, List.of(), Optional.empty(), NOW.plusSeconds(600))).isEmpty();
        assertThat(registrations.association(ALICES, ALICE, Outbound.NONE, NOW.plusSeconds(600))).isEmpty();
    }

    @Test
    void nothingIsLeftWhenEverybodyIsGone() {
        registrations.store(registration("f1", ALICE, ALICES, 600));
        registrations.store(registration("f2", BOB, ALICES, 300));
        registrations.store(registration("f3", BOB, BOBS, 600));
        registrations.remove(registrations.byFlow("f3", NOW).orElseThrow());

        registrations.sweep(NOW.plusSeconds(600));

        assertThat(registrations.entries()).isZero();
    }

    @Test
    void theUeThatStaysIsStillFoundWhenAnotherOfItsOriginGoes() {
        registrations.store(registration("f2", BOB, ALICES, 300));
        registrations.store(registration("f1", ALICE, ALICES, 600));

        registrations.sweep(NOW.plusSeconds(300));

        assertThat(caller(ALICES, List.of())).isEqualTo("f1");
    }

    @Test
    void rfc5626_6_theFlowsOfOneInstanceStandBesideEachOther() {
        UeRegistration one = flow("f1", new Outbound("\"<urn:x>\"", 1), ALICES);
        registrations.store(one);
        registrations.store(flow("f2", new Outbound("\"<urn:x>\"", 2), BOBS));
        registrations.store(flow("f3", new Outbound("\"<urn:y>\"", 1), source("127.0.0.1", 5072)));

        assertThat(registrations.of(ALICE)).extracting(UeRegistration::flow).containsExactlyInAnyOrder("f1", "f2", "f3");
        assertThat(one.contacts()).as("all with the same contact")
                .isEqualTo(registrations.byFlow("f2", NOW).orElseThrow().contacts());
    }

    @Test
    void rfc5626_6_theSameInstanceAndRegIdReplaceTheirFlow() {
        Outbound outbound = new Outbound("\"<urn:x>\"", 1);
        registrations.store(flow("f1", outbound, ALICES));
        registrations.store(flow("f2", outbound, source("127.0.0.1", 49999)));

        assertThat(registrations.of(ALICE)).extracting(UeRegistration::flow).containsExactly("f2");
        assertThat(caller(ALICES, List.of())).isNull();
    }

    @Test
    void ts24229_5_2_2_3_severalFlowsOfOneOriginAreToldApart() {
        Outbound outbound = new Outbound("\"<urn:x>\"", 1);
        registrations.store(flow("f1", outbound, ALICES));
        registrations.store(flow("f2", new Outbound("\"<urn:y>\"", 1), ALICES));

        assertThat(registrations.association(ALICES, ALICE, outbound, NOW)).map(UeRegistration::flow).contains("f1");
        assertThat(registrations.association(ALICES, ALICE, Outbound.NONE, NOW)).isEmpty();
    }

    @Test
    void ts24229_5_2_2_4_aNewTlsSessionIsNobodys() {
        registrations.store(registration("f1", ALICE, new Source("127.0.0.1", 40001, "tls", "127.0.0.1:5070"), 600));
        Source same = new Source("127.0.0.1", 40001, "tls", "127.0.0.1:5070");
        Source other = new Source("127.0.0.1", 40002, "tls", "127.0.0.1:5070");

        assertThat(registrations.association(same, ALICE, Outbound.NONE, NOW)).isPresent();
        assertThat(registrations.association(other, ALICE, Outbound.NONE, NOW)).isEmpty();
        assertThat(registrations.lastFrom(same, NOW)).isPresent();
        assertThat(registrations.lastFrom(other, NOW)).isEmpty();
    }

    @Test
    void aRegistrationIsFoundByEveryIdentityOfItsSet() {
        registrations.store(registration("f1", ALICE, ALICES, 600).withIdentities(List.of(ALICE, BOB)));
        assertThat(registrations.of(BOB)).hasSize(1);

        registrations.remove(registrations.byFlow("f1", NOW).orElseThrow());
        assertThat(registrations.entries()).isZero();
    }

    private static UeRegistration flow(String flow, Outbound outbound, Source source) {
        return new UeRegistration(flow, "alice", ALICE, List.of(ALICE), Wildcards.NONE,
                List.of(contact(ALICE, ALICES)), List.of(), outbound, source, NOW.plusSeconds(600));
    }

    private String caller(Source source, List<PublicIdentity> claimed) {
        return registrations.caller(source, claimed, Optional.empty(), NOW).map(UeRegistration::flow).orElse(null);
    }

    private static UeRegistration registration(String flow, PublicIdentity identity, Source source, int seconds) {
        return new UeRegistration(flow, identity.user(), identity, List.of(identity), Wildcards.NONE,
                List.of(contact(identity, source)), List.of("<sip:orig@s;lr>"), Outbound.NONE,
                source, NOW.plusSeconds(seconds));
    }

    private static ContactUri contact(PublicIdentity identity, Source source) {
        return ContactUri.parse("sip:" + identity.user() + '@' + source.address() + ':' + source.port());
    }

    private static Source source(String address, int port) {
        return new Source(address, port, "udp", address + ':' + port);
    }
}
