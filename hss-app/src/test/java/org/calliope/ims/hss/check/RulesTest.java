package org.calliope.ims.hss.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.FilterCriteria.ProfilePart;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.ServiceProfile.Use;
import org.calliope.ims.hss.model.ServingNode;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Services;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Provision;
import org.junit.jupiter.api.Test;

/** Each rule finds its mistake, and nothing is found where there is none. */
class RulesTest {

    private static final String REALM = "ims.mnc001.mcc001.3gppnetwork.org";
    private static final String K = "000102030405060708090a0b0c0d0e0f";
    private static final String OPC = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
    private static final String TRIGGER = "<TriggerPoint><ConditionTypeCNF>0</ConditionTypeCNF><SPT><Group>0</Group>"
            + "<RequestURI>sip:bob@.*</RequestURI></SPT></TriggerPoint>";

    /** What to check, to be changed in one point. */
    private static final class Case {
        private String impi = "alice@ims.example";
        private String domain = "ims.example";
        private List<PublicUser> identities = List.of(PublicUser.of("sip:alice@ims.example"));
        private List<String> members = List.of();
        private List<String> networks = List.of("*");
        private Credentials secret = Provision.CREDENTIALS;
        private Optional<CapabilitySet> capabilities = Optional.empty();
        private List<ServingNode> nodes = List.of();
        private FilterCriteria criteria = new FilterCriteria("calls", "as", ProfilePart.BOTH, "");
        private boolean unregistered;
        private boolean empty;
        private HostLookup.Found host = HostLookup.Found.YES;

        Subject subject() {
            PrivateUser user = Provision.user(impi, secret);
            List<PrivateUser> users = new ArrayList<>(List.of(user));
            members.forEach(more -> users.add(Provision.user(more)));
            Subscription of = new Subscription("s", capabilities.map(CapabilitySet::name).orElse(""), "", networks,
                    users, List.of(new ImplicitSet(List.of(impi), identities)));
            Map<String, Credentials> secrets = new LinkedHashMap<>();
            users.forEach(one -> secrets.put(one.identity(), one == user ? secret : Provision.CREDENTIALS));
            ServiceProfile profile = new ServiceProfile("default", Optional.empty(), unregistered,
                    empty ? List.of() : List.of(new Use("calls", 0)), List.of());
            Services services = new Services(Map.of("default", profile), Map.of(), Map.of("calls", criteria),
                    Map.of("as", new ApplicationServer("as", "sip:as.ims.example", null, "", false, false, "", null,
                            null, null)));
            return new Subject(of, secrets, services, capabilities,
                    nodes, domain, Map.of("as.ims.example", host));
        }

        List<String> found() {
            List<Advice> advice = Checks.advice(subject(), true);
            advice.forEach(one -> assertThat(one.words(Texts.english())).isNotBlank().doesNotContain("{0}"));
            return advice.stream().map(Advice::key).toList();
        }
    }

    private static PublicUser typed(String identity, IdentityType type) {
        return new PublicUser(identity, type, false, "", "", "", "", true);
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        assertThat(new Case().found()).isEmpty();
        Case sim = new Case();
        sim.impi = "001010000000001@" + REALM;
        sim.domain = REALM;
        sim.secret = Credentials.ofAka(K, OPC, false, "8000");
        sim.identities = List.of(PublicUser.of("sip:001010000000001@" + REALM), PublicUser.of("tel:+15550100"));
        assertThat(sim.found()).isEmpty();
    }

    @Test
    void aTelephoneNumberWhereTheImsiBelongsAndTheOtherWayRound() {
        Case swapped = new Case();
        swapped.impi = "4915112345678@" + REALM;
        swapped.domain = REALM;
        swapped.identities = List.of(PublicUser.of("sip:4915112345678@" + REALM), PublicUser.of("tel:+001010000000001"));
        assertThat(swapped.found()).containsExactlyInAnyOrder("check.imsi", "check.msisdn");
        Case plus = new Case();
        plus.impi = "+15550100@ims.example";
        assertThat(plus.found()).containsExactly("check.number");
    }

    @Test
    void anotherRealmThanTheHomeDomain() {
        Case foreign = new Case();
        foreign.domain = "other.example";
        assertThat(foreign.found()).containsExactlyInAnyOrder("check.realm", "check.host");
    }

    @Test
    void upperCaseAndLookAlikeCharacters() {
        Case upper = new Case();
        upper.impi = "Alice@ims.example";
        assertThat(upper.found()).containsExactly("check.case");
        Case cyrillic = new Case();
        cyrillic.impi = "\u0430lice@ims.example";
        assertThat(cyrillic.found()).containsExactly("check.lookalike");
    }

    @Test
    void aSetWithoutDefaultIdentity() {
        Case barred = new Case();
        barred.identities = List.of(PublicUser.of("sip:alice@ims.example").withBarring());
        assertThat(barred.found()).containsExactly("check.barred");
    }

    @Test
    void aTelUriWithoutASipAliasInItsSet() {
        Case tel = new Case();
        tel.identities = List.of(PublicUser.of("tel:+15550100"));
        assertThat(tel.found()).containsExactly("check.tel");
    }

    @Test
    void aPrivateIdentityThatMayRegisterNothing() {
        Case unused = new Case();
        unused.members = List.of("tablet@ims.example");
        assertThat(unused.found()).containsExactly("check.unused");
    }

    @Test
    void aWildcardThatMatchesNothingAndOneThatCoversADistinctIdentity() {
        Case anchored = new Case();
        anchored.identities = List.of(typed("sip:room-!^.*!@ims.example", IdentityType.WILDCARDED_PUBLIC_USER));
        assertThat(anchored.found()).containsExactly("check.anchored");
        Case shadowed = new Case();
        shadowed.identities = List.of(PublicUser.of("sip:room-1@ims.example"),
                typed("sip:room-!.*!@ims.example", IdentityType.WILDCARDED_PUBLIC_USER));
        assertThat(shadowed.found()).containsExactly("check.shadowed");
    }

    @Test
    void keysThatWereMixedUp() {
        assertThat(withKeys(K, K)).containsExactly("check.key-twice");
        assertThat(withKeys(K, "0".repeat(32))).containsExactly("check.key-zero");
        assertThat(withKeys(K, "cdc202d5123e20f62b6d676ac72cb318")).containsExactly("check.op-as-opc");
        assertThat(withKeys("465b5ce8b199b49faa5f0a2ee238a6bc", OPC)).containsExactly("check.key-test");
    }

    @Test
    void whoMayNotChangeSecretsDoesNotHearThatOneIsWellKnown() {
        Case keys = new Case();
        keys.secret = Credentials.ofAka("465b5ce8b199b49faa5f0a2ee238a6bc", OPC, false, "8000");
        assertThat(Checks.advice(keys.subject(), false)).isEmpty();
    }

    private static List<String> withKeys(String k, String opc) {
        Case keys = new Case();
        keys.secret = Credentials.ofAka(k, opc, false, "8000");
        return keys.found();
    }

    @Test
    void aSchemeWithoutASecret() {
        Case none = new Case();
        Subject with = none.subject();
        Subject without = new Subject(with.subscription(), Map.of(), with.services(), with.capabilities(),
                with.nodes(), with.domain(), with.hosts());
        assertThat(Checks.advice(without, true)).extracting(Advice::key).containsExactly("check.secret");
    }

    @Test
    void networksThatLeaveOutTheHomeNetwork() {
        Case roaming = new Case();
        roaming.networks = List.of("visited.example");
        assertThat(roaming.found()).containsExactly("check.networks");
    }

    @Test
    void capabilitiesThatNoServingNodeHas() {
        Case wanting = new Case();
        wanting.capabilities = Optional.of(new CapabilitySet("video", List.of(1L, 2L), List.of(), List.of()));
        wanting.nodes = List.of(new ServingNode("sip:s1.ims.example", List.of(1L), ""));
        assertThat(wanting.found()).containsExactly("check.capability");
        wanting.nodes = List.of(new ServingNode("sip:s1.ims.example", List.of(2L, 1L), ""));
        assertThat(wanting.found()).isEmpty();
    }

    @Test
    void profilesThatDoNothingForTheStateTheyAreFor() {
        Case empty = new Case();
        empty.empty = true;
        assertThat(empty.found()).containsExactly("check.no-services");
        Case unregistered = new Case();
        unregistered.unregistered = true;
        unregistered.criteria = new FilterCriteria("calls", "as", ProfilePart.REGISTERED, "");
        assertThat(unregistered.found()).containsExactly("check.unregistered");
    }

    @Test
    void criteriaThatNeverMatchOrLeadNowhere() {
        Case user = new Case();
        user.criteria = new FilterCriteria("calls", "as", ProfilePart.BOTH, TRIGGER);
        assertThat(user.found()).containsExactly("check.request-uri");
        Case nowhere = new Case();
        nowhere.host = HostLookup.Found.NO;
        assertThat(nowhere.found()).containsExactly("check.server");
        nowhere.host = HostLookup.Found.NOT_IN_TIME;
        assertThat(nowhere.found()).containsExactly("check.server-late");
    }
}
