package org.calliope.ims.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ProfilePart;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.calliope.ims.ifc.TriggerPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TS 29.228 Annex B and E. */
class UserProfileXmlTest {

    private static final ApplicationServer SERVER =
            new ApplicationServer("sip:as@ims.example;lr", DefaultHandling.SESSION_TERMINATED);
    private static final TriggerPoint TRIGGER =
            TriggerPoint.allOf(List.of(new SipHeader("Subject", "a <&> b"), new Method("INVITE").not()));

    private static ProfileIdentity identity(String uri, boolean barred, String name) {
        return new ProfileIdentity(PublicIdentity.parse(uri), barred, Optional.ofNullable(name));
    }

    private static UserProfile profile(ServiceProfile... profiles) {
        return new UserProfile(new PrivateIdentity("alice@ims.example"), List.of(profiles));
    }

    /** Every document of ours is valid too. */
    private static UserProfile writtenAndRead(UserProfile profile) {
        String xml = UserProfileXml.write(profile);
        UserDataSchema.validate(xml);
        return UserProfileXml.parse(xml);
    }

    @Test
    void comesBackAsItWasWritten() {
        UserProfile profile = profile(
                new ServiceProfile(List.of(identity("sip:alice@ims.example", false, "Älice <&> \"A\" 𝄞"),
                        identity("tel:+12125550101", true, null)), List.of(new InitialFilterCriteria(1, TRIGGER, SERVER))),
                new ServiceProfile(List.of(identity("sip:office@ims.example", false, null)), List.of()));

        assertThat(writtenAndRead(profile)).isEqualTo(profile);
    }

    @Test
    void allThatAnIdentityHasComesBack_TS29228_B21() {
        PublicIdentity chat = PublicIdentity.parse("sip:chat1@ims.example");
        UserProfile profile = profile(new ServiceProfile(List.of(
                identity("sip:alice@ims.example", true, "Alice").inAliasGroup("1"),
                identity("sip:office@ims.example", false, null).inAliasGroup("office"),
                ProfileIdentity.service(PublicIdentity.parse("sip:echo@ims.example")),
                new ProfileIdentity(chat, false, IdentityType.WILDCARDED_PSI, Optional.of("sip:chat!.*!@ims.example"),
                        Optional.of("Chat"), Optional.empty()),
                new ProfileIdentity(chat, false, IdentityType.WILDCARDED_IMPU, Optional.of("sip:pbx!.*!@ims.example"),
                        Optional.empty(), Optional.empty())), List.of()));

        assertThat(writtenAndRead(profile)).isEqualTo(profile);
        assertThat(UserProfileXml.write(profile)).contains("<PublicIdentity><BarringIndication>1</BarringIndication>"
                + "<Identity>sip:alice@ims.example</Identity><Extension><IdentityType>0</IdentityType><Extension>"
                + "<DisplayName>Alice</DisplayName><AliasIdentityGroupID>1</AliasIdentityGroupID></Extension></Extension>"
                + "</PublicIdentity>",
                "<Extension><IdentityType>2</IdentityType><WildcardedPSI>sip:chat!.*!@ims.example</WildcardedPSI>",
                "<Extension><IdentityType>3</IdentityType><Extension><Extension>"
                + "<WildcardedIMPU>sip:pbx!.*!@ims.example</WildcardedIMPU></Extension></Extension></Extension>");
    }

    @Test
    void mediaProfileAndSharedSetsComeBack_TS29228_B2() {
        UserProfile profile = profile(new ServiceProfile(List.of(identity("sip:alice@ims.example", false, null)),
                List.of(new InitialFilterCriteria(0, Optional.empty(), SERVER, Optional.of(ProfilePart.UNREGISTERED))),
                Optional.of(7), List.of(3, 0)));

        assertThat(writtenAndRead(profile)).isEqualTo(profile);
        assertThat(UserProfileXml.write(profile)).endsWith("</InitialFilterCriteria><CoreNetworkServicesAuthorization>"
                + "<SubscribedMediaProfileId>7</SubscribedMediaProfileId></CoreNetworkServicesAuthorization><Extension>"
                + "<SharedIFCSetID>3</SharedIFCSetID><SharedIFCSetID>0</SharedIFCSetID></Extension></ServiceProfile>"
                + "</IMSSubscription>");
    }

    @Test
    void halfCharactersDoNotBreakTheDocument() {
        UserProfile profile = profile(new ServiceProfile(
                List.of(identity("sip:alice@ims.example", false, "a\ud834b\udd1ec\u0001")), List.of()));

        assertThat(writtenAndRead(profile).serviceProfiles().get(0).identities().get(0).displayName())
                .contains("a?b?c?");
    }

    /** A document as other HSSs write it: prolog, comments, white space, schema location, unknown extensions. */
    @Test
    void readsTheDocumentsOfOthers() {
        UserProfile profile = UserProfileXml.parse("""
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- made by hand -->
                <IMSSubscription xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:noNamespaceSchemaLocation="CxDataType.xsd">
                  <PrivateID> alice@ims.example </PrivateID>
                  <ServiceProfile>
                    <PublicIdentity>
                      <BarringIndication>0</BarringIndication>
                      <Identity>sip:Alice@IMS.example</Identity>
                      <Extension>
                        <IdentityType>0</IdentityType>
                        <Extension>
                          <DisplayName><![CDATA[A & B]]></DisplayName>
                          <AliasIdentityGroupID>1</AliasIdentityGroupID>
                          <Extension><ServicePriorityLevel>2</ServicePriorityLevel></Extension>
                        </Extension>
                      </Extension>
                    </PublicIdentity>
                    <InitialFilterCriteria>
                      <Priority> 7 </Priority><!-- first --><ApplicationServer a="b"><ServerName>sip:as</ServerName>
                      </ApplicationServer>
                    </InitialFilterCriteria>
                    <CoreNetworkServicesAuthorization><SubscribedMediaProfileId>1</SubscribedMediaProfileId>
                    </CoreNetworkServicesAuthorization>
                  </ServiceProfile>
                  <Extension><Unheard><Of/></Unheard></Extension>
                </IMSSubscription>
                """);

        assertThat(profile).isEqualTo(profile(
                new ServiceProfile(List.of(identity("sip:Alice@ims.example", false, "A & B").inAliasGroup("1")),
                        List.of(new InitialFilterCriteria(7, Optional.empty(),
                                new ApplicationServer("sip:as", DefaultHandling.SESSION_CONTINUED), Optional.empty())),
                        Optional.of(1), List.of())));
    }

    @Test
    void manyCriteriaAreKeptWhole() {
        List<InitialFilterCriteria> many =
                IntStream.range(0, 200).mapToObj(i -> new InitialFilterCriteria(i, TRIGGER, SERVER)).toList();
        UserProfile profile = profile(new ServiceProfile(List.of(identity("sip:a@b", false, null)), many));

        assertThat(writtenAndRead(profile)).isEqualTo(profile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "<IMSSubscription>", "<Other/>", "<IMSSubscription/>",
        "<IMSSubscription><PrivateID>a@b</PrivateID></IMSSubscription>",
        "<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile/></IMSSubscription>",
        "<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile><PublicIdentity/></ServiceProfile></IMSSubscription>",
        "<IMSSubscription><ServiceProfile><PublicIdentity><Identity>sip:a@b</Identity></PublicIdentity>"
            + "</ServiceProfile></IMSSubscription>",
        "<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile><PublicIdentity><Identity>mailto:a@b</Identity>"
            + "</PublicIdentity></ServiceProfile></IMSSubscription>",
        "<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile><PublicIdentity>"
            + "<BarringIndication>maybe</BarringIndication><Identity>sip:a@b</Identity></PublicIdentity>"
            + "</ServiceProfile></IMSSubscription>",
        "<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile><PublicIdentity><Identity>sip:a@b</Identity>"
            + "</PublicIdentity></ServiceProfile></IMSSubscription><More/>",
        "<IMSSubscription><PrivateID>a@b</PrivateID><PrivateID>c@d</PrivateID><ServiceProfile><PublicIdentity>"
            + "<Identity>sip:a@b</Identity></PublicIdentity></ServiceProfile></IMSSubscription>",
        "<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile><PublicIdentity><Identity>sip:a@b</Identity>"
            + "<Extension><IdentityType>4</IdentityType></Extension></PublicIdentity></ServiceProfile></IMSSubscription>",
        "<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile><PublicIdentity><Identity>sip:a@b</Identity>"
            + "</PublicIdentity><Extension><SharedIFCSetID>-1</SharedIFCSetID></Extension></ServiceProfile>"
            + "</IMSSubscription>",
        "<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile><PublicIdentity><Identity>sip:a@b</Identity>"
            + "</PublicIdentity><InitialFilterCriteria><Priority>1</Priority></InitialFilterCriteria></ServiceProfile>"
            + "</IMSSubscription>"})
    void whatIsNoUserDataIsMalformed(String xml) {
        assertMalformed(xml);
    }

    private static void assertMalformed(String xml) {
        assertThatExceptionOfType(DiameterRefusal.class).isThrownBy(() -> UserProfileXml.parse(xml))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Kind.MALFORMED))
                .satisfies(refusal -> assertThat(refusal.detail()).hasSizeLessThan(500));
    }

    private static String withPrivateId(String prolog, String value) {
        return prolog + "<IMSSubscription><PrivateID>" + value + "</PrivateID><ServiceProfile><PublicIdentity>"
                + "<Identity>sip:a@b</Identity></PublicIdentity></ServiceProfile></IMSSubscription>";
    }

    @Test
    void externalEntitiesAreRefused() {
        assertMalformed(withPrivateId("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>", "&e;"));
        assertMalformed(withPrivateId("<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">", "a@b"));
    }

    @Test
    void billionLaughsAreRefused() {
        StringBuilder prolog = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 20; i++) {
            prolog.append("<!ENTITY l").append(i).append(" \"").append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
        }
        assertMalformed(withPrivateId(prolog + "]>", "&l19;"));
    }

    @Test
    void hugeAndDeepDocumentsAreRefused() {
        assertMalformed(withPrivateId("", "a".repeat(10_000_000)));
        assertMalformed("<IMSSubscription>" + "<Extension>".repeat(20_000));
        assertMalformed("<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile><PublicIdentity>"
                + "<Extension>".repeat(20_000));
        assertMalformed("<IMSSubscription><ServiceProfile><InitialFilterCriteria>" + "<SPT>".repeat(20_000));
    }
}
