package org.calliope.ims.hss.sh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.calliope.ims.hss.model.DataAccess;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.sh.RawAs.Message;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Pushes;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.RepositoryData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TS 29.328 6.1.2, over the wire. */
class DataUpdateTest extends ShFixture {

    private static final String DSAI = "<Sh-Data><Sh-IMS-Data><Extension><Extension><DSAI><DSAI-Tag>%s</DSAI-Tag>"
            + "<DSAI-Value>%d</DSAI-Value></DSAI></Extension></Extension></Sh-IMS-Data></Sh-Data>";
    private static final String ACTIVATION = "<Sh-Data><Sh-IMS-Data><Extension><PSIActivation>%d</PSIActivation>"
            + "</Extension></Sh-IMS-Data></Sh-Data>";

    private int put(int sequence, String content) {
        return as1.pur(ALICE, 0, repository("mmtel", sequence, content)).result();
    }

    private String stored(String user, String service) {
        return as1.udr(user, 0, RawAs.service(service)).data();
    }

    /** Step 6: new data begins with 0, each change is one more, and what has no content removes. */
    @Test
    void step6SequenceNumbersGoOnByOne() {
        assertThat(put(1, "<a/>")).as("new, not 0").isEqualTo(5105);
        assertThat(put(0, "<a/>")).isEqualTo(2001);
        assertThat(put(0, "<b/>")).as("0 again").isEqualTo(5105);
        assertThat(put(2, "<b/>")).as("one left out").isEqualTo(5105);
        assertThat(stored(ALICE, "mmtel")).contains("<SequenceNumber>0<", "<a></a>");
        assertThat(put(1, "<b>1 &lt; 2</b>")).isEqualTo(2001);
        assertThat(stored(ALICE, "mmtel")).contains("<SequenceNumber>1<", "<ServiceData><b>1 &lt; 2</b></ServiceData>");
        assertThat(put(1, "")).as("removed with the old number").isEqualTo(5105);
        assertThat(put(2, "")).isEqualTo(2001);
        assertThat(stored(ALICE, "mmtel")).isEmpty();
        assertThat(put(3, "<c/>")).as("it is new again").isEqualTo(5105);
        assertThat(put(0, "<c/>")).isEqualTo(2001);
    }

    @Test
    void step6AfterTheHighestNumberComesOne() {
        put(0, "<a/>");
        setSequence(65_535);
        assertThat(put(0, "<b/>")).isEqualTo(5105);
        assertThat(put(1, "<b/>")).isEqualTo(2001);
        assertThat(stored(ALICE, "mmtel")).contains("<SequenceNumber>1<");
    }

    private void setSequence(int number) {
        store.write(rows -> {
            var target = rows.target(ALICE).orElseThrow();
            var seen = rows.kept().repository(target, "mmtel").orElseThrow();
            rows.kept().replace(target, seen, new RepositoryData("mmtel", number,
                    seen.serviceData()));
        });
    }

    @Test
    void step6NothingCannotBeRemoved() {
        assertThat(put(0, "")).isEqualTo(5101);
    }

    @Test
    void step6TooMuchDataIsRefusedAndWhatWasStays() {
        assertThat(put(0, "x".repeat(2_001))).isEqualTo(5008);
        assertThat(put(0, "x".repeat(2_000))).isEqualTo(2001);
        assertThat(put(1, "é".repeat(1_001))).as("bytes count").isEqualTo(5008);
        assertThat(stored(ALICE, "mmtel")).contains("<SequenceNumber>0<");
    }

    /** Table 7.6.1 note 3: aliases share it; others of the same user do not. */
    @Test
    void aliasesShareRepositoryData() {
        put(0, "<a/>");

        assertThat(stored(ALICE_TEL, "mmtel")).contains("<a></a>");
        assertThat(stored(ALICE_WORK, "mmtel")).isEmpty();
        assertThat(as1.pur(ALICE_TEL, 0, repository("mmtel", 1, "<b/>")).result()).isEqualTo(2001);
        assertThat(stored(ALICE, "mmtel")).contains("<b></b>");
    }

    /** 7.6.1: of what matches a wildcarded service it is kept for that service. */
    @Test
    void roomsShareRepositoryData() {
        assertThat(as1.pur("sip:room-1@ims.example", 0, repository("x", 0, "<a/>")).result()).isEqualTo(2001);
        assertThat(stored("sip:room-2@ims.example", "x")).contains("<a></a>");
    }

    @Test
    void dataGoesWithTheIdentityThatJoinsOrLeavesItsAliases() {
        as1.pur(ALICE_WORK, 0, repository("work", 0, "<w/>"));
        change(Kind.SUBSCRIPTION, "alice", old -> with(old, old.implicitSets().get(0).publicIdentities(),
                List.of(alias(ALICE_WORK))));
        assertThat(stored(ALICE, "work")).contains("<w></w>");
        change(Kind.SUBSCRIPTION, "alice", old -> with(old, List.of(PublicUser.of(ALICE), PublicUser.of(ALICE_TEL)),
                List.of(alias(ALICE_WORK))));
        assertThat(stored(ALICE, "work")).isEmpty();
        assertThat(stored(ALICE_WORK, "work")).contains("<w></w>");
        remove("alice");
        assertThat(as1.udr(ALICE_WORK, 0, RawAs.service("work")).result()).isEqualTo(5001);
    }

    private static Subscription with(Subscription old, List<PublicUser> home, List<PublicUser> work) {
        return new Subscription(old.name(), old.capabilitySet(), old.chargingSet(), old.visitedNetworks(),
                old.privateIdentities(), List.of(new ImplicitSet(List.of(ALICE_PRIVATE), home),
                        new ImplicitSet(List.of(ALICE_PRIVATE), work))).keepingSequences();
    }

    /** TS 29.329 7.1.1: with Update-Eff several services change, or none. */
    @Test
    void updateEffChangesAllOrNone() {
        String both = "<Sh-Data>" + element("b", 0, "<b/>") + element("a", 0, "<a/>") + "</Sh-Data>";
        assertThat(as1.pur(ALICE, 0, both).result()).as("without the feature").isEqualTo(5100);
        as1.with(UPDATE_EFF);
        assertThat(as1.pur(ALICE, 0, both).result()).isEqualTo(2001);

        Message refused = as1.pur(ALICE, 0, "<Sh-Data>" + element("a", 1, "<c/>") + element("b", 7, "<c/>")
                + "</Sh-Data>");

        assertThat(refused.result()).isEqualTo(5105);
        assertThat(refused.within(715)).extracting(RawAs.Avp::code).containsExactly(704, 716);
        assertThat(refused.within(715).get(0).text()).isEqualTo("b");
        assertThat(refused.within(715).get(1).number()).isEqualTo(7);
        assertThat(stored(ALICE, "a")).as("nothing changed").contains("<a></a>");
    }

    /** TS 29.329 6.2.2.1. */
    @ParameterizedTest
    @ValueSource(strings = {"", "<Sh-Data/>", "<Sh-Data><RepositoryData/></Sh-Data>", "<!DOCTYPE a []><Sh-Data/>",
        "<Sh-Data><RepositoryData><ServiceIndication>a</ServiceIndication></RepositoryData></Sh-Data>", "nonsense",
        "<Sh-Data><RepositoryData><ServiceIndication>a</ServiceIndication><SequenceNumber>70000</SequenceNumber>"
            + "</RepositoryData></Sh-Data>"})
    void whatIsNoRepositoryDataIsNotRecognized(String data) {
        assertThat(as1.pur(ALICE, 0, data).result()).isEqualTo(5100);
    }

    @Test
    void oneServiceTwiceIsNotRecognized() {
        assertThat(as1.with(UPDATE_EFF).pur(ALICE, 0, "<Sh-Data>" + element("a", 0, "<a/>")
                + element("a", 1, "<b/>") + "</Sh-Data>").result()).isEqualTo(5100);
    }

    /** Steps 1 to 3, for each reference. */
    @ParameterizedTest
    @EnumSource(DataReference.class)
    void steps1To3WhatCannotBeChangedIsRefused(DataReference reference) {
        try (RawAs poor = RawAs.connect("poor.ims.example", hss.port())) {
            assertThat(poor.pur(ALICE, reference.code(), "<Sh-Data/>").result()).as("step 1").isEqualTo(5103);
        }
        DataAccess access = DataAccess.of(reference);
        assertThat(as1.pur("sip:nobody@ims.example", reference.code(), "<Sh-Data/>").result()).as("step 2")
                .isEqualTo(access.allows(ShOperation.UPDATE) ? 5001 : 5103);
        boolean served = access.kept() && access.allows(ShOperation.UPDATE);
        assertThat(as1.pur(reference == DataReference.PSI_ACTIVATION ? QUIZ : ALICE, reference.code(), "<Sh-Data/>")
                .result()).as("step 3").isEqualTo(served ? 5100 : access.allows(ShOperation.UPDATE) ? 5101 : 5103);
    }

    /** Step 4: the state is what is provisioned, and in its audit log. */
    @Test
    void step4ADistinctServiceIsActivatedAndNot() {
        assertThat(as1.pur(QUIZ, 18, ACTIVATION.formatted(0)).result()).isEqualTo(2001);
        assertThat(as1.udr(QUIZ, 18).data()).contains("<PSIActivation>0<");
        assertThat(provisioning.audit(0, 1).get(0)).satisfies(entry -> {
            assertThat(entry.actor().name()).isEqualTo("as1.ims.example over Sh");
            assertThat(entry.subject()).isEqualTo("services");
        });
        assertThat(as1.pur(QUIZ, 18, ACTIVATION.formatted(1)).result()).isEqualTo(2001);
        assertThat(as1.udr(QUIZ, 18).data()).contains("<PSIActivation>1<");
        assertThat(as1.pur("sip:room-1@ims.example", 18, ACTIVATION.formatted(0)).result()).isEqualTo(5101);
        assertThat(as1.pur(ALICE, 18, ACTIVATION.formatted(0)).result()).isEqualTo(5101);
    }

    /** Step 4a and 7.6.11: an inactive DSAI masks the criteria that are bound to it, for this identity. */
    @Test
    void step4aDsaiMasksFilterCriteria() {
        assertThat(as1.pur(ALICE, 19, DSAI.formatted("video", 1)).result()).isEqualTo(2001);
        assertThat(as1.pur(ALICE, 19, DSAI.formatted("video", 1)).result()).as("once more").isEqualTo(2001);
        assertThat(as1.udr(ALICE, 19, RawAs.serverName(AS1_SIP), RawAs.dsaiTag("video")).data())
                .contains("<DSAI-Value>1<");
        assertThat(as1.udr(ALICE, 13, RawAs.serverName(AS1_SIP)).data()).doesNotContain("<Priority>1<")
                .contains("<Priority>9<");
        assertThat(as1.udr(ALICE_TEL, 13, RawAs.serverName(AS1_SIP)).data()).contains("<Priority>1<");
        assertThat(as1.pur(ALICE, 19, DSAI.formatted("video", 0)).result()).isEqualTo(2001);
        assertThat(as1.udr(ALICE, 13, RawAs.serverName(AS1_SIP)).data()).contains("<Priority>1<");
        assertThat(as1.pur(ALICE, 19, DSAI.formatted("audio", 1)).result()).isEqualTo(5108);
        try (RawAs as2 = RawAs.connect("as2.ims.example", hss.port())) {
            assertThat(as2.pur(ALICE, 19, DSAI.formatted("video", 1)).result()).as("another's").isEqualTo(5108);
        }
    }

    /** 7.6.11: the S-CSCF gets the criteria that hold for each identity, and hears of the change (TS 29.228 6.2). */
    @Test
    void step4aTheServerGetsAProfileWithoutWhatIsMasked() {
        assertThat(priorities(profile())).containsExactly(List.of(1, 2, 9), List.of());
        assertThat(as1.pur(ALICE, 19, DSAI.formatted("video", 1)).result()).isEqualTo(2001);
        assertThat(new Pushes(database, clock).pending(0, 10)).singleElement()
                .satisfies(push -> assertThat(push.server().host()).isEqualTo("s1.ims.example"));
        assertThat(priorities(profile())).containsExactly(List.of(2, 9), List.of(1, 2, 9), List.of());
    }

    /** Step 5: of many at once exactly one has each number, the others are told to try again. */
    @ParameterizedTest
    @CsvSource({"mmtel, 6, 40"})
    void step5NoSequenceNumberIsGivenTwiceOrLost(String service, int racers, int changes) throws Exception {
        put(0, "<a/>");
        ExecutorService pool = Executors.newFixedThreadPool(racers);
        List<Callable<List<Integer>>> all = new ArrayList<>();
        for (int racer = 0; racer < racers; racer++) {
            all.add(() -> race(service, changes));
        }
        try {
            List<Integer> won = new ArrayList<>();
            for (Future<List<Integer>> one : pool.invokeAll(all)) {
                won.addAll(one.get());
            }
            assertThat(won).hasSize(changes).containsExactlyInAnyOrderElementsOf(
                    IntStream.rangeClosed(1, changes).boxed().toList());
            assertThat(stored(ALICE, service)).contains("<SequenceNumber>" + changes + "<");
        } finally {
            pool.shutdownNow();
        }
    }

    /** The numbers that this one could write. */
    private List<Integer> race(String service, int changes) {
        List<Integer> won = new ArrayList<>();
        for (int number = 1; number <= changes; ) {
            int result = as1.pur(ALICE, 0, repository(service, number, "<n>" + number + "</n>")).result();
            if (result == 2001) {
                won.add(number);
            } else {
                assertThat(result).isIn(4101, 5105);
            }
            number += result == 4101 ? 0 : 1;
        }
        return won;
    }

    /** Nothing else of the document changes, and no registration. */
    @Test
    void activationLeavesTheRestAsItIs() {
        register(ALICE);
        as1.pur(QUIZ, 18, ACTIVATION.formatted(0));
        assertThat(registrations.situation(ALICE).orElseThrow().state()).isEqualTo(RegistrationState.REGISTERED);
        assertThat(provisioning.find(Kind.SUBSCRIPTION, "services").orElseThrow().implicitSets()).hasSize(2);
    }
}
