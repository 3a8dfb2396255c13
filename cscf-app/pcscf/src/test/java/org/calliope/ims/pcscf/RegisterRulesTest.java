package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.pcscf.RegisterRules.Granted;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final ContactUri PHONE = ContactUri.parse("sip:alice@127.0.0.1:5070");
    private static final ContactUri DESK = ContactUri.parse("sip:alice@127.0.0.1:5071");
    private static final Source SOURCE = new Source("127.0.0.1", 5070, "udp", "127.0.0.1:5070");
    private static final String EMPTY = "Digest username=\"alice@ims.example\", realm=\"ims.example\", nonce=\"\","
            + " uri=\"sip:ims.example\", response=\"\"";
    private static final String ANSWER = "Digest username=\"alice@ims.example\", realm=\"ims.example\", nonce=\"n\","
            + " uri=\"sip:ims.example\", response=\"6629fae49393a05397450978507c4ef1\"";

    private final RegisterRules rules = new RegisterRules("ims.example", new PcscfSettings(true, true));

    @Test
    void ts24229_5_2_2_1_anotherDomainIsNotServed() {
        refused(403, "other.example is not served", () -> rules.admit("other.example", EMPTY, List.of()));
        rules.admit("IMS.example", EMPTY, List.of());
    }

    @Test
    void ts24229_5_1_1_2_3_aPlainSoftphoneIsASetting() {
        rules.admit("ims.example", "", List.of());
        RegisterRules strict = new RegisterRules("ims.example", new PcscfSettings(false, true));

        strict.admit("ims.example", EMPTY, List.of());
        refused(400, "no Authorization", () -> strict.admit("ims.example", "", List.of()));
    }

    @Test
    void rfc3261_16_3_step5_aProxyExtensionWeDoNotKnowIs420() {
        refused(420, "sec-agree", () -> rules.admit("ims.example", EMPTY, List.of("sec-agree")));
    }

    @Test
    void ts24229_5_2_2_3_aFirstRegisterIsNotMarked() {
        assertThat(RegisterRules.authorization(EMPTY, false)).isEqualTo(EMPTY);
    }

    @Test
    void ts24229_5_2_2_3_anAnswerIsMarkedByWhetherTheUeIsKnownThere() {
        assertThat(mark(RegisterRules.authorization(ANSWER, false))).isEqualTo("ip-assoc-pending");
        assertThat(mark(RegisterRules.authorization(ANSWER, true))).isEqualTo("ip-assoc-yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "ip-assoc-yes", "tls-yes"})
    void ts24229_5_2_2_3_whatTheUeSaysOfItsProtectionDoesNotCount(String forged) {
        String claim = ",integrity-protected=\"" + forged + '"';

        assertThat(mark(RegisterRules.authorization(ANSWER + claim, false))).isEqualTo("ip-assoc-pending");
        assertThat(mark(RegisterRules.authorization(EMPTY + claim, false))).isEmpty();
    }

    @Test
    void theDigestGoesOnAsItCame() {
        Credentials before = Credentials.parse(ANSWER);

        assertThat(Credentials.parse(RegisterRules.authorization(ANSWER, true)).withIntegrityProtected(""))
                .isEqualTo(before);
    }

    @Test
    void aBrokenAuthorizationIs400() {
        refused(400, "Authorization", () -> RegisterRules.authorization("Digest username=\"alice", false));
    }

    @Test
    void ts24229_5_2_2_1_theAnswerSaysWhatToKeep() {
        PublicIdentity tel = new PublicIdentity("tel:+4930123");
        UeRegistration kept = accepted(List.of(PHONE), List.of(new Granted(DESK, 9000), new Granted(PHONE, 600)),
                List.of(ALICE, tel)).orElseThrow();

        assertThat(kept.identities()).containsExactly(ALICE, tel);
        assertThat(kept.contacts()).as("only what this REGISTER asked for").containsExactly(PHONE);
        assertThat(kept.expires()).isEqualTo(NOW.plusSeconds(600));
        assertThat(kept.serviceRoute()).containsExactly("<sip:orig@s;lr>");
    }

    @Test
    void ts24229_5_2_2_1_withoutAssociatedUrisTheRegisteredIdentityIsTheOnlyOne() {
        assertThat(accepted(List.of(PHONE), List.of(new Granted(PHONE, 600)), List.of()).orElseThrow().identities())
                .containsExactly(ALICE);
    }

    @Test
    void ts24229_5_2_5_1_aContactThatIsNotListedAnyMoreIsGone() {
        assertThat(accepted(List.of(PHONE), List.of(new Granted(DESK, 600)), List.of(ALICE))).isEmpty();
        assertThat(accepted(List.of(PHONE), List.of(new Granted(PHONE, 0)), List.of(ALICE))).isEmpty();
    }

    private static Optional<UeRegistration> accepted(List<ContactUri> asked, List<Granted> granted,
                                                     List<PublicIdentity> associated) {
        return RegisterRules.accepted("flow", "alice@ims.example", ALICE, asked, granted, associated,
                List.of("<sip:orig@s;lr>"), SOURCE, NOW);
    }

    private static String mark(String header) {
        return Credentials.parse(header).integrityProtected();
    }

    private static void refused(int status, String why, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(SipRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal.reason()).contains(why);
        });
    }
}
