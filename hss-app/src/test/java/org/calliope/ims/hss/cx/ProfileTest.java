package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.cx.ServerAssignmentType.NO_ASSIGNMENT;
import static org.calliope.ims.cx.ServerAssignmentType.REGISTRATION;
import static org.calliope.ims.cx.ServerAssignmentType.RE_REGISTRATION;
import static org.calliope.ims.cx.ServerAssignmentType.UNREGISTERED_USER;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.UserDataSchema;
import org.calliope.ims.cx.UserProfileXml;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.SupportedFeatures;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.FilterCriteria.ProfilePart;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.ServiceProfile.Use;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an SAA holds of the subscriber, TS 29.228 table 6.1.2.2 and Annex B. */
class ProfileTest extends CxFixture {

    private static final Actor TEST = new Actor("test");
    private static final String CLAUSE = "TS 29.228 6.1.2.1 step ";
    private static final String CAROL = "carol@ims.example";
    private static final String CAROL_SIP = "sip:carol@ims.example";
    private static final String INVITE = "<TriggerPoint><ConditionTypeCNF>0</ConditionTypeCNF>"
            + "<SPT><Group>0</Group><Method>INVITE</Method></SPT></TriggerPoint>";

    private Provisioning provisioning;

    @BeforeEach
    void carol() {
        provisioning = new Provisioning(database, Clock.systemUTC());
        provisioning.create(Kind.APPLICATION_SERVER, server("sip:mail.ims.example"), TEST);
        provisioning.create(Kind.FILTER_CRITERIA,
                new FilterCriteria("mail", "mailbox", ProfilePart.UNREGISTERED, INVITE), TEST);
        provisioning.create(Kind.FILTER_CRITERIA, new FilterCriteria("all", "mailbox", ProfilePart.BOTH, ""), TEST);
        provisioning.create(Kind.SHARED_FILTER_SET, new SharedFilterSet("common", 7, List.of(new Use("all", 5))), TEST);
        provisioning.create(Kind.SERVICE_PROFILE, new ServiceProfile("gold", Optional.of(3), false,
                List.of(new Use("mail", 5)), List.of("common")), TEST);
        provisioning.create(Kind.CHARGING_SET, new ChargingSet("money", "", "", "aaa://ccf.ims.example", ""), TEST);
        provision(List.of(identity(CAROL_SIP, "Carol", "one"), identity("tel:+15550103", "", "one"),
                new PublicUser("sip:carol.!.*!@ims.example", IdentityType.WILDCARDED_PUBLIC_USER, true, "", "", "default",
                        "", true)));
    }

    private void provision(List<PublicUser> identities) {
        Subscription plain = Provision.subscriber(CAROL, identities);
        Provision.add(database, new Subscription(plain.name(), "", "money", plain.visitedNetworks(),
                plain.privateIdentities(), plain.implicitSets()));
    }

    private static PublicUser identity(String uri, String name, String alias) {
        return new PublicUser(uri, IdentityType.PUBLIC_USER, false, name, alias, "gold", "", true);
    }

    private static ApplicationServer server(String uri) {
        return new ApplicationServer("mailbox", uri, ApplicationServer.DefaultHandling.SESSION_TERMINATED, "info <1>",
                true, false, "", List.of(), List.of(), List.of());
    }

    private ServerAssignmentAnswer assigned(String impu, long features) {
        Asker asker = new Asker("s1.ims.example", HOME, List.of(SupportedFeatures.of(1, features)), Join.NONE);
        return hss.assign(new ServerAssignmentRequest(Optional.of(new PrivateIdentity(CAROL)),
                List.of(new PublicIdentity(impu)), S1, REGISTRATION, false), asker);
    }

    @Test
    void annexBTheWholeProfileIsThereAndValid() {
        ServerAssignmentAnswer answer = assigned(CAROL_SIP, 0b11);

        assertThat(answer.userName()).contains(new PrivateIdentity(CAROL));
        assertThat(answer.charging()).contains(new ChargingInformation("", "", "aaa://ccf.ims.example", ""));
        var profiles = answer.profile().orElseThrow().serviceProfiles();
        assertThat(profiles).hasSize(2);
        assertThat(profiles.get(0).mediaProfile()).contains(3);
        assertThat(profiles.get(0).sharedFilterSets()).containsExactly(7);
        assertThat(profiles.get(0).identities().get(0).aliasGroup()).contains("one");
        InitialFilterCriteria mail = profiles.get(0).filterCriteria().get(0);
        assertThat(mail.priority()).isEqualTo(5);
        assertThat(mail.applicationServer().serviceInfo()).contains("info <1>");
        assertThat(mail.applicationServer().includeRegisterRequest()).isTrue();
        assertThat(mail.profilePart()).contains(org.calliope.ims.ifc.ProfilePart.UNREGISTERED);
        ProfileIdentity wildcard = profiles.get(1).identities().get(0);
        assertThat(wildcard.wildcard()).contains("sip:carol.!.*!@ims.example");
        assertThat(wildcard.barred()).isTrue();
        UserDataSchema.validate(UserProfileXml.write(answer.profile().orElseThrow()));
    }

    @Test
    void ts29229Clause711WithoutSiFcTheSharedCriteriaGoOneByOneEachWithItsOwnPriority() {
        var profile = assigned(CAROL_SIP, 0).profile().orElseThrow();

        assertThat(profile.serviceProfiles().get(0).sharedFilterSets()).isEmpty();
        assertThat(profile.serviceProfiles().get(0).filterCriteria()).extracting(InitialFilterCriteria::priority)
                .containsExactly(5, 6);
        assertThat(profile.serviceProfiles().get(0).identities()).allMatch(id -> id.aliasGroup().isEmpty());
        UserDataSchema.validate(UserProfileXml.write(profile));
    }

    @Test
    void aChangedDocumentIsInTheNextProfile() {
        assigned(CAROL_SIP, 0);
        provisioning.replace(Kind.APPLICATION_SERVER, "mailbox", server("sip:new.ims.example"), Optional.empty(), TEST);

        assertThat(assigned(CAROL_SIP, 0).profile().orElseThrow().serviceProfiles().get(0).filterCriteria())
                .allSatisfy(each -> assertThat(each.applicationServer().serverName()).isEqualTo("sip:new.ims.example"));
    }

    @Test
    void table6122TheOtherPrivateIdentitiesOfTheSubscription() {
        Provision.share(database, "carol.tablet@ims.example", CAROL_SIP);
        assertThat(assigned(CAROL_SIP, 0).associatedIdentities())
                .containsExactly(new PrivateIdentity("carol.tablet@ims.example"));
    }

    @Test
    void ts23003Clause134AnIdentityThatMatchesAWildcardRegistersItsSet() {
        ServerAssignmentAnswer answer = assigned("sip:carol.desk@ims.example", 0);

        assertThat(answer.wildcardedIdentity()).contains("sip:carol.!.*!@ims.example");
        assertThat(answer.profile().orElseThrow().serviceProfiles().get(1).identities().get(0).identity())
                .hasToString("sip:carol.desk@ims.example");
    }

    @Test
    void step4AnInactiveServiceIsUnknownAndAnActiveOneIsServedUnderItsOwnName() {
        Provision.add(database, new Subscription("echo", "", "", List.of(), List.of(), List.of(
                new ImplicitSet(List.of(), List.of(new PublicUser("sip:echo@ims.example",
                        IdentityType.DISTINCT_PSI, false, "", "", "gold", "", true))),
                new ImplicitSet(List.of(), List.of(new PublicUser("sip:mute@ims.example",
                        IdentityType.DISTINCT_PSI, false, "", "", "gold", "", false))))));

        ServerAssignmentAnswer answer = sar(UNREGISTERED_USER, S1, "", "sip:echo@ims.example");
        assertThat(answer.profile().orElseThrow().privateIdentity()).hasToString("echo@ims.example");
        UserDataSchema.validate(UserProfileXml.write(answer.profile().orElseThrow()));
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 4,
                () -> sar(UNREGISTERED_USER, S1, "", "sip:mute@ims.example"));
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 4, () -> sar(NO_ASSIGNMENT, S1, "", "sip:mute@ims.example"));
    }

    @Test
    void theServersDiameterIdentityIsStoredWithTheAssignmentAndARefreshWritesNothing() {
        assigned(CAROL_SIP, 0b11);
        assertThat(state(CAROL, CAROL_SIP).server()).hasValueSatisfying(server -> {
            assertThat(server.host()).isEqualTo("s1.ims.example");
            assertThat(server.realm()).isEqualTo(HOME);
            assertThat(server.knowsSharedSets()).isTrue();
        });
        int version = Provision.version(database, CAROL);
        assigned(CAROL_SIP, 0b11);
        assertThat(Provision.version(database, CAROL)).isEqualTo(version);
    }

    @Test
    void clause66ToWhoHasTheProfileNeitherItNorChargingIsSent() {
        ServerAssignmentAnswer answer = sar(RE_REGISTRATION, S1, CAROL, true, CAROL_SIP);
        assertThat(answer.profile()).isEmpty();
        assertThat(answer.charging()).isEmpty();
    }
}
