package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** LIR for services and for identities that stand for many, TS 29.228 6.1.4.1, TS 23.003 13.4A and 13.5. */
class WildcardTest extends CxFixture {

    private static final String CLAUSE = "TS 29.228 6.1.4.1 step ";
    private static final String ROOMS = "sip:room-!.*!@ims.example";

    @BeforeEach
    void services() {
        new Provisioning(database, Clock.systemUTC()).create(Kind.APPLICATION_SERVER, new ApplicationServer("bridge",
                "sip:bridge.ims.example:5070", null, "", false, false, "", List.of(), List.of(), List.of()),
                new Actor("test"));
        Provision.add(database, new Subscription("rooms", "", "", List.of(), List.of(), List.of(
                set(psi(ROOMS, IdentityType.WILDCARDED_PSI, "bridge", true)),
                set(psi("sip:room-!1[0-9]*!@ims.example", IdentityType.WILDCARDED_PSI, "", true)),
                set(psi("sip:room-vip-!.*!@ims.example", IdentityType.WILDCARDED_PSI, "", true)),
                set(psi("sip:room-7@ims.example", IdentityType.DISTINCT_PSI, "", true)),
                set(psi("sip:echo@ims.example", IdentityType.DISTINCT_PSI, "bridge", true)),
                set(psi("sip:mute@ims.example", IdentityType.DISTINCT_PSI, "bridge", false)))));
    }

    private static ImplicitSet set(PublicUser identity) {
        return new ImplicitSet(List.of(), List.of(identity));
    }

    private static PublicUser psi(String uri, IdentityType type, String server, boolean active) {
        return new PublicUser(uri, type, false, "", "", "default", server, active);
    }

    @Test
    void step2AServiceIsReachedAtItsApplicationServer() {
        LocationInfoAnswer answer = lir("sip:echo@ims.example", false);
        assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
        assertThat(answer.serverName()).contains("sip:bridge.ims.example:5070");
    }

    @Test
    void step2AServiceThatCallsIsServedByAnServingServer() {
        assertThat(lir("sip:echo@ims.example", true).result()).isEqualTo(ResultCode.UNREGISTERED_SERVICE);
    }

    @Test
    void step1AnInactiveServiceIsUnknown() {
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> lir("sip:mute@ims.example", false));
    }

    @Test
    void aWildcardIsSaidAsProvisioned() {
        LocationInfoAnswer answer = lir("sip:room-Green%20@ims.example", false);
        assertThat(answer.wildcardedIdentity()).contains(ROOMS);
        assertThat(answer.serverName()).contains("sip:bridge.ims.example:5070");
    }

    @Test
    void theMostSpecificWildcardAndBeforeAllTheDistinctIdentityWin() {
        assertThat(lir("sip:room-vip-a@ims.example", false).wildcardedIdentity())
                .contains("sip:room-vip-!.*!@ims.example");
        assertThat(lir("sip:room-7@ims.example", false).wildcardedIdentity()).isEmpty();
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> lir("sip:rooms@ims.example", false));
    }

    @Test
    void aWildcardThatIsAddedOrRemovedCountsAtOnce() {
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> lir("sip:hall-1@ims.example", false));
        Provision.add(database, new Subscription("halls", "", "", List.of(), List.of(),
                List.of(set(psi("sip:hall-!.*!@ims.example", IdentityType.WILDCARDED_PSI, "", true)))));
        assertThat(lir("sip:hall-1@ims.example", false).result()).isEqualTo(ResultCode.UNREGISTERED_SERVICE);
        new Provisioning(database, Clock.systemUTC()).remove(Kind.SUBSCRIPTION, "halls", Optional.empty(),
                new Actor("test"));
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> lir("sip:hall-1@ims.example", false));
    }

    @Test
    void anExpressionThatWouldTakeLongIsRefusedOrTakesNoTime() {
        assertThat(Wildcard.of("sip:!(a*)*b!@ims.example").matches("sip:" + "a".repeat(900) + "@ims.example")).isFalse();
        assertThatThrownBy(() -> Wildcard.of("sip:!((a{1000}){1000}){9}!@ims.example")).hasMessageContaining("repeats");
        assertThatThrownBy(() -> Wildcard.of("sip:!(!@ims.example")).hasMessageContaining("is none");
        assertThatThrownBy(() -> Wildcard.of("sip:room@ims.example")).hasMessageContaining("no wildcarded identity");
    }
}
