package org.calliope.ims.hss.sh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.calliope.ims.hss.bulk.ImportBounds;
import org.calliope.ims.hss.bulk.Imports;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.calliope.ims.hss.store.Pushes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What application servers notice of an import of what they keep. */
class ImportedDataTest extends ShFixture {

    @TempDir
    private Path home;

    private void imported(String rows) throws Exception {
        try (Imports imports = Imports.start(database, provisioning, home.resolve("imports"), "ims.example",
                ImportBounds.DEFAULT, clock)) {
            long id = imports.submit(new ImportJob.Request("kept", "json", false, Existing.REPLACE, true, Actor.SYSTEM),
                    new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8))).id();
            await().until(() -> imports.find(id).orElseThrow().job().state().over());
            assertThat(imports.find(id).orElseThrow().job().progress().accepted()).isEqualTo(1);
        }
    }

    /** TS 29.328 6.1.2.1 step 6 and 6.1.4: they go on with the number that was imported, and are told of it. */
    @Test
    void repositoryDataIsToldAndItsNumberGoesOn() throws Exception {
        as1.pur(BOB, 0, repository("mmtel", 0, "<a/>"));
        assertThat(as1.snr(BOB, 0, true, RawAs.service("mmtel")).result()).isEqualTo(2001);

        imported("{\"kind\":\"repository-data\",\"identity\":\"" + BOB
                + "\",\"service\":\"mmtel\",\"sequenceNumber\":65535,\"data\":\"<b/>\"}");

        assertThat(as1.notified().data()).contains("<SequenceNumber>65535</SequenceNumber>", "<b>");
        assertThat(as1.pur(BOB, 0, repository("mmtel", 2, "<c/>")).result()).as("out of sync").isEqualTo(5105);
        assertThat(as1.pur(BOB, 0, repository("mmtel", 1, "<c/>")).result()).isEqualTo(2001);
    }

    /** TS 29.328 7.6.11: the S-CSCF gets the profile without the criterion, and who is subscribed to the DSAI is told. */
    @Test
    void anInactiveDsaiIsToldAndReachesTheSCscf() throws Exception {
        assertThat(priorities(profile())).containsExactly(List.of(1, 2, 9), List.of());
        assertThat(as1.snr(ALICE, 19, true, RawAs.serverName(AS1_SIP), RawAs.dsaiTag("video")).result()).isEqualTo(2001);

        imported("{\"kind\":\"inactive-dsais\",\"identity\":\"" + ALICE + "\",\"serverName\":\"" + AS1_SIP
                + "\",\"tag\":\"video\"}");

        assertThat(as1.notified().data()).contains("<DSAI-Tag>video</DSAI-Tag><DSAI-Value>1</DSAI-Value>");
        assertThat(new Pushes(database, clock).pending(0, 10)).singleElement()
                .satisfies(push -> assertThat(push.server().host()).isEqualTo("s1.ims.example"));
        assertThat(priorities(profile())).containsExactly(List.of(2, 9), List.of(1, 2, 9), List.of());
    }
}
