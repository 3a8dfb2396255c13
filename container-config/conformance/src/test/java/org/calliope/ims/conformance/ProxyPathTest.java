package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServletRequest;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 10.5, RFC 3327: a proxy that wants to be on the way to who registers through it. */
class ProxyPathTest {

    @RegisterExtension
    static final Application APP = Application.of("path", Pathing.class, ScriptedProxy.class);

    private final Peer alice = Peer.udp();
    private final Peer registrar = Peer.udp();

    /** Marks its Path. */
    public static class Pathing extends ScriptedProxy {

        private static final long serialVersionUID = 1L;

        @Override
        protected void start(SipServletRequest request) throws ServletException, IOException {
            Events.note(request.getCallId(), "mark " + request.getParameter("mark"));
            Proxy proxy = configured(request);
            if (request.getHeader("X-Path") != null) {
                request.pushPath(factory().createAddress(request.getHeader("X-Path")));
            }
            if (proxy.getAddToPath()) {
                proxy.getPathURI().setParameter("mark", "p1");
            } else {
                refused(request.getCallId(), "getPathURI", proxy::getPathURI);
            }
            proxy.proxyTo(targets(request));
        }
    }

    @AfterEach
    void close() {
        List.of(alice, registrar).forEach(Peer::close);
    }

    private SipMessage register() {
        return alice.request("REGISTER", APP).with("X-To", registrar.uri());
    }

    private SipMessage arrived(SipMessage register) {
        alice.send(register);
        SipMessage arrived = registrar.await("REGISTER");
        registrar.send(registrar.response(arrived, 200));
        assertThat(alice.awaitFinal(register).status()).isEqualTo(200);
        return arrived;
    }

    @Test
    void aRegisterGetsAPathWithTheApplicationsParameter_10_5_RFC3327_5_2() {
        SipMessage arrived = arrived(register().with("X-Set", "add-to-path=true"));
        assertThat(arrived.list("Path")).hasSize(1).first().asString()
            .contains("127.0.0.1:" + Suite.port()).contains(";lr").contains("mark=p1");
    }

    @Test
    void thePathGoesBeforeThoseThatAreThere_RFC3327_5_2() {
        SipMessage arrived = arrived(register().with("Path", "<sip:edge.example;lr>").with("X-Set", "add-to-path=true"));
        assertThat(arrived.list("Path")).hasSize(2);
        assertThat(arrived.list("Path").get(0)).contains("mark=p1");
    }

    @Test
    void aRegisterGetsNoPathUnasked_10_1() {
        SipMessage register = register();
        assertThat(arrived(register).has("Path")).isFalse();
        Events.await(register.callId(), "getPathURI refused");
    }

    @Test
    void aRequestRoutedByThePathReachesTheApplicationWithItsParameter_10_5_RFC3327_5_3() {
        String path = arrived(register().with("X-Set", "add-to-path=true")).required("Path");
        // what is sent to the contact that was registered, through its Path; whose turn it is, is the router's to say (15.4.1)
        SipMessage invite = registrar.send(registrar.request("INVITE", "nobody")
            .withStartLine("INVITE " + alice.uri() + " SIP/2.0").with("Route", path).with("X-Chain", "path").with("X-To", alice.uri()));
        SipMessage arrived = alice.await("INVITE");
        assertThat(arrived.requestUri()).isEqualTo(alice.uri());
        assertThat(arrived.has("Route")).isFalse();
        alice.send(alice.response(arrived, 200));
        assertThat(registrar.conclude(invite).status()).isEqualTo(200);
        assertThat(Events.of(invite.callId())).contains("mark p1");
    }

    @Test
    void theApplicationCanPushAPathOfItsOwn_SipServletRequest_pushPath() {
        SipMessage arrived = arrived(register().with("X-Path", "<sip:other.example;lr>"));
        assertThat(arrived.required("Path")).contains("sip:other.example;lr");
    }
}
