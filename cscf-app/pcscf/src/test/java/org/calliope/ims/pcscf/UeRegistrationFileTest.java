package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.node.OwnerOnly;
import org.calliope.ims.pcscf.UeRegistration.Outbound;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the P-CSCF still knows after a restart: TS 23.380 has nothing on it, so a UE must not notice one. */
class UeRegistrationFileTest {

    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final PublicIdentity BOB = new PublicIdentity("sip:bob@ims.example");
    private static final String NAME = "ue-registrations.mv";

    @TempDir
    private Path folder;
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private UeRegistrations registrations;
    private UeRegistrationFile file;

    @BeforeEach
    void open() {
        registrations = new UeRegistrations();
        file = UeRegistrationFile.open(folder, false, () -> now, registrations);
    }

    @AfterEach
    void close() {
        file.close();
    }

    private void reopen() {
        close();
        open();
    }

    private UeRegistration ue(String flow, PublicIdentity identity, int port, Outbound outbound, int seconds) {
        Source source = new Source("127.0.0.1", port, "udp", "127.0.0.1:" + port);
        return new UeRegistration(flow, identity.user(), identity, List.of(identity), Wildcards.NONE,
                List.of(ContactUri.parse("sip:" + identity.user() + "@127.0.0.1:" + port)),
                List.of("<sip:orig@127.0.0.1:5064;lr>"), outbound, source, now.plusSeconds(seconds));
    }

    private UeRegistration ue(String flow, PublicIdentity identity, int port) {
        return ue(flow, identity, port, Outbound.NONE, 600);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void ts24229_5_2_6_3_whoWasRegisteredCallsAndIsCalledAfterARestart() {
        UeRegistration alice = ue("f1", ALICE, 5070);
        registrations.store(alice);
        reopen();

        assertThat(registrations.byFlow("f1", now)).contains(alice);
        assertThat(registrations.caller(alice.source(), List.of(), Optional.empty(), now)).contains(alice);
        assertThat(registrations.of(ALICE)).containsExactly(alice);
    }

    @Test
    void whatIsOverByThenIsLeftOutAndIsNoLongerInTheFile() {
        registrations.store(ue("f1", ALICE, 5070, Outbound.NONE, 60));
        registrations.store(ue("f2", BOB, 5071));
        now = now.plusSeconds(60);
        reopen();
        assertThat(registrations.flows()).containsExactly("f2");

        now = now.minusSeconds(60);
        reopen();
        assertThat(registrations.flows()).as("also by an earlier clock").containsExactly("f2");
    }

    @Test
    void rfc5626_6_aFlowThatWasReplacedIsNotThereAgain() {
        Outbound outbound = new Outbound("\"<urn:uuid:1>\"", 1);
        registrations.store(ue("f1", ALICE, 5070, outbound, 600));
        registrations.store(ue("f2", ALICE, 5072, outbound, 600));
        reopen();
        assertThat(registrations.flows()).containsExactly("f2");
        assertThat(registrations.entries()).isEqualTo(registrationsOf("f2").entries());
    }

    private UeRegistrations registrationsOf(String flow) {
        UeRegistrations alone = new UeRegistrations();
        alone.store(registrations.byFlow(flow).orElseThrow());
        return alone;
    }

    @Test
    void aRefreshOfAFlowIsThereAsItWasLast() {
        registrations.store(ue("f1", ALICE, 5070, Outbound.NONE, 60));
        registrations.store(ue("f1", ALICE, 5070, Outbound.NONE, 600));
        reopen();
        assertThat(registrations.byFlow("f1", now.plusSeconds(599))).isPresent();
    }

    @Test
    void whoDeregisteredIsNotThereAgain() {
        registrations.store(ue("f1", ALICE, 5070));
        registrations.remove(registrations.byFlow("f1").orElseThrow());
        reopen();
        assertThat(registrations.entries()).isZero();
    }

    /** TS 24.229 5.2.2.3: behind a NAT, or in a test, many have one address and port. */
    @Test
    void uesOfOneOriginAreToldApartAgain() {
        registrations.store(ue("f1", ALICE, 5070, Outbound.NONE, 300));
        registrations.store(ue("f2", BOB, 5070, Outbound.NONE, 600));
        Source both = registrations.byFlow("f1").orElseThrow().source();
        reopen();

        assertThat(caller(both, List.of(ALICE))).isEqualTo("f1");
        assertThat(caller(both, List.of(BOB))).isEqualTo("f2");
        assertThat(caller(both, List.of())).as("who lasts longest has most likely been the last").isEqualTo("f2");
    }

    private String caller(Source source, List<PublicIdentity> claimed) {
        return registrations.caller(source, claimed, Optional.empty(), now).map(UeRegistration::flow).orElse("nobody");
    }

    @Test
    void theRouteThatAllHaveIsOneInMemory() {
        registrations.store(ue("f1", ALICE, 5070));
        registrations.store(ue("f2", BOB, 5071));
        reopen();
        assertThat(registrations.byFlow("f1").orElseThrow().serviceRoute()).isNotEmpty()
                .isSameAs(registrations.byFlow("f2").orElseThrow().serviceRoute());
    }

    /** What its end held can not be known any more; the rest is an earlier state, or the file is set aside. */
    @Test
    void aTornFileIsReadAsAnEarlierStateOrSetAside() throws IOException {
        registrations.store(ue("f0", BOB, 5070));
        for (int i = 1; i < 2000; i++) {
            registrations.store(ue("f" + i, new PublicIdentity("sip:u" + i + "@ims.example"), 5070 + i));
        }
        file.close();
        try (FileChannel torn = FileChannel.open(folder.resolve(NAME), StandardOpenOption.WRITE)) {
            torn.truncate(torn.size() / 2);
        }
        open();
        assertThat(registrations.byFlow("f0").isPresent()
                || files().contains(NAME + ".unreadable-20261121T000000Z")).isTrue();
        registrations.store(ue("f1", ALICE, 5070));
        reopen();
        assertThat(registrations.byFlow("f1")).isPresent();
    }

    @Test
    void theFileIsItsOwnersOnlyAndNoOtherServers() {
        assertThat(OwnerOnly.shared(folder.resolve(NAME))).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> UeRegistrationFile.open(folder, false, () -> now, new UeRegistrations()))
                .withMessageContaining("another server has").withMessageContaining("a home of its own");
    }
}
