package org.calliope.ims.container.sip;

import java.nio.charset.StandardCharsets;

/** Messages as an IMS has them. */
final class Samples {

    private static final String SDP = """
        v=0
        o=- 3262 1 IN IP4 127.16.0.1
        s=-
        c=IN IP4 127.16.0.1
        t=0 0
        m=audio 20000 RTP/AVP 8 0 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        a=sendrecv
        """.replace("\n", "\r\n");

    /** An INVITE as a P-CSCF gets it (TS 24.229 5.1.3). */
    static final byte[] INVITE = message("""
        INVITE sip:bob@ims.example SIP/2.0
        Via: SIP/2.0/UDP 127.16.0.1:5070;branch=z9hG4bKmeasured1;rport
        Max-Forwards: 70
        Route: <sip:127.0.0.1:5060;lr>
        Route: <sip:orig@127.0.0.1:5064;lr>
        From: <sip:alice@ims.example>;tag=4711
        To: <sip:bob@ims.example>
        Call-ID: measured-1@127.16.0.1
        CSeq: 1 INVITE
        Contact: <sip:alice@127.16.0.1:5070>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-000A95A0E128>"
        P-Preferred-Identity: "Alice" <sip:alice@ims.example>
        P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=2620100CD00155102
        P-Charging-Vector: icid-value="AyretyU0dm+6O2IrT5tAFrbHLso=";orig-ioi=ims.example
        Privacy: none
        Supported: 100rel, precondition, timer
        Session-Expires: 1800;refresher=uac
        Accept-Contact: *;+g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel"
        Allow: INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, OPTIONS, NOTIFY, REFER
        User-Agent: calliope-bench
        Content-Type: application/sdp
        """, SDP);

    /** A REGISTER that answers a challenge (TS 24.229 5.1.1.5). */
    static final byte[] REGISTER = message("""
        REGISTER sip:ims.example SIP/2.0
        Via: SIP/2.0/UDP 127.16.0.1:5070;branch=z9hG4bKmeasured2
        Max-Forwards: 70
        From: <sip:alice@ims.example>;tag=4711
        To: <sip:alice@ims.example>
        Call-ID: measured-2@127.16.0.1
        CSeq: 2 REGISTER
        Contact: <sip:alice@127.16.0.1:5070>;expires=3600
        Authorization: Digest username="alice@ims.example",realm="ims.example",nonce="9c4fd1d4c5e3c1ab",uri="sip:ims.example",\
        response="6629fae49393a05397450978507c4ef1",algorithm=MD5,cnonce="0a4f113b",qop=auth,nc=00000001
        Supported: path
        P-Access-Network-Info: IEEE-802.3
        User-Agent: calliope-bench
        """, "");

    /** An answer on its way back over five hops. */
    static final byte[] ANSWER = message("""
        SIP/2.0 200 OK
        Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKhop5
        Via: SIP/2.0/UDP 127.0.0.1:5064;branch=z9hG4bKhop4
        Via: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bKhop3
        Via: SIP/2.0/UDP 127.0.0.1:5064;branch=z9hG4bKhop2
        Via: SIP/2.0/UDP 127.16.0.1:5070;branch=z9hG4bKmeasured1
        Record-Route: <sip:127.0.0.1:5060;lr;appname=pcscf>
        Record-Route: <sip:127.0.0.1:5064;lr;appname=scscf>
        Record-Route: <sip:127.0.0.1:5062;lr;appname=icscf>
        Record-Route: <sip:127.0.0.1:5064;lr;appname=scscf>
        Record-Route: <sip:127.0.0.1:5060;lr;appname=pcscf>
        From: <sip:alice@ims.example>;tag=4711
        To: <sip:bob@ims.example>;tag=0815
        Call-ID: measured-1@127.16.0.1
        CSeq: 1 INVITE
        Contact: <sip:bob@127.17.0.1:5070>
        P-Charging-Vector: icid-value="AyretyU0dm+6O2IrT5tAFrbHLso=";orig-ioi=ims.example;term-ioi=ims.example
        Content-Type: application/sdp
        """, SDP);

    private Samples() { }

    private static byte[] message(String head, String body) {
        return (head.replace("\n", "\r\n") + "Content-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }
}
