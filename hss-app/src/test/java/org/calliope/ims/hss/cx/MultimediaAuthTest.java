package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.hss.store.RegistrationState.NOT_REGISTERED;
import static org.calliope.ims.hss.store.RegistrationState.REGISTERED;
import static org.calliope.ims.hss.store.RegistrationState.UNREGISTERED;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.trace.Decision;
import org.junit.jupiter.api.Test;

/** MAR, TS 29.228 6.3.1. */
class MultimediaAuthTest extends CxFixture {

    private static final String CLAUSE = "TS 29.228 6.3.1 step ";

    @Test
    void step1UnknownIdentities() {
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> mar(ALICE, "sip:eve@ims.example", S1));
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> mar("eve@ims.example", ALICE_SIP, S1));
    }

    @Test
    void step1AServicesIdentityIsNoUser() {
        provision("echo@ims.example", Provision.identity("sip:echo@ims.example", "", false, IdentityType.DISTINCT_PSI,
                false));
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> mar("echo@ims.example", "sip:echo@ims.example", S1));
    }

    @Test
    void step2AnothersPublicIdentity() {
        refused(ResultCode.ERROR_IDENTITIES_DONT_MATCH, CLAUSE + 2, () -> mar("bob@ims.example", ALICE_SIP, S1));
        assertState(ALICE_SIP, NOT_REGISTERED, "");
    }

    @Test
    void step3ASchemeTheUserIsNotProvisionedFor() {
        for (AuthScheme scheme : new AuthScheme[] {AuthScheme.DIGEST_AKAV1_MD5, AuthScheme.GIBA,
                AuthScheme.NASS_BUNDLED}) {
            refused(ResultCode.ERROR_AUTH_SCHEME_NOT_SUPPORTED, CLAUSE + 3, () -> mar(ALICE, ALICE_SIP, S1, scheme));
        }
        assertState(ALICE_SIP, NOT_REGISTERED, "");
    }

    @Test
    void step3UnknownLeavesTheSchemeToTheHss() {
        assertThat(mar(ALICE, ALICE_SIP, S1, AuthScheme.UNKNOWN).digest()).isPresent();
    }

    @Test
    void step5NotRegisteredStoresTheServerAndAwaitsTheOutcome() {
        MultimediaAuthAnswer answer = mar(ALICE, ALICE_SIP, S1);

        assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
        assertThat(answer.digest()).contains(
                new DigestAuthenticate("ims.example", "MD5", "auth", Provision.HA1));
        assertState(ALICE_SIP, NOT_REGISTERED, S1);
        assertThat(state(ALICE, ALICE_SIP).authPending()).isTrue();
    }

    @Test
    void step5UnregisteredKeepsItsStateAndAwaitsTheOutcome() {
        sar(ServerAssignmentType.UNREGISTERED_USER, S1, "", ALICE_SIP);

        mar(ALICE, ALICE_SIP, S2);

        assertState(ALICE_SIP, UNREGISTERED, S2);
        assertThat(state(ALICE, ALICE_SIP).authPending()).isTrue();
    }

    @Test
    void step5RegisteredAtTheSameServerChangesNothing() {
        register(ALICE, ALICE_SIP, S1);

        assertThat(mar(ALICE, ALICE_SIP, S1).digest()).isPresent();

        assertState(ALICE_SIP, REGISTERED, S1);
        assertThat(state(ALICE, ALICE_SIP).authPending()).isFalse();
    }

    @Test
    void step5RegisteredAtAnotherServerOverwritesAndSaysSo() {
        register(ALICE, ALICE_SIP, S1);

        assertThat(mar(ALICE, ALICE_SIP, S2).result()).isEqualTo(ResultCode.SUCCESS);

        assertState(ALICE_SIP, REGISTERED, S2);
        assertThat(trace.since(0, 100)).filteredOn(e -> e instanceof Decision d
                && d.outcome() == Decision.Outcome.NOTED).singleElement()
                .satisfies(e -> assertThat(((Decision) e).values()).containsEntry("assigned server", S1)
                        .containsEntry("asking server", S2));
    }

    @Test
    void aSoftphonesUserNameHasItsOwnSecretWhenThatIsTolerated() {
        assertThat(marFor("alice").digest().orElseThrow().ha1()).isEqualTo(Provision.PLAIN_HA1);
        assertThat(marFor(ALICE).digest().orElseThrow().ha1()).isEqualTo(Provision.HA1);

        hss = new CxProcedures(store, new CxRules(true, false), trace);
        refused(ResultCode.ERROR_IDENTITIES_DONT_MATCH, CLAUSE + 2, () -> marFor("alice"));
    }

    @Test
    void anotherUserNameGetsNoSecretAtAll() {
        for (String name : new String[] {"", "al", "bob", "alice@other.example", "ALICE"}) {
            refused(ResultCode.ERROR_IDENTITIES_DONT_MATCH, CLAUSE + 2, () -> marFor(name));
        }
    }

    @Test
    void noDecisionTellsTheSecret() {
        register(ALICE, ALICE_SIP, S1);
        mar(ALICE, ALICE_SIP, S2, AuthScheme.UNKNOWN);
        marFor("alice");

        assertThat(trace.since(0, 100).toString()).doesNotContain(Provision.HA1, Provision.PLAIN_HA1);
    }
}
