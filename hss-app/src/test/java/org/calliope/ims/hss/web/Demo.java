package org.calliope.ims.hss.web;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.DiameterEvent;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.MessageText;
import org.calliope.ims.trace.SipEvent;

/** Puts into a node what a registration, a call and a refusal leave there. */
final class Demo {

    static final String CALL = "a84b4c76e66710@127.0.0.1";
    static final String REGISTER = "9fxced76sl@127.0.0.1";
    private static final String ALICE_PHONE = "127.0.0.1:5070";
    private static final String BOB_PHONE = "127.0.0.1:5072";
    private static final String P = "P-CSCF";
    private static final String I = "I-CSCF";
    private static final String S = "S-CSCF";
    private static final String H = "HSS";

    private final Node node;

    Demo(Node node) {
        this.node = node;
    }

    void elements() {
        node.elements().up(Role.PCSCF, "sip:127.0.0.1:5060 over UDP and TCP");
        node.elements().up(Role.ICSCF, "sip:127.0.0.1:5062 over UDP and TCP");
        node.elements().up(Role.SCSCF, "sip:127.0.0.1:5064 over UDP and TCP");
        node.elements().up(Role.HSS, "aaa://127.0.0.1:3868, H2 file data/hss");
    }

    void registrations() {
        register("alice", "sip:alice@" + ALICE_PHONE + ";transport=tcp", "baresip v1.0.0 (x86_64/linux)");
        register("bob", "sip:bob@" + BOB_PHONE, "Linphone-Desktop/5.2.6 (Debian GNU/Linux 12) LinphoneSDK/5.1.65");
    }

    void register(String user, String contact, String agent) {
        PublicIdentity identity = new PublicIdentity("sip:" + user + "@ims.example");
        PrivateIdentity impi = new PrivateIdentity(user + "@ims.example");
        node.registrations().add(new Registration(impi, identity, List.of(identity),
                new UserProfile(impi, List.of()), List.of(new Binding(contact, impi, "c", 1, "", 0, 1, List.of(), agent,
                ALICE_PHONE, Instant.now().plusSeconds(3540))), Instant.now()));
    }

    void traffic() {
        registration();
        refusal();
        call();
    }

    private void registration() {
        Join join = new Join("icid-1", REGISTER, "sip:alice@ims.example", "");
        String line = "REGISTER sip:ims.example SIP/2.0";
        for (int attempt = 1; attempt <= 2; attempt++) {
            sip(ALICE_PHONE, P, line, attempt + " REGISTER", join, "alice", "alice");
            sip(P, I, line, attempt + " REGISTER", join, "alice", "alice");
            cx(I, "UAR", "", join);
            decide(Role.HSS, "s-cscf of the user", Decision.Outcome.CHOSEN, "TS 29.228 6.1.1.1 step 5", 0, "", join,
                    "state", "NOT_REGISTERED", "server", attempt == 1 ? "none" : "sip:127.0.0.1:5064");
            cx(I, "UAA", attempt == 1 ? "DIAMETER_FIRST_REGISTRATION (2001)" : "DIAMETER_SUBSEQUENT_REGISTRATION (2002)", join);
            sip(I, S, line, attempt + " REGISTER", join, "alice", "alice");
            cx(S, attempt == 1 ? "MAR" : "SAR", "", join);
            cx(S, attempt == 1 ? "MAA" : "SAA", "DIAMETER_SUCCESS (2001)", join);
            if (attempt == 2) {
                decide(Role.SCSCF, "digest", Decision.Outcome.ACCEPTED, "TS 24.229 5.4.1.2.2A", 0, "", join,
                        "user name", "alice@ims.example", "algorithm", "MD5");
            }
            String answer = attempt == 1 ? "SIP/2.0 401 Unauthorized" : "SIP/2.0 200 OK";
            sip(S, I, answer, attempt + " REGISTER", join, "alice", "alice");
            sip(I, P, answer, attempt + " REGISTER", join, "alice", "alice");
            sip(P, ALICE_PHONE, answer, attempt + " REGISTER", join, "alice", "alice");
        }
    }

    private void refusal() {
        Join join = new Join("icid-2", "eve-1@127.0.0.1", "sip:eve@ims.example", "");
        sip("127.0.0.1:5099", P, "REGISTER sip:ims.example SIP/2.0", "1 REGISTER", join, "eve", "eve");
        sip(P, I, "REGISTER sip:ims.example SIP/2.0", "1 REGISTER", join, "eve", "eve");
        cx(I, "UAR", "", join);
        decide(Role.HSS, "identities", Decision.Outcome.REFUSED, "TS 29.228 6.1.1.1 step 1", 5001,
                "no such public identity", join, "public identity", "sip:eve@ims.example");
        cx(I, "UAA", "DIAMETER_ERROR_USER_UNKNOWN (5001)", join);
        decide(Role.ICSCF, "registration", Decision.Outcome.REFUSED, "TS 24.229 5.3.1.2", 403,
                "the HSS does not know this user", join, "public identity", "sip:eve@ims.example");
        sip(I, P, "SIP/2.0 403 Forbidden", "1 REGISTER", join, "eve", "eve");
        sip(P, "127.0.0.1:5099", "SIP/2.0 403 Forbidden", "1 REGISTER", join, "eve", "eve");
    }

    private void call() {
        Join join = new Join("icid-3", CALL, "", "");
        String invite = "INVITE sip:bob@ims.example SIP/2.0";
        String[] way = {ALICE_PHONE, P, S, I, S, P, BOB_PHONE};
        for (int hop = 0; hop + 1 < way.length; hop++) {
            if (way[hop].equals(I)) {
                cx(I, "LIR", "", join);
                cx(I, "LIA", "DIAMETER_SUCCESS (2001)", join);
            }
            if (hop == 2) {
                decide(Role.SCSCF, "originating", Decision.Outcome.ACCEPTED, "TS 24.229 5.4.3.2", 0, "", join,
                        "served user", "sip:alice@ims.example");
            }
            sip(way[hop], way[hop + 1], hop == 5 ? "INVITE sip:bob@127.0.0.1:5072 SIP/2.0" : invite, "1 INVITE", join,
                    "alice", "bob");
        }
        for (String answer : List.of("SIP/2.0 180 Ringing", "SIP/2.0 200 OK")) {
            for (int hop = way.length - 1; hop > 0; hop--) {
                sip(way[hop], way[hop - 1], answer, "1 INVITE", join, "alice", "bob");
            }
        }
        sip(ALICE_PHONE, P, "ACK sip:bob@127.0.0.1:5072 SIP/2.0", "1 ACK", join, "alice", "bob");
        sip(P, BOB_PHONE, "ACK sip:bob@127.0.0.1:5072 SIP/2.0", "1 ACK", join, "alice", "bob");
    }

    void sip(String from, String to, String line, String cseq, Join join, String caller, String called) {
        String text = line + "\r\nVia: SIP/2.0/UDP " + from + ";branch=z9hG4bK776asdhds\r\nFrom: \"" + caller
                + "\" <sip:" + caller + "@ims.example>;tag=1928301774\r\nTo: <sip:" + called
                + "@ims.example>\r\nCall-ID: " + join.callId() + "\r\nCSeq: " + cseq
                + "\r\nMax-Forwards: 69\r\nP-Charging-Vector: icid-value=" + join.icid()
                + "\r\nUser-Agent: baresip v1.0.0 (x86_64/linux)\r\nContent-Length: 0\r\n\r\n";
        node.trace().sip(SipEvent.of(from, to, "UDP", line, cseq, join, MessageText.of(text)));
    }

    private void cx(String cscf, String command, String result, Join join) {
        boolean request = result.isEmpty();
        node.trace().diameter(DiameterEvent.of(request ? cscf : H, request ? H : cscf, command, result,
                List.of("Session-Id = " + cscf + ";1;1", "Origin-Host = " + (request ? "icscf" : "hss") + ".ims.example",
                        "User-Name = alice@ims.example", "Public-Identity = sip:alice@ims.example"), join));
    }

    private void decide(Role role, String rule, Decision.Outcome outcome, String clause, int status, String reason,
            Join join, String... values) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            map.put(values[i], values[i + 1]);
        }
        node.trace().decide(new Decision(0, Instant.now(), role, rule, outcome, map, clause, status, reason, join));
    }
}
