package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.FilterableRequest;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.PastedRequest;
import org.calliope.ims.ifc.ProfilePart;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;
import org.junit.jupiter.api.Test;

/** TS 23.218 5.2: the criteria of the served identity, in order, from where the request is. */
class ServiceChainTest {

    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final PublicIdentity WORK = new PublicIdentity("sip:alice.work@ims.example");
    private static final PublicIdentity PLAIN = new PublicIdentity("sip:alice.plain@ims.example");

    private final ServiceChain chain = new ServiceChain();
    private final UserProfile profile = new UserProfile(new PrivateIdentity("alice@ims.example"), List.of(
            new ServiceProfile(List.of(inGroup(ALICE, "a"), inGroup(PLAIN, "a")), List.of(
                    criterion(20, "sip:second", Optional.empty(), "INVITE"),
                    criterion(10, "sip:first", Optional.empty(), "INVITE"),
                    criterion(5, "sip:away", Optional.of(ProfilePart.UNREGISTERED), "INVITE"),
                    criterion(7, "sip:text", Optional.empty(), "MESSAGE"))),
            new ServiceProfile(List.of(inGroup(WORK, "b")), List.of(criterion(1, "sip:work", Optional.empty(), "INVITE")))));

    private static ProfileIdentity inGroup(PublicIdentity identity, String group) {
        return new ProfileIdentity(identity, false, Optional.empty()).inAliasGroup(group);
    }

    private static InitialFilterCriteria criterion(int priority, String server, Optional<ProfilePart> part, String method) {
        return new InitialFilterCriteria(priority, Optional.of(TriggerPoint.allOf(List.of(
                new ServicePointTrigger.Method(false, method, Set.of())))), new ApplicationServer(server,
                DefaultHandling.SESSION_CONTINUED), part);
    }

    private static FilterableRequest request(String method) {
        return PastedRequest.parse(method + " sip:bob@ims.example SIP/2.0", new PastedRequest.Served(
                SessionCase.ORIGINATING_REGISTERED, true, RegistrationType.INITIAL));
    }

    private List<String> visited(PublicIdentity served, String method) {
        ServiceStep step = new ServiceStep(SessionCase.ORIGINATING_REGISTERED, served, ALICE);
        List<String> servers = new java.util.ArrayList<>();
        for (var match = chain.next(profile, step, request(method)); match.isPresent();
                match = chain.next(profile, step, request(method))) {
            servers.add(match.get().criteria().applicationServer().serverName());
            step = step.behind(match.get().position());
        }
        return servers;
    }

    @Test
    void byPriorityEachOnce_TS23218_5_2_2() {
        assertThat(visited(ALICE, "INVITE")).containsExactly("sip:first", "sip:second");
        assertThat(visited(ALICE, "MESSAGE")).containsExactly("sip:text");
        assertThat(visited(ALICE, "PUBLISH")).isEmpty();
    }

    @Test
    void thoseOfTheProfileThatTheServedIdentityIsIn_TS29228_B_2() {
        assertThat(visited(PLAIN, "INVITE")).containsExactly("sip:first", "sip:second");
        assertThat(visited(WORK, "INVITE")).containsExactly("sip:work");
        assertThat(visited(new PublicIdentity("sip:eve@ims.example"), "INVITE")).isEmpty();
    }

    @Test
    void aliasesAreOfOneGroup_TS24229_3_1() {
        assertThat(ImplicitSet.aliases(profile, ALICE, PLAIN)).isTrue();
        assertThat(ImplicitSet.aliases(profile, ALICE, WORK)).isFalse();
        assertThat(ImplicitSet.aliases(profile, new PublicIdentity("sip:eve@ims.example"),
                new PublicIdentity("sip:eva@ims.example"))).isFalse();
    }

    @Test
    void theServedUserAsAServerIsTold_RFC5502_RFC8498() {
        assertThat(new ServiceStep(SessionCase.ORIGINATING_REGISTERED, ALICE, ALICE).servedUser())
                .isEqualTo("<sip:alice@ims.example>;sescase=orig;regstate=reg");
        ServiceStep called = new ServiceStep(SessionCase.TERMINATING_REGISTERED, ALICE, ALICE);
        assertThat(called.servedUser()).isEqualTo("<sip:alice@ims.example>;sescase=term;regstate=reg");
        assertThat(called.behind(4).diverted().servedUser()).isEqualTo("<sip:alice@ims.example>;orig-cdiv");
        assertThat(called.behind(4).diverted().from()).as("criteria for diverted requests from the first one on").isZero();
    }
}
