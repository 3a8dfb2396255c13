package org.calliope.ims.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SipTextTest {

    private static final String RESPONSE = String.join("\r\n", "SIP/2.0 200 OK",
        "Via: SIP/2.0/UDP a;branch=1", "Via: SIP/2.0/UDP b;branch=2",
        "Record-Route: <sip:last;lr>,<sip:middle;lr>", "Record-Route: <sip:first;lr;x=a,b>", "To: <sip:bob@x>;tag=1", "Call-ID: 1@x",
        "CSeq: 1 INVITE", "Contact: <sip:bob@h:5070>;expires=5", "", "To: no header");

    @Test
    void readsWhatAnAnswerSays() {
        assertThat(SipText.isResponse(RESPONSE)).isTrue();
        assertThat(SipText.status(RESPONSE)).isEqualTo(200);
        assertThat(SipText.header(RESPONSE, "To")).isEqualTo("<sip:bob@x>;tag=1");
        assertThat(SipText.header(RESPONSE, "Expires")).isEmpty();
        assertThat(SipText.uri(SipText.header(RESPONSE, "Contact"))).isEqualTo("sip:bob@h:5070");
        assertThat(SipText.lines(RESPONSE, "Via")).isEqualTo("Via: SIP/2.0/UDP a;branch=1\r\nVia: SIP/2.0/UDP b;branch=2\r\n");
    }

    @Test
    void routesAreRecordedRoutesBackwards_RFC3261_12_1_2() {
        assertThat(SipText.routes(RESPONSE))
            .isEqualTo("Route: <sip:first;lr;x=a,b>\r\nRoute: <sip:middle;lr>\r\nRoute: <sip:last;lr>\r\n");
    }

    @Test
    void readsRequestsAndSurvivesRubbish() {
        assertThat(SipText.method("INVITE sip:a@b SIP/2.0\r\n")).isEqualTo("INVITE");
        assertThat(SipText.requestUri("INVITE sip:a@b SIP/2.0\r\n")).isEqualTo("sip:a@b");
        assertThat(SipText.requestUri("INVITE")).isEmpty();
        assertThat(SipText.status("SIP/2.0 2")).isZero();
        assertThat(SipText.method("")).isEmpty();
    }
}
