package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.sip.AuthInfo;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 17.10: an application answers the challenge of another server. */
class ClientAuthenticationTest {

    private static final String REALM = "elsewhere.example";

    @RegisterExtension
    static final Application APP = Application.of("client", Client.class);

    /** Sends a MESSAGE to X-To, and once more with credentials when that is challenged. */
    public static class Client extends Probe {

        private static final long serialVersionUID = 1L;

        public String send(SipServletRequest r) throws ServletException, IOException {
            SipServletRequest out = factory().createRequest(factory().createApplicationSession(), "MESSAGE", "sip:client@example.com", r.getHeader("X-To"));
            out.getSession().setAttribute("how", r.getHeader("X-How"));
            out.setContent("hello", "text/plain");
            out.send();
            return "sent";
        }

        @Override
        protected void doErrorResponse(SipServletResponse response) throws IOException {
            Events.note("client", "realm " + response.getChallengeRealms().next());
            SipServletRequest again = response.getSession().createRequest("MESSAGE");
            again.setContent("hello", "text/plain");
            if ("info".equals(response.getSession().getAttribute("how"))) {
                AuthInfo info = factory().createAuthInfo();
                info.addAuthInfo(response.getStatus(), REALM, "alice", "secret");
                again.addAuthHeader(response, info);
            } else {
                again.addAuthHeader(response, "alice", "secret");
            }
            again.send();
        }
    }

    private static void challenge(String how, int status, String algorithm) {
        try (Peer peer = Peer.udp()) {
            assertThat(Probe.of(APP, "send", "X-To", peer.uri(), "X-How", how)).isEqualTo("sent");
            SipMessage first = peer.await("MESSAGE");
            Challenge challenge = new Challenge(REALM, "n" + Peer.id(), "o", algorithm, "auth");
            peer.send(peer.response(first, status).with(status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate", challenge.headerValue()));
            SipMessage second = peer.await("MESSAGE with credentials", m -> m.is("MESSAGE") && m.cseq() > first.cseq());
            Credentials credentials = Credentials.parse(second.required(status == 407 ? "Proxy-Authorization" : "Authorization"));
            assertThat(credentials.username()).isEqualTo("alice");
            assertThat(credentials.nonce()).isEqualTo(challenge.nonce());
            assertThat(credentials.opaque()).isEqualTo("o");
            assertThat(Digest.verify(Digest.ha1(algorithm, "alice", REALM, "secret"), "MESSAGE", credentials)).isTrue();
            assertThat(second.bodyText()).isEqualTo("hello");
            peer.send(peer.response(second, 200));
        }
    }

    @Test
    void aChallengeIsAnsweredWithNameAndPassword_17_10_1() {
        challenge("password", 401, "MD5");
        assertThat(Events.of("client")).contains("realm " + REALM);
    }

    @Test
    void aChallengeOfAProxyIsAnsweredWithAnAuthInfo_17_10_1() {
        challenge("info", 407, "MD5");
    }

    @Test
    void sha256IsAnsweredToo_RFC8760_2_4() {
        challenge("password", 401, "SHA-256");
    }
}
