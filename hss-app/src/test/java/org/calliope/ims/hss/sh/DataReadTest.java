package org.calliope.ims.hss.sh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

import org.calliope.ims.hss.model.DataAccess;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.sh.RawAs.Message;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.ShDataSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TS 29.328 6.1.1 and 7.6, over the wire. */
class DataReadTest extends ShFixture {

    private static final Set<DataReference> OF_SERVICE = Set.of(DataReference.PSI_ACTIVATION);

    private static String valid(Message answer) {
        assertThat(answer.result()).isEqualTo(2001);
        ShDataSchema.validate(answer.data());
        return answer.data();
    }

    /** Step 1: the host is known by its Origin-Host, and asks for what it is permitted. */
    @Test
    void step1WhoMayNotReadIsRefused() {
        try (RawAs poor = RawAs.connect("POOR.ims.example", hss.port());
                RawAs stranger = RawAs.connect("stranger.ims.example", hss.port())) {
            assertThat(poor.udr(ALICE, 11).result()).isEqualTo(2001);
            assertThat(poor.udr(ALICE, 12).result()).isEqualTo(5102);
            assertThat(lastReason()).isEqualTo(
                    "TS 29.328 6.1.1.1 step 1: the application server may not do this with S_CSCF_NAME");
            assertThat(stranger.udr(ALICE, 11).result()).isEqualTo(5102);
            assertThat(lastReason()).endsWith("no application server is provisioned with this Diameter identity");
        }
    }

    @Test
    void step2WhomNobodyKnowsIsUnknown() {
        assertThat(as1.udr("sip:nobody@ims.example", 11).result()).isEqualTo(5001);
        assertThat(as1.udr("19999999", 17).result()).isEqualTo(5001);
    }

    @Test
    void step2aThePrivateIdentityHasToMatch() {
        assertThat(as1.udr(ALICE, 10, RawAs.userName(ALICE_PRIVATE)).result()).isEqualTo(2001);
        assertThat(as1.udr(ALICE, 10, RawAs.userName("bob@ims.example")).result()).isEqualTo(5002);
    }

    /** Step 3: table 7.6.1 says by what a user is named for which data. */
    @ParameterizedTest
    @CsvSource({"11, 15550100", "12, 15550100", "0, 15550100", "18, sip:alice@ims.example", "11, sip:quiz@ims.example",
        "18, sip:room-1@ims.example", "33, sip:quiz@ims.example"})
    void step3TheIdentityHasToBeOfTheKindThatTheDataIsOf(int reference, String user) {
        assertThat(as1.udr(user, reference, RawAs.service("x")).result()).isEqualTo(5101);
    }

    /** Step 3: each reference of table 7.6.1 is served, or refused as nobody's data, or nobody is permitted it. */
    @ParameterizedTest
    @EnumSource(DataReference.class)
    void everyReferenceIsServedOrRefused(DataReference reference) {
        as1.pur(ALICE, 0, repository("mmtel", 0, "<a/>"));
        Message answer = as1.with(NOTIF_EFF).udr(OF_SERVICE.contains(reference) ? QUIZ : ALICE, reference.code(),
                RawAs.service("mmtel"), RawAs.serverName(AS1_SIP), RawAs.dsaiTag("video"));

        DataAccess access = DataAccess.of(reference);
        boolean served = access.kept() && access.allows(ShOperation.PULL);
        assertThat(answer.result()).isEqualTo(served ? 2001 : access.allows(ShOperation.PULL) ? 5101 : 5102);
        if (served) {
            ShDataSchema.validate(answer.data());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 704", "13, 602", "19, 711"})
    void aMissingPartOfTheAccessKeyIsNamedInFailedAvp(int reference, int missing) {
        Message answer = as1.udr(ALICE, reference);

        assertThat(answer.result()).isEqualTo(5005);
        assertThat(answer.within(279)).extracting(RawAs.Avp::code).containsExactly(missing);
    }

    /** TS 29.329 6.1.1: several pieces of data need Notif-Eff. */
    @Test
    void severalDataReferencesNeedNotifEff() {
        assertThat(as1.udr(ALICE, 11, RawAs.reference(12)).result()).isEqualTo(5009);

        String data = valid(as1.with(NOTIF_EFF).udr(ALICE, 11, RawAs.reference(12), RawAs.reference(16)));

        assertThat(data).contains("<IMSUserState>0</IMSUserState>", "<SCSCFName></SCSCFName>",
                "aaa://ocf.ims.example", "aaa://cdf.ims.example");
    }

    /** 7.6.2, and Annex C.1: a node without Notif-Eff finds them in PublicIdentifiers. */
    @Test
    void identitySetsAre() {
        register(ALICE);
        assertThat(valid(as1.udr(ALICE, 10))).contains("<PublicIdentifiers>", ALICE, ALICE_TEL, ALICE_WORK)
                .doesNotContain("hidden");
        assertThat(valid(as1.udr(ALICE, 10, RawAs.identitySet(1)))).contains(ALICE, ALICE_TEL)
                .doesNotContain(ALICE_WORK);
        assertThat(valid(as1.udr(ALICE_WORK, 10, RawAs.identitySet(2)))).contains(ALICE_WORK).doesNotContain(ALICE);
        assertThat(valid(as1.udr(ALICE_TEL, 10, RawAs.identitySet(3)))).contains(ALICE, ALICE_TEL)
                .doesNotContain(ALICE_WORK);
        assertThat(valid(as1.udr(ALICE_MSISDN, 10))).contains(ALICE);
        assertThat(valid(as1.with(NOTIF_EFF).udr(ALICE, 10, RawAs.identitySet(1), RawAs.identitySet(2))))
                .contains("<RegisteredIdentities><IMSPublicIdentity>" + ALICE, "<ImplicitIdentities>")
                .doesNotContain("<PublicIdentifiers>");
    }

    /** 7.6.2: of a service only itself, and it is never registered. */
    @Test
    void aServiceHasOnlyItself() {
        assertThat(valid(as1.udr(QUIZ, 10))).contains("<IMSPublicIdentity>" + QUIZ, "<IdentityType>1</IdentityType>");
        assertThat(as1.udr(QUIZ, 10, RawAs.identitySet(1)).data()).isEmpty();
    }

    /** Table 7.6.1 note 1: what matches a wildcarded identity is answered as that. */
    @Test
    void aWildcardedServiceIsFoundByWhatMatchesIt() {
        Message answer = as1.udr("sip:room-12@ims.example", 10);

        assertThat(valid(answer)).contains("<WildcardedPSI>" + ROOMS + "</WildcardedPSI>");
        assertThat(answer.avp(634).orElseThrow().text()).isEqualTo(ROOMS);
        assertThat(as1.udr("sip:roof-12@ims.example", 10).result()).isEqualTo(5001);
    }

    /** 7.6.3. */
    @Test
    void userStatesAre() {
        assertThat(valid(as1.udr(ALICE, 11))).contains("<IMSUserState>0<");
        authenticating(ALICE);
        assertThat(valid(as1.udr(ALICE, 11))).contains("<IMSUserState>3<");
        register(ALICE);
        assertThat(valid(as1.udr(ALICE, 11))).contains("<IMSUserState>1<");
        assertThat(valid(as1.udr(ALICE_WORK, 11))).contains("<IMSUserState>0<");
    }

    /** Step 5: without Notif-Eff there is no User-Data when there is no data. */
    @Test
    void step5WhatThereIsNotIsNotSaidOrSaidByAnEmptyElement() {
        assertThat(as1.udr(ALICE, 12).data()).isEmpty();
        assertThat(as1.udr(BOB, 16).data()).isEmpty();
        assertThat(as1.udr(BOB, 17).data()).isEmpty();
        assertThat(as1.udr(BOB, 32).data()).isEmpty();
        assertThat(as1.udr(ALICE, 0, RawAs.service("none")).data()).isEmpty();
        as1.with(NOTIF_EFF);
        assertThat(valid(as1.udr(ALICE, 12))).contains("<SCSCFName></SCSCFName>");
        assertThat(valid(as1.udr(BOB, 13, RawAs.serverName("sip:none.ims.example")))).contains("<IFCs></IFCs>");
        assertThat(valid(as1.udr(ALICE, 0, RawAs.service("none")))).contains("none").doesNotContain("ServiceData");
        register(ALICE);
        assertThat(valid(as1.udr(ALICE, 12))).contains("<SCSCFName>" + S1);
    }

    /** 7.6.5: of one application server, also those of shared sets, in the order of priority. */
    @Test
    void filterCriteriaAreThoseThatLeadToTheServer() {
        String data = valid(as1.udr(ALICE, 13, RawAs.serverName(AS1_SIP)));

        assertThat(data).containsSubsequence("<Priority>1</Priority>", "<Method>INVITE</Method>",
                "<ProfilePartIndicator>0</ProfilePartIndicator>", "<Priority>9</Priority>").doesNotContain("as2");
        assertThat(valid(as1.udr(QUIZ, 13, RawAs.serverName("sip:as2.ims.example:5070")))).contains("as2");
    }

    /** 7.6.11: a DSAI is there when a criterion is bound to it, and active until somebody says otherwise. */
    @Test
    void dsaiIs() {
        assertThat(valid(as1.udr(ALICE, 19, RawAs.serverName(AS1_SIP), RawAs.dsaiTag("video"))))
                .contains("<DSAI-Tag>video</DSAI-Tag><DSAI-Value>0</DSAI-Value>");
        assertThat(as1.udr(ALICE, 19, RawAs.serverName(AS1_SIP), RawAs.dsaiTag("audio")).result()).isEqualTo(5108);
        assertThat(as1.udr(BOB, 19, RawAs.serverName(AS1_SIP), RawAs.dsaiTag("video")).result()).isEqualTo(5108);
        change(Kind.FILTER_CRITERIA, "always", old -> new FilterCriteria(old.name(), "as1", old.profilePart(), "",
                List.of("audio")));
        assertThat(as1.udr(ALICE, 19, RawAs.serverName(AS1_SIP), RawAs.dsaiTag("audio")).result()).isEqualTo(2001);
    }

    /** 7.6.9, 7.6.10, 7.6.24, 7.6.25. */
    @Test
    void numbersActivationAndPrivateIdentitiesAre() {
        assertThat(valid(as1.udr(ALICE, 17))).contains("<MSISDN>" + ALICE_MSISDN + "</MSISDN>");
        assertThat(valid(as1.udr(ALICE_MSISDN, 17))).contains(ALICE_MSISDN);
        assertThat(valid(as1.udr(QUIZ, 18))).contains("<PSIActivation>1</PSIActivation>");
        assertThat(valid(as1.udr(ALICE, 32))).contains("<IMSI>001010000000001</IMSI>");
        assertThat(valid(as1.udr(ALICE, 33))).contains("<IMSPrivateUserIdentity>" + ALICE_PRIVATE);
    }

    /** TS 29.329 6.2.2.1. */
    @Test
    void anUnheardOfReferenceIsNotRecognized() {
        assertThat(as1.udr(ALICE, 20).result()).isEqualTo(5100);
        assertThat(as1.udr(ALICE, 99).result()).isEqualTo(5100);
    }
}
