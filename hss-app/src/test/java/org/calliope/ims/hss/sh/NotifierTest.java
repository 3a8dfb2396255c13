package org.calliope.ims.hss.sh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.DataAccess;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.sh.RawAs.Message;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.ShWatch;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.ShDataSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TS 29.328 6.1.3 and 6.1.4, over the wire. */
class NotifierTest extends ShFixture {

    private RawAs as2;

    @BeforeEach
    void other() {
        as2 = RawAs.connect("as2.ims.example", hss.port());
    }

    @AfterEach
    void leave() {
        as2.close();
    }

    private static String valid(Message message) {
        ShDataSchema.validate(message.data());
        return message.data();
    }

    private List<ShWatch> pending() {
        return store.read(rows -> rows.watches().pending(clock.instant(), 100));
    }

    private List<ShWatch> watches(String user) {
        return store.read(rows -> rows.watches().of(rows.target(user).orElseThrow(), clock.instant()));
    }

    private void nothingWaits() {
        await().atMost(Duration.ofSeconds(10)).until(() -> pending().isEmpty());
    }

    private void subscribed(RawAs as, String user, int reference, byte[]... more) {
        assertThat(as.snr(user, reference, true, more).result()).isEqualTo(2001);
    }

    // 6.1.3

    /** Steps 1 to 3, for each reference. */
    @ParameterizedTest
    @EnumSource(DataReference.class)
    void steps1To3WhatCannotBeWatchedIsRefused(DataReference reference) {
        as1.pur(ALICE, 0, repository("mmtel", 0, "<a/>"));
        byte[][] keys = {RawAs.service("mmtel"), RawAs.serverName(AS1_SIP), RawAs.dsaiTag("video")};
        try (RawAs poor = RawAs.connect("poor.ims.example", hss.port())) {
            assertThat(poor.snr(ALICE, reference.code(), true, keys).result()).as("step 1").isEqualTo(5104);
        }
        DataAccess access = DataAccess.of(reference);
        assertThat(as1.snr("sip:nobody@ims.example", reference.code(), true, keys).result()).as("step 2")
                .isEqualTo(access.allows(ShOperation.SUBSCRIBE) ? 5001 : 5104);
        boolean served = access.kept() && access.allows(ShOperation.SUBSCRIBE);
        assertThat(as1.snr(reference == DataReference.PSI_ACTIVATION ? QUIZ : ALICE, reference.code(), true, keys)
                .result()).as("step 3").isEqualTo(served ? 2001 : access.allows(ShOperation.SUBSCRIBE) ? 5101 : 5104);
    }

    @Test
    void step3aADsaiHasToBeThere() {
        assertThat(as1.snr(ALICE, 19, true, RawAs.serverName(AS1_SIP), RawAs.dsaiTag("audio")).result())
                .isEqualTo(5108);
    }

    @Test
    void step5DataHasToBeThere() {
        assertThat(as1.snr(ALICE, 0, true, RawAs.service("mmtel")).result()).isEqualTo(5106);
        assertThat(as1.snr(ALICE, 0, false, RawAs.service("mmtel")).result()).as("to end it never fails").isEqualTo(2001);
    }

    /** Step 4: it may end earlier than asked for; without Expiry-Time never. */
    @Test
    void step4TheEndIsBoundedAndAcknowledged() {
        long now = clock.instant().getEpochSecond();
        Message hour = as1.snr(ALICE, 11, true, RawAs.expiry(now + 3_600));
        assertThat(Integer.toUnsignedLong(hour.avp(709).orElseThrow().number()) - 2_208_988_800L).isEqualTo(now + 3_600);
        Message year = as1.snr(ALICE, 11, true, RawAs.expiry(now + 365 * 86_400));
        assertThat(Integer.toUnsignedLong(year.avp(709).orElseThrow().number()) - 2_208_988_800L)
                .isBetween(now + 30 * 86_400 - 1, now + 30 * 86_400 + 1);
        assertThat(watches(ALICE)).as("renewed, not added").hasSize(1);
        assertThat(as1.snr(ALICE, 11, true).avp(709)).isEmpty();
        assertThat(watches(ALICE)).singleElement().satisfies(one -> assertThat(one.expiry()).isEmpty());
        assertThat(as1.snr(ALICE, 11, true, RawAs.expiry(now - 1)).result()).isEqualTo(5004);
    }

    @Test
    void step4WhatHasExpiredIsNotNotifiedAndSweptAway() {
        subscribed(as1, ALICE, 11, RawAs.expiry(clock.instant().getEpochSecond() + 60));
        subscribed(as2, ALICE, 11);
        clock.forward(Duration.ofSeconds(61));
        register(ALICE);
        as2.notified();
        nothingWaits();
        assertThat(as1.silent()).isTrue();
        stop();
        as1.close();
        start(); // the sweep is every minute, and first of all
        as1 = RawAs.connect("as1.ims.example", hss.port());
        await().atMost(Duration.ofSeconds(10)).until(() -> store.read(rows -> rows.watches().of(
                rows.target(ALICE).orElseThrow(), Instant.EPOCH)).size() == 1);
    }

    /** Steps 7 and 8: with Notif-Eff all or none. */
    @Test
    void step7SeveralAreSubscribedToTogetherOrNotAtAll() {
        as1.pur(ALICE, 0, repository("a", 0, "<a/>"));
        assertThat(as1.snr(ALICE, 11, true, RawAs.reference(12)).result()).as("without Notif-Eff").isEqualTo(5009);
        as1.with(NOTIF_EFF);
        assertThat(as1.snr(ALICE, 11, true, RawAs.reference(0), RawAs.service("a"), RawAs.service("b")).result())
                .isEqualTo(5106);
        assertThat(watches(ALICE)).isEmpty();
        subscribed(as1, ALICE, 11, RawAs.reference(12), RawAs.reference(0), RawAs.service("a"));
        assertThat(watches(ALICE)).hasSize(3);
        assertThat(as1.snr(ALICE, 12, false).result()).isEqualTo(2001);
        assertThat(watches(ALICE)).hasSize(2);
    }

    /** Steps 9 and 10. */
    @Test
    void step9TheDataIsSentWhenItIsWanted() {
        assertThat(as1.snr(ALICE, 11, true).data()).isEmpty();
        assertThat(as1.snr(ALICE, 11, true, RawAs.sendData()).data()).contains("<IMSUserState>0<");
    }

    // 6.1.4

    @Test
    void aRegistrationIsToldWithTheServer() {
        as1.with(NOTIF_EFF);
        subscribed(as1, ALICE, 11, RawAs.reference(12), RawAs.reference(10), RawAs.identitySet(1));
        register(ALICE);

        Message told = as1.notified();

        assertThat(valid(told)).contains("<IMSUserState>1<", "<SCSCFName>" + S1, "<RegisteredIdentities>", ALICE_TEL);
        assertThat(told.within(700).get(0).text()).isEqualTo(ALICE);
        assertThat(told.avp(293).orElseThrow().text()).isEqualTo("as1.ims.example");
        deregister(ALICE);
        assertThat(valid(as1.notified())).contains("<IMSUserState>0<", "<SCSCFName></SCSCFName>",
                "<RegisteredIdentities></RegisteredIdentities>");
        nothingWaits();
    }

    @Test
    void withoutNotifEffEachGoesAlone() {
        subscribed(as1, ALICE, 11);
        subscribed(as1, ALICE, 12);
        register(ALICE);

        assertThat(Set.of(valid(as1.notified()).contains("IMSUserState"), valid(as1.notified()).contains("IMSUserState")))
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void authenticationUnderWayIsNotTold() {
        subscribed(as1, ALICE, 11);
        authenticating(ALICE);
        register(ALICE_WORK);
        nothingWaits();
        assertThat(as1.silent()).isTrue();
        register(ALICE);
        assertThat(as1.notified().data()).contains("<IMSUserState>1<");
    }

    /** 6.1.2.1 step 6: the others are told, with the sequence number; the one that changed it is not. */
    @Test
    void repositoryDataIsToldToTheOthers() {
        as1.pur(ALICE, 0, repository("mmtel", 0, "<a/>"));
        subscribed(as1, ALICE, 0, RawAs.service("mmtel"));
        subscribed(as2, ALICE_TEL, 0, RawAs.service("mmtel"));
        as1.pur(ALICE, 0, repository("mmtel", 1, "<b/>"));

        Message told = as2.notified();
        assertThat(valid(told)).contains("<ServiceIndication>mmtel<", "<SequenceNumber>1<", "<b></b>");
        assertThat(told.within(700).get(0).text()).as("as it named the user").isEqualTo(ALICE_TEL);
        as2.pur(ALICE, 0, repository("mmtel", 2, "<c/>"));
        assertThat(valid(as1.notified())).contains("<SequenceNumber>2<", "<c></c>");
        nothingWaits();
        assertThat(as2.silent()).isTrue();
        as1.pur(ALICE, 0, repository("mmtel", 3, ""));
        assertThat(valid(as2.notified())).contains("<SequenceNumber>3<").doesNotContain("ServiceData");
        nothingWaits();
        assertThat(watches(ALICE)).as("subscriptions end with the data").isEmpty();
    }

    @Test
    void provisioningIsTold() {
        as1.with(NOTIF_EFF);
        subscribed(as1, ALICE, 13, RawAs.reference(16), RawAs.reference(10), RawAs.serverName(AS1_SIP));
        change(Kind.FILTER_CRITERIA, "always", old -> new FilterCriteria(old.name(), "as1",
                FilterCriteria.ProfilePart.UNREGISTERED, ""));
        assertThat(valid(as1.notified())).contains("<ProfilePartIndicator>1<").doesNotContain("ChargingInformation");
        change(Kind.CHARGING_SET, "charging", old -> new ChargingSet("charging", "aaa://new.ims.example", "", "", ""));
        assertThat(valid(as1.notified())).contains("aaa://new.ims.example").doesNotContain("IFCs");
        change(Kind.SUBSCRIPTION, "alice", old -> new Subscription(old.name(), "", "", old.visitedNetworks(),
                old.privateIdentities(), List.of(old.implicitSets().get(0),
                        new ImplicitSet(List.of(ALICE_PRIVATE), List.of(alias("sip:alice.new@ims.example")))))
                                .keepingSequences());
        assertThat(valid(as1.notified())).contains("<AllIdentities>", "alice.new", "<ChargingInformation></Charging")
                .doesNotContain(ALICE_WORK);
        change(Kind.FILTER_CRITERIA, "other", old -> new FilterCriteria(old.name(), "as2",
                FilterCriteria.ProfilePart.REGISTERED, ""));
        nothingWaits();
        assertThat(as1.silent()).as("another server's criterion").isTrue();
    }

    @Test
    void anIdentityThatIsGoneIsToldOnce() {
        as1.with(NOTIF_EFF);
        subscribed(as1, ALICE, 11, RawAs.reference(12));
        remove("alice");
        assertThat(valid(as1.notified())).contains("<DeletedIdentities><IMSPublicIdentity>" + ALICE);
        nothingWaits();
        assertThat(as1.silent()).isTrue();
    }

    @Test
    void dsaiAndWhatItMasksAreToldToTheOthers() {
        as2.with(NOTIF_EFF);
        subscribed(as2, ALICE, 19, RawAs.reference(13), RawAs.serverName(AS1_SIP), RawAs.dsaiTag("video"));
        subscribed(as1, ALICE, 19, RawAs.serverName(AS1_SIP), RawAs.dsaiTag("video"));
        as1.pur(ALICE, 19, "<Sh-Data><Sh-IMS-Data><Extension><Extension><DSAI><DSAI-Tag>video</DSAI-Tag><DSAI-Value>1"
                + "</DSAI-Value></DSAI></Extension></Extension></Sh-IMS-Data></Sh-Data>");
        assertThat(valid(as2.notified())).contains("<DSAI-Value>1<", "<Priority>9<").doesNotContain("<Priority>1<");
        nothingWaits();
        assertThat(as1.silent()).isTrue();
    }

    @Test
    void aWildcardedServiceIsToldAsItWasNamed() {
        as1.pur("sip:room-1@ims.example", 0, repository("x", 0, "<a/>"));
        subscribed(as2, "sip:room-2@ims.example", 0, RawAs.service("x"));
        as1.pur("sip:room-3@ims.example", 0, repository("x", 1, "<b/>"));

        Message told = as2.notified();
        assertThat(told.avp(634).orElseThrow().text()).isEqualTo(ROOMS);
        assertThat(told.within(700).get(0).text()).isEqualTo("sip:room-2@ims.example");
    }

    /** Table 6.1.4.1: the user is named as the application server named it. */
    @Test
    void whoWatchesANumberIsToldOfTheNumber() {
        subscribed(as1, ALICE_MSISDN, 16);
        change(Kind.CHARGING_SET, "charging", old -> new ChargingSet("charging", "aaa://new.ims.example", "", "", ""));

        Message told = as1.notified();
        assertThat(told.within(700)).singleElement().satisfies(avp -> {
            assertThat(avp.code()).isEqualTo(701);
            assertThat(avp.value()).containsExactly(0x51, 0x55, 0x10, 0x00);
        });
    }

    @Test
    void aPrivateIdentityIsNamedWhenItWasGiven() {
        subscribed(as1, ALICE, 10, RawAs.identitySet(1), RawAs.userName(ALICE_PRIVATE));
        register(ALICE);
        assertThat(as1.notified().avp(1).orElseThrow().text()).isEqualTo(ALICE_PRIVATE);
    }

    /** 6.1.3.1 step 4: to renew a subscription takes nothing away of what waits. */
    @Test
    void whatWaitsIsToldAlsoWhenTheSubscriptionIsRenewed() {
        as1.answering(3004, 2001);
        subscribed(as1, ALICE, 11);
        register(ALICE);
        as1.notified();
        await().atMost(Duration.ofSeconds(10)).until(() -> pending().stream().anyMatch(one -> one.attempts() == 1));
        subscribed(as1, ALICE, 11, RawAs.expiry(clock.instant().getEpochSecond() + 60));
        clock.forward(Duration.ofSeconds(2));
        assertThat(as1.notified().data()).contains("<IMSUserState>1<");
        nothingWaits();
    }

    @Test
    void onceIsOnce() {
        subscribed(as1, ALICE, 11, RawAs.oneTime());
        register(ALICE);
        as1.notified();
        nothingWaits();
        assertThat(watches(ALICE)).isEmpty();
    }

    /** It waits, visibly, over a restart, and says how things are when it goes. */
    @Test
    void whoIsAwayIsToldWhenItIsBack() {
        subscribed(as1, ALICE, 11);
        subscribed(as1, ALICE, 12);
        as1.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> !hss.peers().connected("as1.ims.example"));
        register(ALICE);
        deregister(ALICE);
        register(ALICE);
        assertThat(pending()).hasSize(2).allSatisfy(one -> {
            assertThat(one.host()).isEqualTo("as1.ims.example");
            assertThat(one.pendingSince()).contains(Instant.ofEpochMilli(clock.millis()));
        });
        as2.close();
        stop();
        start();
        assertThat(pending()).hasSize(2);
        as1 = RawAs.connect("as1.ims.example", hss.port());
        as2 = RawAs.connect("as2.ims.example", hss.port());
        as1.notified();
        as1.notified();
        nothingWaits();
        assertThat(as1.silent()).isTrue();
    }

    @Test
    void whatCameBackToWhatItWasIsNoNews() {
        subscribed(as1, ALICE, 11);
        as1.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> !hss.peers().connected("as1.ims.example"));
        register(ALICE);
        deregister(ALICE);
        as1 = RawAs.connect("as1.ims.example", hss.port());
        nothingWaits();
        assertThat(as1.silent()).isTrue();
    }

    /** A result that may pass is tried again later; one that will not is not. */
    @ParameterizedTest
    @CsvSource({"3004, true", "3002, true", "4100, true", "5012, false", "5100, false", "5008, false"})
    void errorsThatPassAreTriedAgain(int result, boolean again) {
        as1.answering(result, 2001);
        subscribed(as1, ALICE, 11);
        register(ALICE);
        as1.notified();
        if (again) {
            await().atMost(Duration.ofSeconds(10)).until(() -> pending().stream().anyMatch(one -> one.attempts() == 1));
            assertThat(as1.silent()).isTrue();
            clock.forward(Duration.ofSeconds(2));
            as1.notified();
        }
        nothingWaits();
        assertThat(as1.silent()).isTrue();
        assertThat(watches(ALICE)).hasSize(1);
    }

    /** Table 6.1.4.2: who does not know the user is told nothing of it any more. */
    @Test
    void userUnknownEndsAllOfTheUser() {
        as1.answering(5001);
        subscribed(as1, ALICE, 11);
        subscribed(as1, ALICE, 16);
        subscribed(as1, BOB, 11);
        register(ALICE);
        as1.notified();
        await().atMost(Duration.ofSeconds(10)).until(() -> watches(ALICE).isEmpty());
        assertThat(watches(BOB)).hasSize(1);
    }

    @Test
    void noSubscriptionToDataEndsThatOne() {
        as1.answering(5107);
        subscribed(as1, ALICE, 11);
        subscribed(as1, ALICE, 16);
        register(ALICE);
        as1.notified();
        await().atMost(Duration.ofSeconds(10)).until(() -> watches(ALICE).size() == 1);
    }

    /** 6.2: with the permission the subscriptions go. */
    @Test
    void aLostPermissionEndsSubscriptions() {
        subscribed(as1, ALICE, 11);
        subscribed(as1, ALICE, 16);
        change(Kind.APPLICATION_SERVER, "as1", old -> new ApplicationServer(old.name(), old.serverName(), null, "",
                false, false, old.diameterHost(), old.shPull(), old.shUpdate(), List.of(16)));
        assertThat(watches(ALICE)).extracting(one -> one.key().reference())
                .containsExactly(DataReference.CHARGING_INFORMATION);
    }
}
