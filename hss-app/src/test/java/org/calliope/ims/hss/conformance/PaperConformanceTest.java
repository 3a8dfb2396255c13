package org.calliope.ims.hss.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.hss.check.Answer;
import org.calliope.ims.hss.check.Checks;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.testkit.diameter.AvpName;
import org.calliope.ims.testkit.diameter.DiameterMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What the check of a subscriber answers on paper is what a CSCF gets on the wire (TS 29.228 6.1.1, 6.1.2, 6.1.4, 6.3),
 * and the check leaves no trace.
 */
class PaperConformanceTest extends CxWire {

    private static final String TABLET = "tablet@ims.example";

    private List<Answer> paper(Subscription of) {
        try (Checks checks = new Checks(provisioning, store, RULES, HOME)) {
            return checks.of(of, true, Texts.english()).answers();
        }
    }

    private List<Answer> paper(String name) {
        return paper(provisioning.find(Kind.SUBSCRIPTION, name).orElseThrow());
    }

    private static Answer step(List<Answer> answers, String step, String about) {
        return answers.stream().filter(one -> one.step().equals(step) && one.about().equals(about)).findFirst()
                .orElseThrow();
    }

    private static String label(DiameterMessage answer) {
        boolean experimental = answer.find(AvpName.EXPERIMENTAL_RESULT).isPresent();
        return ResultCode.of((int) (experimental ? answer.experimentalResult() : answer.result()), experimental)
                .orElseThrow().label();
    }

    /** A registration, asked on paper and then for real; both say the same at each step. */
    private List<Answer> same(String name, String impi, String impu, String... expected) throws Exception {
        List<Answer> paper = paper(name);
        assertThat(paper(name)).as("asked again").isEqualTo(paper);
        List<String> wire = new ArrayList<>(List.of(label(uar(impi, impu))));
        wire.add(label(mar(impi, impu, "Unknown")));
        wire.add(label(sar(REGISTRATION, S1, impi, impu)));
        assertThat(List.of(step(paper, "UAR", impu), step(paper, "MAR", impi), step(paper, "SAR", impu)))
                .extracting(Answer::result).containsExactlyElementsOf(wire).containsExactly(expected);
        return paper;
    }

    @Test
    @DisplayName("a password: FIRST_REGISTRATION with capabilities, SIP Digest, the profile with its criteria")
    void digest() throws Exception {
        provisioning.create(Kind.APPLICATION_SERVER, new ApplicationServer("as", "sip:as.ims.example", null, "", false,
                false, "", null, null, null), TEST);
        provisioning.create(Kind.FILTER_CRITERIA, new FilterCriteria("all", "as", FilterCriteria.ProfilePart.BOTH, ""),
                TEST);
        provisioning.create(Kind.SERVICE_PROFILE, new ServiceProfile("served", Optional.empty(), false,
                List.of(new ServiceProfile.Use("all", 7)), List.of()), TEST);
        change(ALICE, old -> with(old, List.of(new ImplicitSet(List.of(ALICE), List.of(
                new PublicUser(ALICE_SIP, IdentityType.PUBLIC_USER, false, "", "", "served", "", true))))));

        List<Answer> paper = same(ALICE, ALICE, ALICE_SIP, "DIAMETER_FIRST_REGISTRATION (2001)",
                "DIAMETER_SUCCESS (2001)", "DIAMETER_SUCCESS (2001)");

        assertThat(paper).extracting(Answer::step).containsExactly("UAR", "MAR", "SAR", "iFC");
        assertThat(paper).allMatch(Answer::good);
        assertThat(paper).extracting(Answer::words).containsExactly("The I-CSCF chooses an S-CSCF with [1].",
                "Challenged by SIP Digest.", "A profile of 1 identities; the default one is " + ALICE_SIP + ".", "");
        assertThat(paper.get(3).result()).isEqualTo("7: every request → sip:as.ims.example");
        assertThat(profile(sar(REGISTRATION, S1, ALICE, ALICE_SIP)))
                .contains("<Priority>7</Priority>", "<ServerName>sip:as.ims.example</ServerName>");
    }

    @Test
    @DisplayName("a SIM: no sequence number is used, nobody is authenticating and no S-CSCF assigned afterwards")
    void aka() throws Exception {
        int version = Provision.version(database, BOB);
        assertThat(step(paper(BOB), "MAR", BOB).words()).isEqualTo("Challenged by Digest-AKAv1-MD5.");
        assertThat(store.situation(BOB, BOB_SIP).orElseThrow()).satisfies(seen -> {
            assertThat(store.sequence(seen).value()).isZero();
            assertThat(seen.authPending()).isFalse();
            assertThat(seen.serverName()).isEmpty();
            assertThat(seen.state()).isEqualTo(RegistrationState.NOT_REGISTERED);
        });
        assertThat(Provision.version(database, BOB)).isEqualTo(version);
        same(BOB, BOB, BOB_SIP, "DIAMETER_FIRST_REGISTRATION (2001)", "DIAMETER_SUCCESS (2001)",
                "DIAMETER_SUCCESS (2001)");
        assertThat(pushes.pending(0, 10)).isEmpty();
    }

    @Test
    @DisplayName("registered: SUBSEQUENT_REGISTRATION, and the assigned S-CSCF is the one that asks on")
    void registered() throws Exception {
        sar(REGISTRATION, S1, BOB, BOB_SIP);
        List<Answer> paper = same(BOB, BOB, BOB_SIP, "DIAMETER_SUBSEQUENT_REGISTRATION (2002)",
                "DIAMETER_SUCCESS (2001)", "DIAMETER_SUCCESS (2001)");
        assertThat(paper.get(0).words()).isEqualTo("The I-CSCF goes to " + S1 + ".");
    }

    @Test
    @DisplayName("6.1.1.1 step 3: AUTHORIZATION_REJECTED (5003), with the reason and the step the trace has")
    void barred() throws Exception {
        change(BOB, old -> with(old, List.of(new ImplicitSet(List.of(BOB),
                List.of(PublicUser.of(BOB_SIP).withBarring())))));
        refused(paper(BOB), "UAR", BOB_SIP, uar(BOB, BOB_SIP), "DIAMETER_AUTHORIZATION_REJECTED (5003)",
                "TS 29.228 6.1.1.1 step 3");
    }

    @Test
    @DisplayName("6.1.1.1 step 4: ERROR_ROAMING_NOT_ALLOWED (5004)")
    void roaming() throws Exception {
        change(BOB, old -> Provision.visiting(old, "elsewhere.example"));
        refused(paper(BOB), "UAR", BOB_SIP, uar(BOB, BOB_SIP), "DIAMETER_ERROR_ROAMING_NOT_ALLOWED (5004)",
                "TS 29.228 6.1.1.1 step 4");
    }

    @Test
    @DisplayName("6.1.1.1 step 1: ERROR_USER_UNKNOWN (5001) of one that was removed while its page was open")
    void gone() throws Exception {
        Subscription read = provisioning.find(Kind.SUBSCRIPTION, BOB).orElseThrow();
        provisioning.remove(Kind.SUBSCRIPTION, BOB, Optional.empty(), TEST);
        refused(paper(read), "UAR", BOB_SIP, uar(BOB, BOB_SIP), "DIAMETER_ERROR_USER_UNKNOWN (5001)",
                "TS 29.228 6.1.1.1 step 1");
    }

    @Test
    @DisplayName("6.3.1 step 2: ERROR_IDENTITIES_DONT_MATCH (5002) of a private identity that may register no set")
    void unused() throws Exception {
        change(BOB, old -> new Subscription(BOB, "", "", List.of(HOME), List.of(old.privateIdentities().get(0),
                Provision.user(TABLET)), old.implicitSets()));
        List<Answer> paper = paper(BOB);
        refused(paper, "MAR", TABLET, mar(TABLET, BOB_SIP, "Unknown"), "DIAMETER_ERROR_IDENTITIES_DONT_MATCH (5002)",
                "TS 29.228 6.3.1 step 2");
        assertThat(step(paper, "SAR", BOB_SIP).good()).isTrue();
    }

    @Test
    @DisplayName("6.3.1: UNABLE_TO_COMPLY (5012) where the secret does not open")
    void unreadable() throws Exception {
        PrivateUser eve = Provision.user("eve@ims.example");
        change(BOB, old -> new Subscription(BOB, "", "", List.of(HOME), List.of(new PrivateUser(BOB, eve.scheme(),
                new Sealed(eve.secret().bytes()), 0)), old.implicitSets()));
        refused(paper(BOB), "MAR", BOB, mar(BOB, BOB_SIP, "Unknown"), "DIAMETER_UNABLE_TO_COMPLY (5012)",
                "TS 29.228 6.3.1");
    }

    @Test
    @DisplayName("6.1.4.1: a service is located; an inactive one is unknown (5001)")
    void services() throws Exception {
        List<Answer> paper = paper("services");
        assertThat(paper).extracting(Answer::step).containsOnly("LIR");
        refused(paper, "LIR", "sip:mute@ims.example", lir("sip:mute@ims.example"),
                "DIAMETER_ERROR_USER_UNKNOWN (5001)", "TS 29.228 6.1.4.1 step 1");
        Answer echo = step(paper, "LIR", ECHO_SIP);
        assertThat(echo.result()).isEqualTo(label(lir(ECHO_SIP))).isEqualTo("DIAMETER_UNREGISTERED_SERVICE (2003)");
        assertThat(echo.words()).isEqualTo("The I-CSCF may choose any S-CSCF.");
        assertThat(paper).last().extracting(Answer::result).isEqualTo(label(lir("sip:room-1@ims.example")));
    }

    private static void refused(List<Answer> paper, String step, String about, DiameterMessage wire, String result,
            String clause) {
        Answer answer = step(paper, step, about);
        assertThat(answer.result()).isEqualTo(label(wire)).isEqualTo(result);
        assertThat(answer.good()).isFalse();
        assertThat(answer.clause()).isEqualTo(clause);
        assertThat(answer.words()).isNotBlank();
        Consumer<Answer> never = sar -> assertThat(sar.words()).isEqualTo("It does not come to this.");
        if (!step.equals("LIR") && !about.equals(TABLET)) {
            assertThat(paper).filteredOn(one -> one.step().equals("SAR")).isNotEmpty().allSatisfy(never);
            assertThat(paper).extracting(Answer::step).doesNotContain("iFC");
        }
    }

    private static Subscription with(Subscription old, List<ImplicitSet> sets) {
        return new Subscription(old.name(), old.capabilitySet(), old.chargingSet(), List.of(HOME),
                old.privateIdentities(), sets);
    }
}
