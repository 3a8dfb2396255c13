package org.calliope.ims.sh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ProfilePart;
import org.calliope.ims.xml.MalformedXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** TS 29.328 Annex C and D. */
class ShDataXmlTest {

    private static final String START = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final String VALID = "<Sh-Data><RepositoryData><ServiceIndication>mmtel</ServiceIndication>"
            + "<SequenceNumber>7</SequenceNumber><ServiceData><a/></ServiceData></RepositoryData><Sh-IMS-Data>"
            + "<SCSCFName>sip:s</SCSCFName><IMSUserState>1</IMSUserState><Extension><PSIActivation>1</PSIActivation>"
            + "<Extension><DSAI><DSAI-Tag>t</DSAI-Tag><DSAI-Value>0</DSAI-Value></DSAI></Extension></Extension>"
            + "</Sh-IMS-Data></Sh-Data>";

    private static ShData.Builder data() {
        return new ShData.Builder();
    }

    static Stream<ShData> documents() {
        return Stream.of(data().build(),
                data().publicIdentifiers(PublicIdentifiers.of(List.of("sip:a@b", "tel:+1555")))
                        .publicIdentifiers(PublicIdentifiers.ofNumbers(List.of("1555"))).build(),
                data().publicIdentifiers(new PublicIdentifiers(List.of("sip:room-1@b"), List.of(),
                        Optional.of(IdentityType.WILDCARDED_PSI), Optional.of("sip:room-!.*!@b"))).build(),
                data().publicIdentifiers(new PublicIdentifiers(List.of("sip:pbx-1@b"), List.of(),
                        Optional.of(IdentityType.WILDCARDED_IMPU), Optional.of("sip:pbx-!.*!@b"))).build(),
                data().repositoryData(new RepositoryData("mmtel", 65_535, Optional.of("<a b=\"c\">&lt;</a>")))
                        .repositoryData(new RepositoryData("gone", 0, Optional.empty())).build(),
                data().scscfName("").filterCriteria(List.of()).userState(ImsUserState.AUTHENTICATION_PENDING)
                        .charging(new ChargingInformation("", "", "", "")).build(),
                data().scscfName("sip:s.b:5064").filterCriteria(List.of(new InitialFilterCriteria(3, Optional.empty(),
                        new ApplicationServer("sip:as.b", DefaultHandling.SESSION_TERMINATED),
                        Optional.of(ProfilePart.REGISTERED)))).userState(ImsUserState.REGISTERED)
                        .charging(new ChargingInformation("aaa://e1", "aaa://e2", "aaa://c1", "aaa://c2"))
                        .psiActive(false).dsai(new Dsai("on", true)).dsai(new Dsai("off", false)).build(),
                data().dsai(new Dsai("on", true)).build(),
                data().identitySet(IdentitySet.ALL_IDENTITIES, PublicIdentifiers.of(List.of("sip:a@b")))
                        .identitySet(IdentitySet.ALIAS_IDENTITIES, PublicIdentifiers.of(List.of()))
                        .identitySet(IdentitySet.REGISTERED_IDENTITIES, PublicIdentifiers.of(List.of("sip:c@b")))
                        .identitySet(IdentitySet.IMPLICIT_IDENTITIES, PublicIdentifiers.of(List.of("sip:d@b"))).build(),
                data().deletedIdentities(PublicIdentifiers.of(List.of("sip:a@b"))).build(),
                data().imsi("001010000000001").privateIdentity(new PrivateIdentity("a@b"))
                        .privateIdentity(new PrivateIdentity("c@b")).build());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatIsWrittenIsValidAndReadAsItWas(ShData data) {
        String xml = ShDataXml.write(data);

        ShDataSchema.validate(xml);
        assertThat(ShDataXml.parse(xml)).isEqualTo(data);
        assertThat(ShDataXml.write(ShDataXml.parse(xml))).isEqualTo(xml);
    }

    /** TS 29.328 6.1.1.1 step 5 and 6.1.4.1: how what is not there is said. */
    @Test
    void whatIsNotThereIsAnEmptyElement() {
        assertThat(ShDataXml.write(data().repositoryData(new RepositoryData("x", 4, Optional.empty())).scscfName("")
                .filterCriteria(List.of()).publicIdentifiers(PublicIdentifiers.of(List.of())).build()))
                .isEqualTo(START + "<Sh-Data><PublicIdentifiers></PublicIdentifiers><RepositoryData>"
                        + "<ServiceIndication>x</ServiceIndication><SequenceNumber>4</SequenceNumber></RepositoryData>"
                        + "<Sh-IMS-Data><SCSCFName></SCSCFName><IFCs></IFCs></Sh-IMS-Data></Sh-Data>");
    }

    /** Annex D: ACTIVE is 0 for DSAI and 1 for a public service identity. */
    @Test
    void activeIsSpeltInTwoWays() {
        assertThat(ShDataXml.write(data().psiActive(true).dsai(new Dsai("t", true)).build()))
                .contains("<PSIActivation>1<", "<DSAI-Value>0<");
    }

    /** TS 29.328 7.6.1: the HSS does not look into service data, and gives back what it was given. */
    @Test
    void serviceDataIsKeptWithItsNamespacesAndText() {
        String inner = "<s:simservs a=\"1 &amp; &quot;2&quot;\" s:b=\"x&#10;y\">\n  t &lt;&amp;&gt; ü\uD83D\uDE00"
                + "<plain/><d xmlns=\"urn:d\"><e xmlns=\"\"/></d></s:simservs>";
        ShData read = ShDataXml.parse("<sh:Sh-Data xmlns:sh='urn:any' xmlns:s='urn:s'><RepositoryData>"
                + "<ServiceIndication> mmtel </ServiceIndication><SequenceNumber>0</SequenceNumber><ServiceData>"
                + "<!-- gone -->" + inner + "</ServiceData></RepositoryData></sh:Sh-Data>");

        String kept = read.repositoryData().get(0).serviceData().orElseThrow();
        assertThat(kept).isEqualTo("<s:simservs xmlns:s=\"urn:s\" a=\"1 &amp; &quot;2&quot;\" s:b=\"x&#10;y\">\n  t "
                + "&lt;&amp;&gt; ü\uD83D\uDE00<plain></plain><d xmlns=\"urn:d\"><e xmlns=\"\"></e></d></s:simservs>");
        assertThat(ShDataXml.parse(ShDataXml.write(read))).isEqualTo(read);
        assertThat(read.repositoryData().get(0).serviceIndication()).isEqualTo("mmtel");
    }

    @Test
    void anEmptyServiceDataIsNotAnAbsentOne() {
        assertThat(ShDataXml.parse(VALID.replace("<ServiceData><a/></ServiceData>", "<ServiceData/>"))
                .repositoryData().get(0).serviceData()).contains("");
        assertThat(ShDataXml.parse(VALID.replace("<ServiceData><a/></ServiceData>", ""))
                .repositoryData().get(0).serviceData()).isEmpty();
    }

    @Test
    void whatLaterReleasesAddIsSkipped() {
        assertThat(ShDataXml.parse(VALID.replace("<Extension>", "<Extension><New><IMSI/></New>"))).isEqualTo(
                ShDataXml.parse(VALID));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<SequenceNumber>7</SequenceNumber> | '' | SequenceNumber",
        "<SequenceNumber>7 | <SequenceNumber>65536 | SequenceNumber",
        "<SequenceNumber>7 | <SequenceNumber>-1 | SequenceNumber",
        "<ServiceIndication>mmtel</ServiceIndication> | '' | ServiceIndication",
        "<ServiceIndication>mmtel</ServiceIndication> | <ServiceIndication/> | ServiceIndication",
        "<IMSUserState>1 | <IMSUserState>4 | IMSUserState",
        "<PSIActivation>1 | <PSIActivation>2 | PSIActivation",
        "<DSAI-Tag>t</DSAI-Tag> | '' | DSAI-Tag",
        "<DSAI-Value>0</DSAI-Value> | '' | DSAI-Value",
        "<SCSCFName>sip:s</SCSCFName> | <SCSCFName>a</SCSCFName><SCSCFName>b</SCSCFName> | SCSCFName",
        "<Sh-Data> | <Other><Sh-Data> | root element"})
    void whatIsWrongIsNamed(String part, String instead, String named) {
        assertThatExceptionOfType(MalformedXml.class).isThrownBy(() -> ShDataXml.parse(VALID.replace(part, instead)))
                .withMessageContaining(named);
        assertThatExceptionOfType(MalformedXml.class)
                .isThrownBy(() -> ShDataSchema.validate(VALID.replace(part, instead)));
    }

    @Test
    void attacksAreRefused() {
        String deep = "<x>".repeat(40) + "</x>".repeat(40);
        for (String bad : List.of("<!DOCTYPE x [<!ENTITY e \"a\">]>" + VALID, VALID + " ".repeat(1 << 20),
                VALID.replace("<a/>", deep), VALID.replace("<a/>", "&e;"), VALID.replace("<a/>", "<a>"), "",
                "<Sh-Data>" + VALID.substring("<Sh-Data>".length(), VALID.indexOf("<Sh-IMS")).repeat(65)
                        + "</Sh-Data>")) {
            assertThatExceptionOfType(MalformedXml.class).isThrownBy(() -> ShDataXml.parse(bad));
        }
    }

    /** TS 29.328 6.1.2.1: it wraps from 65,535 to 1. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "65534, 65535", "65535, 1"})
    void theSequenceNumberGoesOnByOneAndNeverBackToZero(int now, int next) {
        assertThat(RepositoryData.next(now)).isEqualTo(next);
    }
}
