package org.calliope.ims.reginfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.reginfo.RegInfo.DocumentState;
import org.calliope.ims.xml.MalformedXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 3680 5, RFC 5628 5, TS 24.229 7.10. */
class RegInfoXmlTest {

    private static final String ROOT = "<reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\""
            + " xmlns:gr=\"urn:ietf:params:xml:ns:gruuinfo\" xmlns:ere=\"urn:3gpp:ns:extRegExp:1.0\"";

    @Test
    void rfc3680_5_4_theExampleIsRead() {
        RegInfo read = RegInfoXml.parse("""
                <?xml version="1.0"?>
                <reginfo xmlns="urn:ietf:params:xml:ns:reginfo"
                         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="0" state="full">
                  <registration aor="sip:user@example.com" id="as9" state="active">
                    <contact id="76" state="active" event="registered" duration-registered="7322" q="0.8">
                      <uri>sip:user@pc887.example.com</uri>
                    </contact>
                    <contact id="77" state="terminated" event="expired" duration-registered="3600" q="0.5">
                      <uri>sip:user@university.edu</uri>
                    </contact>
                  </registration>
                </reginfo>""");

        assertThat(read).isEqualTo(new RegInfo(0, DocumentState.FULL, List.of(new RegistrationElement(
                "sip:user@example.com", "as9", RegistrationElement.State.ACTIVE, List.of(
                ContactElement.after(ContactElement.Event.REGISTERED, "76", "sip:user@pc887.example.com")
                        .durationRegistered(7322).q("0.8").build(),
                ContactElement.after(ContactElement.Event.EXPIRED, "77", "sip:user@university.edu")
                        .durationRegistered(3600).q("0.5").build())))));
    }

    @Test
    void rfc5628_6_theExampleIsRead() {
        RegInfo read = RegInfoXml.parse("""
                <?xml version="1.0"?>
                <reginfo xmlns="urn:ietf:params:xml:ns:reginfo" xmlns:gr="urn:ietf:params:xml:ns:gruuinfo"
                         version="1" state="partial">
                  <registration aor="sip:user@example.com" id="as9" state="active">
                    <contact id="76" state="active" event="registered" duration-registered="7322" q="0.8"
                             callid="1j9FpLxk3uxtm8tn@192.0.2.1" cseq="16009">
                      <uri>sip:user@192.0.2.1</uri>
                      <unknown-param name="+sip.instance">
                        "&lt;urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6&gt;"
                      </unknown-param>
                      <gr:pub-gruu uri="sip:user@example.com;gr=hha9s8d-999a"/>
                      <gr:temp-gruu uri="sip:8ffkas08af7fasklzi9@example.com;gr" first-cseq="54301"/>
                    </contact>
                  </registration>
                </reginfo>""");

        assertThat(read.state()).isEqualTo(DocumentState.PARTIAL);
        ContactElement contact = read.registrations().get(0).contacts().get(0);
        assertThat(contact.callId()).contains("1j9FpLxk3uxtm8tn@192.0.2.1");
        assertThat(contact.cseq()).contains(16009L);
        assertThat(contact.unknownParams())
                .containsEntry("+sip.instance", "\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\"");
        assertThat(contact.pubGruu()).contains("sip:user@example.com;gr=hha9s8d-999a");
        assertThat(contact.tempGruu())
                .contains(new ContactElement.TempGruu("sip:8ffkas08af7fasklzi9@example.com;gr", 54301));
    }

    @Test
    void whatIsWrittenIsRead() {
        ContactElement everything = ContactElement.after(ContactElement.Event.SHORTENED, "c1", "sip:a@[::1]:5060;x=\"&<")
                .durationRegistered(Long.MAX_VALUE).expires(60).retryAfter(5).q("0.7").callId("a\"b@c").cseq(7)
                .displayName("Alice <&>").unknownParam("reg-id", "1").unknownParam("+sip.instance", "\"<urn:x>\"")
                .pubGruu("sip:a@b;gr=x").tempGruu("sip:t@b;gr", 7).build();
        RegInfo info = new RegInfo(0xFFFF_FFFFL, DocumentState.PARTIAL, List.of(
                new RegistrationElement("sip:a@b", "r1", RegistrationElement.State.ACTIVE, List.of(everything,
                        ContactElement.after(ContactElement.Event.PROBATION, "c2", "sip:a@c").build())),
                new RegistrationElement("sip:pbx-1@b", "r2", RegistrationElement.State.INIT,
                        Optional.of("sip:pbx-!.*!@b"), List.of()),
                new RegistrationElement("tel:+1555", "r3", RegistrationElement.State.TERMINATED, List.of())));

        RegInfo read = RegInfoXml.parse(RegInfoXml.write(info));

        assertThat(read).isEqualTo(info);
        assertThat(read.registrations().get(0).contacts().get(0).unknownParams().keySet())
                .containsExactly("reg-id", "+sip.instance");
    }

    @Test
    void ts24229_7_10_theWildcardedIdentityIsOfTheImsNamespace() {
        String xml = RegInfoXml.write(new RegInfo(0, DocumentState.FULL, List.of(new RegistrationElement("sip:pbx-1@b",
                "r", RegistrationElement.State.ACTIVE, Optional.of("sip:pbx-!.*!@b"), List.of()))));

        assertThat(xml).contains("xmlns:ere=\"urn:3gpp:ns:extRegExp:1.0\"")
                .contains("<ere:wildcardedIdentity>sip:pbx-!.*!@b</ere:wildcardedIdentity>").doesNotContain("xmlns:gr");
    }

    @Test
    void rfc3680_5_1_whatIsOfAnotherNamespaceIsSkipped() {
        RegInfo read = RegInfoXml.parse(ROOT + " version='0' state='full'><ere:registration/><registration aor='sip:a@b'"
                + " id='r' state='active' ere:state='init'><ere:contact><ere:uri>sip:x@y</ere:uri></ere:contact>"
                + "<contact id='c' state='active' event='created'><new>1</new><uri>sip:a@c</uri></contact>"
                + "<wildcardedIdentity>no</wildcardedIdentity></registration></reginfo>");

        assertThat(read.registrations()).containsExactly(new RegistrationElement("sip:a@b", "r",
                RegistrationElement.State.ACTIVE,
                List.of(ContactElement.after(ContactElement.Event.CREATED, "c", "sip:a@c").build())));
    }

    @ParameterizedTest
    @EnumSource(ContactElement.Event.class)
    void rfc3680_5_1_3_anEventLeavesTheContactActiveOrTerminated(ContactElement.Event event) {
        boolean active = switch (event) {
            case REGISTERED, CREATED, REFRESHED, SHORTENED -> true;
            case EXPIRED, DEACTIVATED, PROBATION, UNREGISTERED, REJECTED -> false;
        };
        assertThat(event.leaves() == ContactElement.State.ACTIVE).isEqualTo(active);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "| without version",
        "version='0' | without state",
        "version='-1' state='full' | no number",
        "version='4294967296' state='full' | version is not from",
        "version='99999999999999999999' state='full' | no number",
        "version='0' state='half' | no value it may have",
        "version='0' state='FULL' | no value it may have"})
    void aBrokenRootIsRefused(String attributes, String why) {
        refused(ROOT + ' ' + (attributes == null ? "" : attributes) + "></reginfo>", why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "<registration id='r' state='active'/> | without aor",
        "<registration aor='' id='r' state='active'/> | without aor",
        "<registration aor='sip:a@b' state='active'/> | without id",
        "<registration aor='sip:a@b' id='r'/> | without state",
        "<registration aor='sip:a@b' id='r' state='gone'/> | no value",
        "<registration aor='sip:a@b' id='r' state='active'><contact id='c' state='active' event='created'/>"
                + "</registration> | without uri",
        "<registration aor='sip:a@b' id='r' state='active'><contact id='c' state='active' event='created'><uri/>"
                + "</contact></registration> | without id or uri",
        "<registration aor='sip:a@b' id='r' state='active'><contact id='c' state='active' event='new'/>"
                + "</registration> | no value",
        "<registration aor='sip:a@b' id='r' state='active'><contact id='c' state='active' event='created'"
                + " expires='soon'/></registration> | expires of contact is no number",
        "<registration aor='sip:a@b' id='r' state='active'><contact id='c' state='active' event='created'><uri>a</uri>"
                + "<uri>b</uri></contact></registration> | more than one uri"})
    void aBrokenRegistrationIsRefused(String registration, String why) {
        refused(ROOT + " version='0' state='full'>" + registration + "</reginfo>", why);
    }

    @Test
    void anotherDocumentIsRefused() {
        refused("<presence/>", "root element");
        refused("<reginfo version='0' state='full'/>", "namespace");
        refused("", "line");
        refused("<!DOCTYPE reginfo [<!ENTITY e 'x'>]>" + ROOT + " version='0' state='full'/>", "document type");
        refused(ROOT + " version='0' state='full'>" + " ".repeat(1 << 20) + "</reginfo>", "larger");
    }

    @Test
    void aDocumentHasItsBounds() {
        String registration = "<registration aor='sip:a@b' id='r' state='init'/>";
        refused(ROOT + " version='0' state='full'>" + registration.repeat(1_001) + "</reginfo>", "more than 1000");
        String contact = "<contact id='c' state='active' event='created'><uri>sip:a@c</uri></contact>";
        refused(ROOT + " version='0' state='full'><registration aor='sip:a@b' id='r' state='active'>"
                + contact.repeat(1_001) + "</registration></reginfo>", "more than 1000");
    }

    private static void refused(String xml, String why) {
        assertThatExceptionOfType(MalformedXml.class).isThrownBy(() -> RegInfoXml.parse(xml))
                .withMessageContaining(why);
    }
}
