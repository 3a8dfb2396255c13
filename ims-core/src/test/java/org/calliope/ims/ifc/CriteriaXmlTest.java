package org.calliope.ims.ifc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.calliope.ims.xml.MalformedXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TS 29.228 Annex B.2.2, B.2.3, C and E. */
class CriteriaXmlTest {

    private static final ServicePointTrigger MESSAGE = new Method("MESSAGE");
    private static final InitialFilterCriteria ALL_KINDS = new InitialFilterCriteria(10, Optional.of(TriggerPoint.anyOf(
            List.of(new Method(false, "REGISTER", Set.of(RegistrationType.INITIAL, RegistrationType.DE)), MESSAGE),
            List.of(MESSAGE, new RequestUri("ims\\.example$").not(), new SipHeader("P-X"), new SipHeader("From", "<&>"),
                    new InSessionCase(SessionCase.ORIGINATING_CDIV), new SessionDescription("m", "^audio"),
                    new SessionDescription(true, "a", Optional.empty())))),
            new ApplicationServer("sip:as.example:5070;lr", DefaultHandling.SESSION_TERMINATED,
                    Optional.of("<info a=\"1\">\n</info>"), true, true), Optional.of(ProfilePart.UNREGISTERED));

    private static final String REGISTER = "<InitialFilterCriteria><Priority>1</Priority><TriggerPoint>"
            + "<ConditionTypeCNF>1</ConditionTypeCNF><SPT><ConditionNegated>0</ConditionNegated><Group>0</Group>"
            + "<Method>REGISTER</Method><Extension><RegistrationType>0</RegistrationType></Extension></SPT></TriggerPoint>"
            + "<ApplicationServer><ServerName>sip:as</ServerName><DefaultHandling>0</DefaultHandling></ApplicationServer>"
            + "<ProfilePartIndicator>0</ProfilePartIndicator></InitialFilterCriteria>";

    @Test
    void allKindsOfConditionsComeBack() {
        assertThat(CriteriaXml.parse(CriteriaXml.write(ALL_KINDS))).isEqualTo(ALL_KINDS);
    }

    /** The element order of Annex E, a condition of two groups once, the extensions where they belong. */
    @Test
    void isWrittenAsTheSchemaOrdersIt() {
        assertThat(CriteriaXml.write(ALL_KINDS)).isEqualTo("<InitialFilterCriteria><Priority>10</Priority><TriggerPoint>"
                + "<ConditionTypeCNF>0</ConditionTypeCNF>"
                + "<SPT><ConditionNegated>0</ConditionNegated><Group>0</Group><Method>REGISTER</Method><Extension>"
                + "<RegistrationType>0</RegistrationType><RegistrationType>2</RegistrationType></Extension></SPT>"
                + "<SPT><ConditionNegated>0</ConditionNegated><Group>0</Group><Group>1</Group><Method>MESSAGE</Method></SPT>"
                + "<SPT><ConditionNegated>1</ConditionNegated><Group>1</Group><RequestURI>ims\\.example$</RequestURI></SPT>"
                + "<SPT><ConditionNegated>0</ConditionNegated><Group>1</Group><SIPHeader><Header>P-X</Header></SIPHeader>"
                + "</SPT><SPT><ConditionNegated>0</ConditionNegated><Group>1</Group><SIPHeader><Header>From</Header>"
                + "<Content>&lt;&amp;&gt;</Content></SIPHeader></SPT>"
                + "<SPT><ConditionNegated>0</ConditionNegated><Group>1</Group><SessionCase>4</SessionCase></SPT>"
                + "<SPT><ConditionNegated>0</ConditionNegated><Group>1</Group><SessionDescription><Line>m</Line>"
                + "<Content>^audio</Content></SessionDescription></SPT>"
                + "<SPT><ConditionNegated>1</ConditionNegated><Group>1</Group><SessionDescription><Line>a</Line>"
                + "</SessionDescription></SPT></TriggerPoint>"
                + "<ApplicationServer><ServerName>sip:as.example:5070;lr</ServerName><DefaultHandling>1</DefaultHandling>"
                + "<ServiceInfo>&lt;info a=\"1\"&gt;&#10;&lt;/info&gt;</ServiceInfo><Extension><IncludeRegisterRequest>"
                + "</IncludeRegisterRequest><IncludeRegisterResponse></IncludeRegisterResponse></Extension>"
                + "</ApplicationServer><ProfilePartIndicator>1</ProfilePartIndicator></InitialFilterCriteria>");
    }

    /** As another HSS writes it: white space, empty extensions, defaults left out, groups by any number in any order. */
    @Test
    void readsTheCriteriaOfOthers() {
        InitialFilterCriteria read = CriteriaXml.parse("""
                <InitialFilterCriteria>
                  <Priority> 0 </Priority>
                  <TriggerPoint>
                    <ConditionTypeCNF>true</ConditionTypeCNF>
                    <SPT><Group>12</Group><SessionCase>0</SessionCase><Extension/></SPT>
                    <SPT><ConditionNegated>0</ConditionNegated><Group>3</Group><Method>INVITE</Method>
                      <Extension><RegistrationType>0</RegistrationType><Later/></Extension></SPT>
                    <SPT><ConditionNegated>1</ConditionNegated><Group>3</Group>
                      <SIPHeader><Header>P-X</Header><Content></Content></SIPHeader></SPT>
                  </TriggerPoint>
                  <ApplicationServer><ServerName> sip:as </ServerName><Extension><Later/></Extension></ApplicationServer>
                  <Extension><Later><Later/></Later></Extension>
                </InitialFilterCriteria>""");

        assertThat(read).isEqualTo(new InitialFilterCriteria(0, TriggerPoint.allOf(
                List.of(new Method("INVITE"), new SipHeader("P-X").not()),
                List.of(new InSessionCase(SessionCase.ORIGINATING_REGISTERED))),
                new ApplicationServer("sip:as", DefaultHandling.SESSION_CONTINUED)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<Priority>1</Priority> | '' | InitialFilterCriteria without Priority",
        "<Priority>1</Priority> | <Priority>1</Priority><Priority>2</Priority> | more than one Priority",
        "<Priority>1 | <Priority>-1 | Priority is no number",
        "<Priority>1 | <Priority>99999999999 | Priority is no number",
        "<ConditionTypeCNF>1 | <ConditionTypeCNF>2 | ConditionTypeCNF is neither 0 nor 1",
        "<ConditionTypeCNF>1</ConditionTypeCNF> | '' | TriggerPoint without ConditionTypeCNF",
        "<Group>0</Group> | '' | no Group",
        "<Method>REGISTER</Method> | '' | 0 conditions",
        "<Method>REGISTER</Method> | <Method>REGISTER</Method><SessionCase>0</SessionCase> | 2 conditions",
        "<Method>REGISTER</Method> | <Method>IN VITE</Method> | no SIP method",
        "<Method>REGISTER</Method> | <SessionCase>5</SessionCase> | SessionCase has no value 5, only 0 to 4",
        "<Method>REGISTER</Method> | <RequestURI>(</RequestURI> | no extended regular expression",
        "<Method>REGISTER</Method> | <SIPHeader><Content>a</Content></SIPHeader> | SIPHeader without Header",
        "<Method>REGISTER</Method> | <SessionDescription/> | SessionDescription without Line",
        "<RegistrationType>0 | <RegistrationType>3 | RegistrationType has no value 3",
        "<ServerName>sip:as</ServerName> | '' | ApplicationServer without ServerName",
        "sip:as | mailto:as@b | no SIP URI",
        "<DefaultHandling>0 | <DefaultHandling>continue | DefaultHandling is no number",
        "<ProfilePartIndicator>0 | <ProfilePartIndicator>2 | ProfilePartIndicator has no value 2",
        "</InitialFilterCriteria> | '' | XML document structures"})
    void aRefusalSaysWhy(String part, String instead, String why) {
        assertThatExceptionOfType(MalformedXml.class)
                .isThrownBy(() -> CriteriaXml.parse(REGISTER.replace(part, instead))).withMessageContaining(why);
    }

    @Test
    void hostileDocumentsAreRefused() {
        assertThatExceptionOfType(MalformedXml.class).isThrownBy(() -> CriteriaXml.parse(
                "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">" + REGISTER)).withMessageContaining("document type");
        assertThatExceptionOfType(MalformedXml.class).isThrownBy(() -> CriteriaXml.parse(
                "<InitialFilterCriteria>" + "<Extension>".repeat(20_000))).withMessageContaining("nested deeper");
        assertThatExceptionOfType(MalformedXml.class).isThrownBy(() -> CriteriaXml.parse(
                REGISTER.replace("REGISTER", "R".repeat(10_000_000)))).withMessageContaining("larger than");
    }

    /** Whatever is cut out, doubled or overwritten: it is read, or refused in words. */
    @Test
    void mutationsAreReadOrRefused() {
        Random random = new Random(29228);
        String whole = CriteriaXml.write(ALL_KINDS);
        for (int i = 0; i < 5000; i++) {
            int from = random.nextInt(whole.length());
            int to = Math.min(whole.length(), from + random.nextInt(40));
            String middle = switch (random.nextInt(3)) {
                case 0 -> "";
                case 1 -> whole.substring(from, to).repeat(2);
                default -> Character.toString(random.nextInt(0x300));
            };
            assertThatCode(() -> parseOrRefuse(whole.substring(0, from) + middle + whole.substring(to)))
                    .doesNotThrowAnyException();
        }
    }

    private static void parseOrRefuse(String xml) {
        try {
            CriteriaXml.parse(xml);
        } catch (MalformedXml refused) {
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(500);
        }
    }
}
