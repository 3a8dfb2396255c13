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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TS 29.228 Annex B and E. */
class UserProfileXmlTest {

    private static final String CRITERIA = "<InitialFilterCriteria><Priority>1</Priority><TriggerPoint>"
            + "<ConditionTypeCNF>1</ConditionTypeCNF><SPT><ConditionNegated>0</ConditionNegated><Group>0</Group>"
            + "<SIPHeader><Header>Subject</Header><Content>a &lt;&amp;&gt; b</Content></SIPHeader></SPT></TriggerPoint>"
            + "<ApplicationServer><ServerName>sip:as@ims.example</ServerName><DefaultHandling>0</DefaultHandling>"
            + "</ApplicationServer></InitialFilterCriteria>";

    private static ProfileIdentity identity(String uri, boolean barred, String name) {
        return new ProfileIdentity(PublicIdentity.parse(uri), barred, Optional.ofNullable(name));
    }

    @Test
    void comesBackAsItWasWritten() {
        UserProfile profile = new UserProfile(new PrivateIdentity("alice@ims.example"), List.of(
                new ServiceProfile(List.of(identity("sip:alice@ims.example", false, "Älice <&> \"A\" 𝄞"),
                        identity("tel:+12125550101", true, null)), List.of(new InitialFilterCriteria(1, CRITERIA))),
                new ServiceProfile(List.of(identity("sip:office@ims.example", false, null)), List.of())));

        assertThat(UserProfileXml.parse(UserProfileXml.write(profile))).isEqualTo(profile);
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

        assertThat(profile).isEqualTo(new UserProfile(new PrivateIdentity("alice@ims.example"), List.of(
                new ServiceProfile(List.of(identity("sip:Alice@ims.example", false, "A & B")),
                        List.of(new InitialFilterCriteria(7, "<InitialFilterCriteria><Priority>7</Priority>"
                                + "<ApplicationServer><ServerName>sip:as</ServerName></ApplicationServer>"
                                + "</InitialFilterCriteria>"))))));
    }

    @Test
    void manyCriteriaAreKeptWhole() {
        List<InitialFilterCriteria> many = IntStream.range(0, 200)
                .mapToObj(i -> new InitialFilterCriteria(i, CRITERIA.replace(">1</Priority", ">" + i + "</Priority")))
                .toList();
        UserProfile profile = new UserProfile(new PrivateIdentity("a@b"),
                List.of(new ServiceProfile(List.of(identity("sip:a@b", false, null)), many)));

        assertThat(UserProfileXml.parse(UserProfileXml.write(profile))).isEqualTo(profile);
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
            + "</PublicIdentity></ServiceProfile></IMSSubscription><More/>"})
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
        assertMalformed(withPrivateId("", "a".repeat(2_000_000)));
        assertMalformed("<IMSSubscription>" + "<Extension>".repeat(20_000));
        assertMalformed("<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile><PublicIdentity>"
                + "<Extension>".repeat(20_000));
        assertMalformed("<IMSSubscription><ServiceProfile><InitialFilterCriteria>" + "<SPT>".repeat(20_000));
    }
}
