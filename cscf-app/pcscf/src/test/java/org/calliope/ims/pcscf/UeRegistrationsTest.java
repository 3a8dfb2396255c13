package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
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
    void ts24229_5_2_2_1_aRefreshReplaces() {
        registrations.store(registration("f1", ALICE, ALICES, 600));
        registrations.store(registration("f1", ALICE, ALICES, 1200));

        assertThat(registrations.size()).isEqualTo(1);
        assertThat(registrations.byFlow("f1", NOW.plusSeconds(900))).isPresent();
    }

    @Test
    void aContactThatRegistersFromElsewhereReplacesItself() {
        UeRegistration before = registration("f1", ALICE, ALICES, 600);
        registrations.store(before);
        registrations.store(new UeRegistration("f2", "alice", ALICE, List.of(ALICE), before.contacts(), List.of(),
                source("127.0.0.1", 49999), NOW.plusSeconds(600)));

        assertThat(registrations.byFlow("f1", NOW)).isEmpty();
        assertThat(registrations.size()).isEqualTo(1);
    }

    @Test
    void aRegistrationThatIsOverIsNobody() {
        registrations.store(registration("f1", ALICE, ALICES, 600));

        assertThat(registrations.byFlow("f1", NOW.plusSeconds(600))).isEmpty();
        assertThat(registrations.caller(ALICES, List.of(), Optional.empty(), NOW.plusSeconds(600))).isEmpty();
        assertThat(registrations.association(ALICES, ALICE, NOW.plusSeconds(600))).isEmpty();
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

    private String caller(Source source, List<PublicIdentity> claimed) {
        return registrations.caller(source, claimed, Optional.empty(), NOW).map(UeRegistration::flow).orElse(null);
    }

    private static UeRegistration registration(String flow, PublicIdentity identity, Source source, int seconds) {
        return new UeRegistration(flow, identity.user(), identity, List.of(identity),
                List.of(contact(identity, source)), List.of("<sip:orig@s;lr>"), source, NOW.plusSeconds(seconds));
    }

    private static ContactUri contact(PublicIdentity identity, Source source) {
        return ContactUri.parse("sip:" + identity.user() + '@' + source.address() + ':' + source.port());
    }

    private static Source source(String address, int port) {
        return new Source(address, port, "udp", address + ':' + port);
    }
}
