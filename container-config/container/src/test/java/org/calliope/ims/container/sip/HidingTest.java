package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request is without on its way to somebody who is not to see who has made it, and what comes back: RFC 3323 5. */
class HidingTest {

    private static final String INVITE = """
        INVITE sip:bob@192.0.2.9:5060 SIP/2.0
        Via: SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bKp
        Via: SIP/2.0/UDP 192.0.2.2:5064;branch=z9hG4bKs
        Via: SIP/2.0/UDP 10.0.0.5:49152;branch=z9hG4bKa;rport=1;received=10.0.0.6
        Record-Route: <sip:192.0.2.1:5060;transport=tcp;lr>
        Record-Route: <sip:192.0.2.2:5064;lr>
        Record-Route: <sip:192.0.2.3:5060;lr>
        From: "Alice" <sip:alice@ims.example>;tag=a
        To: <sip:bob@ims.example>
        Call-ID: c
        CSeq: 1 INVITE
        Max-Forwards: 70
        Contact: "Alice" <sip:alice@10.0.0.5:49152>;+sip.instance="<urn:uuid:1>";audio
        Content-Length: 0

        """.replace("\n", "\r\n");

    private final Hiding hiding = new Hiding();

    private static SIPRequest request(String text) throws ParseException {
        return (SIPRequest) new MessageFactoryImpl().createRequest(text);
    }

    private SIPRequest left(String text, String parts) throws ParseException {
        SIPRequest request = request(text.replace("Max-Forwards", "Calliope-Hide: " + parts + "\r\nMax-Forwards"));
        hiding.leaves(request);
        return request;
    }

    private static List<String> values(gov.nist.javax.sip.message.SIPMessage message, String name) {
        return message.toString().lines().filter(line -> line.startsWith(name + ": ")).map(line -> line.substring(name.length() + 2))
            .flatMap(line -> List.of(line.split(",(?=SIP|<)")).stream()).toList();
    }

    @Test
    @DisplayName("RFC 5379 5.1: From, Contact, Vias and Record-Routes say nothing of the caller, and what it can do stays")
    void hidden() throws ParseException {
        SIPRequest left = left(INVITE, "user way");

        assertThat(left.toString()).doesNotContainIgnoringCase("alice").doesNotContain("10.0.0.", "192.0.2.2", "192.0.2.3", "urn:uuid",
            "Calliope-Hide");
        assertThat(left.getFrom().toString().strip()).isEqualTo("From: \"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=a");
        assertThat(values(left, "Via")).hasSize(1);
        assertThat(values(left, "Record-Route")).containsExactly("<sip:192.0.2.1:5060;transport=tcp;lr>");
        assertThat(values(left, "Contact")).singleElement().asString().matches("<sip:hidden\\.[A-Za-z0-9_-]+@192\\.0\\.2\\.1:5060;transport=tcp>;audio");
    }

    @Test
    @DisplayName("RFC 3261 8.2.6.2: the response has all of it again")
    void response() throws ParseException {
        SIPRequest before = request(INVITE);
        SIPResponse response = left(INVITE, "user way").createResponse(200);
        response.setHeader(left(INVITE, "way").getRecordRouteHeaders());

        hiding.returns(response);

        assertThat(response.getFrom()).isEqualTo(before.getFrom());
        assertThat(values(response, "Via").subList(1, 3)).isEqualTo(values(before, "Via").subList(1, 3));
        assertThat(values(response, "Record-Route")).isEqualTo(values(before, "Record-Route"));
    }

    @Test
    @DisplayName("RFC 3261 12.2.1.1: a request to the Contact goes to the caller's, by the route that was recorded")
    void within() throws ParseException {
        String contact = left(INVITE, "user way").getContactHeader().getAddress().getURI().toString();
        SIPRequest bye = request("BYE " + contact + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKb\r\n"
            + "Route: <sip:192.0.2.1:5060;transport=tcp;lr>\r\nFrom: <sip:bob@ims.example>;tag=b\r\n"
            + "To: \"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=a\r\nCall-ID: c\r\nCSeq: 1 BYE\r\nMax-Forwards: 70\r\n\r\n");

        hiding.returns(bye);

        assertThat(bye.getRequestURI()).hasToString("sip:alice@10.0.0.5:49152");
        assertThat(values(bye, "Route")).containsExactly("<sip:192.0.2.1:5060;transport=tcp;lr>", "<sip:192.0.2.2:5064;lr>",
            "<sip:192.0.2.3:5060;lr>");
    }

    @Test
    @DisplayName("RFC 5379: user alone leaves the way, and header alone the name")
    void parts() throws ParseException {
        SIPRequest user = left(INVITE, "user");
        assertThat(user.getFrom().toString()).contains("anonymous.invalid");
        assertThat(values(user, "Via")).hasSize(3);
        assertThat(values(user, "Record-Route")).hasSize(3);

        SIPRequest way = left(INVITE, "way");
        assertThat(way.getFrom().toString()).contains("alice@ims.example");
        assertThat(values(way, "Via")).hasSize(1);
    }

    @Test
    @DisplayName("a header of that name from outside hides nothing, and goes no further")
    void marked() throws ParseException {
        SIPRequest request = request(INVITE.replace("Max-Forwards", "Calliope-Hide: user way\r\nMax-Forwards"));

        hiding.returns(request);
        hiding.leaves(request);

        assertThat(request).hasToString(request(INVITE).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden.", "hidden.AAAA", "hidden.!!", "hidden", "hidden.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    @DisplayName("what this server has not sealed stays as it is")
    void forged(String user) throws ParseException {
        SIPRequest request = request(INVITE.replace("sip:bob@192.0.2.9:5060", "sip:" + user + "@192.0.2.1"));
        hiding.returns(request);
        assertThat(request.getRequestURI().toString()).isEqualTo("sip:" + user + "@192.0.2.1");

        SIPResponse response = request(INVITE.replace("branch=z9hG4bKp", "branch=z9hG4bKp;hidden=" + user)).createResponse(200);
        String before = response.toString();
        hiding.returns(response);
        assertThat(response).hasToString(before);
    }
}
