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
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.pcscf.RegisterRules.Asked;
import org.calliope.ims.pcscf.RegisterRules.Granted;
import org.calliope.ims.pcscf.UeRegistration.Outbound;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final List<String> ASSOCIATED = List.of("<sip:alice@ims.example>");
    private static final ContactUri PHONE = ContactUri.parse("sip:alice@127.0.0.1:5070");
    private static final ContactUri DESK = ContactUri.parse("sip:alice@127.0.0.1:5071");
    private static final Source SOURCE = new Source("127.0.0.1", 5070, "udp", "127.0.0.1:5070");
    private static final String EMPTY = "Digest username=\"alice@ims.example\", realm=\"ims.example\", nonce=\"\","
            + " uri=\"sip:ims.example\", response=\"\"";
    private static final String ANSWER = "Digest username=\"alice@ims.example\", realm=\"ims.example\", nonce=\"n\","
            + " uri=\"sip:ims.example\", response=\"6629fae49393a05397450978507c4ef1\"";

    private static final Source TLS = new Source("127.0.0.1", 40001, "tls", "127.0.0.1:5070");
    private static final Optional<UeRegistration> KNOWN = Optional.of(known("alice@ims.example"));

    private final RegisterRules rules = new RegisterRules("ims.example", Conf.DEFAULT);

    @Test
    void ts24229_5_2_2_1_anotherDomainIsNotServed() {
        refused(403, "other.example is not served", () -> rules.admit(asked("other.example", EMPTY)));
        rules.admit(asked("IMS.example", EMPTY));
    }

    @Test
    void ts24229_5_1_1_2_3_aPlainSoftphoneIsASetting() {
        Asked without = new Asked("ims.example", List.of(), List.of(), List.of(), List.of(), 1);
        rules.admit(without);
        RegisterRules strict = new RegisterRules("ims.example", Conf.STRICT);

        strict.admit(asked("ims.example", EMPTY));
        refused(400, "no Authorization", () -> strict.admit(without));
    }

    @Test
    void rfc3261_16_3_step5_aProxyExtensionWeDoNotKnowIs420() {
        refused(420, "gin", () -> rules.admit(
                new Asked("ims.example", List.of(EMPTY), List.of("gin"), List.of(), List.of(), 1)));
    }

    @Test
    void ts24229_4_4_aUeChoosesNeitherRouteNorPathOfItsRegister() {
        refused(400, "no say in the Route", () -> rules.admit(new Asked("ims.example", List.of(EMPTY), List.of(),
                List.of("<sip:127.0.0.1:5064;lr>"), List.of(), 1)));
        refused(400, "no say in the Path", () -> rules.admit(new Asked("ims.example", List.of(EMPTY), List.of(),
                List.of(), List.of("<sip:term@elsewhere;lr>"), 1)));
    }

    @Test
    void aRegisterHasABoundOfContacts() {
        rules.admit(new Asked("ims.example", List.of(), List.of(), List.of(), List.of(), 3));
        refused(403, "3 contacts at most",
                () -> rules.admit(new Asked("ims.example", List.of(), List.of(), List.of(), List.of(), 4)));
    }

    @Test
    void ts24229_5_2_2_4_aTlsSessionBelongsToOnePrivateIdentity() {
        RegisterRules strict = new RegisterRules("ims.example", Conf.STRICT);
        Optional<UeRegistration> bobs = Optional.of(known("bob@ims.example"));

        refused(403, "another private identity", () -> strict.admit(TLS, "alice@ims.example", bobs));
        strict.admit(TLS, "bob@ims.example", bobs);
        strict.admit(SOURCE, "alice@ims.example", bobs);
        rules.admit(TLS, "alice@ims.example", bobs);
    }

    @Test
    void ts24229_5_2_2_3_aFirstRegisterIsNotMarked() {
        assertThat(RegisterRules.authorization(EMPTY, SOURCE, KNOWN)).isEqualTo(EMPTY);
        assertThat(RegisterRules.authorization(EMPTY, TLS, KNOWN)).isEqualTo(EMPTY);
    }

    @Test
    void ts24229_5_2_2_3_anAnswerIsMarkedByWhetherTheUserIsKnownThere() {
        Optional<UeRegistration> bob = Optional.of(known("bob@ims.example"));

        assertThat(mark(RegisterRules.authorization(ANSWER, SOURCE, Optional.empty()))).isEqualTo("ip-assoc-pending");
        assertThat(mark(RegisterRules.authorization(ANSWER, SOURCE, bob))).isEqualTo("ip-assoc-pending");
        assertThat(mark(RegisterRules.authorization(ANSWER, SOURCE, KNOWN))).isEqualTo("ip-assoc-yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls", "wss"})
    void ts24229_5_2_2_4_anAnswerOverTlsIsMarkedByWhetherTheSessionIsTheUsers(String transport) {
        Source secure = new Source("127.0.0.1", 40001, transport, "127.0.0.1:5070");
        Optional<UeRegistration> bob = Optional.of(known("bob@ims.example"));

        assertThat(mark(RegisterRules.authorization(ANSWER, secure, Optional.empty()))).isEqualTo("tls-pending");
        assertThat(mark(RegisterRules.authorization(ANSWER, secure, bob))).isEqualTo("tls-pending");
        assertThat(mark(RegisterRules.authorization(ANSWER, secure, KNOWN))).isEqualTo("tls-yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AKAv1-MD5", "akav2-sha-256"})
    void ts24229_5_2_2_1_anAkaAnswerWithoutIpsecIsNotMarked(String algorithm) {
        String aka = ANSWER + ", algorithm=" + algorithm + ", integrity-protected=\"yes\"";

        assertThat(mark(RegisterRules.authorization(aka, SOURCE, KNOWN))).isEmpty();
        assertThat(mark(RegisterRules.authorization(aka, TLS, KNOWN))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "ip-assoc-yes", "tls-yes", "auth-done"})
    void ts24229_5_2_2_3_whatTheUeSaysOfItsProtectionDoesNotCount(String forged) {
        String claim = ",integrity-protected=\"" + forged + '"';

        assertThat(mark(RegisterRules.authorization(ANSWER + claim, SOURCE, Optional.empty())))
                .isEqualTo("ip-assoc-pending");
        assertThat(mark(RegisterRules.authorization(EMPTY + claim, SOURCE, KNOWN))).isEmpty();
    }

    @Test
    void theDigestGoesOnAsItCame() {
        Credentials before = Credentials.parse(ANSWER);

        assertThat(Credentials.parse(RegisterRules.authorization(ANSWER, SOURCE, KNOWN)).withIntegrityProtected(""))
                .isEqualTo(before);
    }

    @Test
    void aBrokenAuthorizationIs400() {
        refused(400, "Authorization",
                () -> RegisterRules.authorization("Digest username=\"alice", SOURCE, Optional.empty()));
    }

    @Test
    void ts24229_5_2_2_1_theAnswerSaysWhatToKeep() {
        PublicIdentity tel = new PublicIdentity("tel:+4930123");
        UeRegistration kept = accepted(List.of(PHONE), List.of(new Granted(DESK, 9000), new Granted(PHONE, 600)),
                List.of("\"Alice\" <sip:alice@ims.example>", "<tel:+4930123>")).orElseThrow();

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
    void ts24229_5_2_2_1_wildcardedIdentitiesAreKeptBesideTheOthers() {
        UeRegistration kept = accepted(List.of(PHONE), List.of(new Granted(PHONE, 600)),
                List.of("<sip:alice@ims.example>", "<sip:room-!.*!@ims.example>", "<tel:+4930!\\d{2,4}!>")).orElseThrow();

        assertThat(kept.identities()).containsExactly(ALICE);
        assertThat(kept.wildcards().all()).extracting(Wildcard::text)
                .containsExactlyInAnyOrder("sip:room-!.*!@ims.example", "tel:+4930!\\d{2,4}!");
        assertThat(accepted(List.of(PHONE), List.of(new Granted(PHONE, 600)), List.of("<sip:room-!.*!@ims.example>"))
                .orElseThrow().defaultIdentity()).as("a wildcarded one is nobody's default").isEqualTo(ALICE);
        refused(400, "P-Associated-URI", () -> accepted(List.of(PHONE), List.of(new Granted(PHONE, 600)),
                List.of("<sip:room-![!@ims.example>")));
    }

    @Test
    void ts24229_5_2_5_1_aContactThatIsNotListedAnyMoreIsGone() {
        assertThat(accepted(List.of(PHONE), List.of(new Granted(DESK, 600)), ASSOCIATED)).isEmpty();
        assertThat(accepted(List.of(PHONE), List.of(new Granted(PHONE, 0)), ASSOCIATED)).isEmpty();
    }

    private static Optional<UeRegistration> accepted(List<ContactUri> asked, List<Granted> granted,
                                                     List<String> associated) {
        return RegisterRules.accepted("flow", "alice@ims.example", ALICE, asked,
                Outbound.NONE, granted, associated,
                List.of("<sip:orig@s;lr>"), SOURCE, NOW);
    }

    private static Asked asked(String host, String authorization) {
        return new Asked(host, List.of(authorization), List.of(), List.of(), List.of(), 1);
    }

    private static UeRegistration known(String userName) {
        return new UeRegistration("f", userName, ALICE, List.of(ALICE), Wildcards.NONE, List.of(PHONE), List.of(),
                Outbound.NONE, SOURCE, NOW.plusSeconds(600));
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
