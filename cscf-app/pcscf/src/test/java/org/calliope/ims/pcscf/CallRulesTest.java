package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallRulesTest {

    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final PublicIdentity ALICE_TEL = new PublicIdentity("tel:+4930123");
    private static final PublicIdentity BOB = new PublicIdentity("sip:bob@ims.example");
    private static final String SERVICE_ROUTE = "<sip:orig@127.0.0.1:5064;lr>";
    private static final UeRegistration REGISTERED = registered(new Source("127.0.0.1", 5070, "udp", "127.0.0.1:5070"));

    private final CallRules rules = new CallRules(Conf.DEFAULT);
    private final CallRules strict = new CallRules(Conf.STRICT);

    @Test
    void ts24229_5_2_6_3_3_thePreferredIdentityIsAssertedWhenTheUeHasIt() {
        assertThat(CallRules.asserted(REGISTERED, List.of(ALICE_TEL))).isEqualTo(ALICE_TEL);
        assertThat(CallRules.asserted(REGISTERED, List.of(BOB, ALICE_TEL))).isEqualTo(ALICE_TEL);
    }

    @Test
    void ts24229_5_2_6_3_3_elseTheDefaultIdentityIs() {
        assertThat(CallRules.asserted(REGISTERED, List.of())).isEqualTo(ALICE);
        assertThat(CallRules.asserted(REGISTERED, List.of(BOB))).isEqualTo(ALICE);
    }

    @Test
    void ts23003_13_4A_everyIdentityThatAWildcardedOneStandsForIsAsserted() {
        UeRegistration switchboard = REGISTERED.withWildcards(
                Wildcards.of(List.of("sip:!.*!@ims.example", "sip:room-!\\d+!@ims.example")));
        PublicIdentity room = new PublicIdentity("sip:room-7@ims.example");

        assertThat(CallRules.asserted(switchboard, List.of(room))).isEqualTo(room);
        assertThat(switchboard.has(room)).isTrue();
        assertThat(switchboard.profileKey(room).map(Wildcard::text)).as("RFC 5002, the most specific one")
                .contains("sip:room-!\\d+!@ims.example");
        assertThat(switchboard.profileKey(ALICE)).as("a distinct identity counts first").isEmpty();
        assertThat(switchboard.has(new PublicIdentity("sip:room-7@other.example"))).isFalse();
        assertThat(CallRules.asserted(REGISTERED, List.of(room))).isEqualTo(ALICE);
    }

    @Test
    void ts24229_5_2_6_3_3_theServiceRouteIsAddedForAPlainSoftphone() {
        assertThat(rules.route(REGISTERED, "", List.of())).containsExactly(SERVICE_ROUTE);
        assertThatThrownBy(() -> strict.route(REGISTERED, "", List.of())).isInstanceOf(SipRefusal.class);
    }

    @Test
    void ts24229_5_2_6_3_3_theServiceRouteOfAnImsPhoneIsTaken() {
        assertThat(rules.route(REGISTERED, "", List.of("<sip:orig@127.0.0.1:5064;lr>"))).isEmpty();
        assertThat(strict.route(REGISTERED, "", List.of("\"S\" <sip:orig@127.0.0.1:5064;lr;x=y>"))).isEmpty();
    }

    @Test
    void rfc3608_5_serviceRouteOfAUeThatDoesNotNameThisProxyIsThatWhichWasTakenForThisServers() {
        assertThat(rules.route(REGISTERED, SERVICE_ROUTE, List.of())).containsExactly(SERVICE_ROUTE);
        assertThat(strict.route(REGISTERED, SERVICE_ROUTE, List.of())).containsExactly(SERVICE_ROUTE);
        assertThatThrownBy(() -> rules.route(REGISTERED, SERVICE_ROUTE, List.of("<sip:elsewhere;lr>")))
                .isInstanceOf(SipRefusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:127.0.0.1:5064;lr>", "<sip:orig@127.0.0.1:5062;lr>", "<sip:elsewhere;lr>", "<bad"})
    void ts24229_5_2_6_3_3_anotherRouteIs400(String route) {
        assertThatThrownBy(() -> rules.route(REGISTERED, "", List.of(route)))
                .isInstanceOfSatisfying(SipRefusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(400);
                    assertThat(refusal.reason()).contains("Service-Route");
                });
        assertThatThrownBy(() -> rules.route(REGISTERED, "", List.of(SERVICE_ROUTE, route)))
                .isInstanceOf(SipRefusal.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 5070, udp, ''",
        "192.0.2.1, 61000, udp, <sip:192.0.2.1:61000;transport=udp;lr>",
        "127.0.0.1, 40001, tcp, <sip:127.0.0.1:40001;transport=tcp;lr>",
        "::1, 5070, udp, <sip:[::1]:5070;transport=udp;lr>"})
    void rfc5626_5_3_aContactThatSaysAnotherPlaceIsReachedWhereItRegisteredFrom(String address, int port,
                                                                               String transport, String route) {
        ContactUri contact = ContactUri.parse("sip:alice@127.0.0.1:5070");
        UeRegistration called = registered(new Source(address, port, transport, "127.0.0.1:5070"));

        assertThat(rules.toSource(called.source(), contact, false).orElse("")).isEqualTo(route == null ? "" : route);
        assertThat(strict.toSource(called.source(), contact, false)).isEmpty();
        assertThat(strict.toSource(called.source(), contact, true)).as("outbound").isEqualTo(
                rules.toSource(called.source(), contact, false));
    }

    @Test
    void whoIsNotRegisteredAndWhoseFlowIsGone() {
        assertThat(CallRules.unregistered(REGISTERED.source()).status()).isEqualTo(403);
        assertThat(CallRules.noFlow("f", false).status()).isEqualTo(480);
        assertThat(CallRules.unreachable("sip:alice@h").status()).isEqualTo(480);
    }

    @Test
    void rfc5626_5_3_1_ofAUeWithOutboundAFlowThatIsGoneIs430() {
        assertThat(CallRules.noFlow("f", true).status()).isEqualTo(430);
    }

    @Test
    void aRequestInADialogIsToldByItsTag() {
        Leg caller = new Leg(true, "a", "", "", "", "");
        Leg called = new Leg(false, "a", "sip:bob@ims.example", "", "f", "");

        assertThat(caller.fromUe("a")).isTrue();
        assertThat(caller.fromUe("b")).isFalse();
        assertThat(called.fromUe("a")).isFalse();
        assertThat(called.fromUe("b")).isTrue();
    }

    private static UeRegistration registered(Source source) {
        return new UeRegistration("f", "alice", ALICE, List.of(ALICE, ALICE_TEL), Wildcards.NONE,
                List.of(ContactUri.parse("sip:alice@127.0.0.1:5070")), List.of(SERVICE_ROUTE),
                UeRegistration.Outbound.NONE, source,
                Instant.parse("2026-11-21T13:00:00Z"));
    }
}
