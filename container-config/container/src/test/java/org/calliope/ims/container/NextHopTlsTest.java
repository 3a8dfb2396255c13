package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.calliope.ims.container.dns.FakeDns;
import org.calliope.ims.container.transport.TestCertificates;
import org.calliope.ims.container.transport.TestCertificates.Made;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy whose next hops are reached over TLS: they have to be whom the URI says (RFC 5922 7). */
class NextHopTlsTest {

    @TempDir
    private static Path home;
    private static FakeDns dns;
    private static Server server;
    private static int port;
    private static int tlsPort;
    private static Made domain;
    private static Made host;
    private static Made address;

    @BeforeAll
    static void start() throws IOException {
        port = FreePorts.draw();
        tlsPort = FreePorts.draw();
        dns = new FakeDns().with("h.provider.example. 60 IN A 127.0.0.1");
        NextHopTest.forwarding(home, dns, port);
        domain = TestCertificates.named(home.resolve("domain.pem"), "CN=x", "URI:sip:one.example");
        host = TestCertificates.named(home.resolve("host.pem"), "CN=x", "DNS:h.provider.example");
        address = TestCertificates.named(home.resolve("address.pem"), "CN=x", "IP:127.0.0.1");
        Files.writeString(home.resolve("conf/trust.pem"),
            Files.readString(domain.file()) + Files.readString(host.file()) + Files.readString(address.file()));
        Files.writeString(home.resolve("conf/transports.properties"), "pcscf-transports = tls:" + tlsPort + "\ntls-trust = trust.pem\n");
        server = Server.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
        dns.close();
    }

    private static void send(Peer caller, String uri, String branch) {
        caller.send(caller.request("MESSAGE", uri, branch, "Route: <sip:127.0.0.1:" + port + ";lr>"));
    }

    private static double misnamed() {
        return server.node().meters().counter("sip.connections.cut", "reason", "name").count();
    }

    /** A server of TLS with this certificate. */
    private static SSLServerSocket listen(Made certificate) throws IOException {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", certificate.key(), new char[0], new X509Certificate[] {certificate.certificate()});
            SSLServerSocket socket = (SSLServerSocket) Listening.trusting(certificate.file(), own).getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
            socket.setSoTimeout(5_000);
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static StreamPeer accept(SSLServerSocket socket) throws IOException {
        return StreamPeer.tls((SSLSocket) socket.accept());
    }

    private static void answers(StreamPeer peer, String uri, Peer caller) {
        String arrived = peer.receive();
        assertThat(arrived).startsWith("MESSAGE " + uri);
        peer.send(SipTexts.response(arrived, "200 OK", "sip:b@127.0.0.1"));
        assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
    }

    private static void getsNothing(StreamPeer peer) {
        assertThatThrownBy(peer::receive).hasMessageNotContaining("MESSAGE").cause().isNotInstanceOf(SocketTimeoutException.class);
    }

    private static String[] srv(String name, SSLServerSocket... servers) {
        String[] records = new String[servers.length];
        for (int i = 0; i < servers.length; i++) {
            records[i] = "_sips._tcp." + name + ". 60 IN SRV " + i + " 0 " + servers[i].getLocalPort() + " h.provider.example.";
        }
        return records;
    }

    @Test
    void theNameIsTheDomainOfTheUriWhateverSrvSays_RFC5922_7_3() throws IOException {
        try (Peer caller = new Peer(port); SSLServerSocket right = listen(domain); SSLServerSocket wrong = listen(host)) {
            dns.with(srv("one.example", right)).with(srv("other.example", wrong));
            send(caller, "sip:b@one.example;transport=tls", "domain");
            try (StreamPeer peer = accept(right)) {
                answers(peer, "sip:b@one.example", caller);
            }
            double before = misnamed();
            send(caller, "sip:b@other.example;transport=tls", "host");
            try (StreamPeer peer = accept(wrong)) {
                getsNothing(peer);
            }
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 503 ");
            assertThat(misnamed()).isEqualTo(before + 1);
        }
    }

    @Test
    void theNextServerGetsTheRequestWhenOneIsSomebodyElse_RFC3263_4_3() throws IOException {
        try (Peer caller = new Peer(port); SSLServerSocket wrong = listen(address); SSLServerSocket right = listen(host)) {
            dns.with(srv("h.provider.example", wrong, right));
            send(caller, "sip:b@h.provider.example;transport=tls", "next");
            try (StreamPeer first = accept(wrong); StreamPeer second = accept(right)) {
                getsNothing(first);
                answers(second, "sip:b@h.provider.example", caller);
            }
        }
    }

    @Test
    void anAddressHasToBeInTheCertificate_RFC3261_26_3_1() throws IOException {
        try (Peer caller = new Peer(port); SSLServerSocket right = listen(address); SSLServerSocket wrong = listen(host)) {
            String uri = "sip:b@127.0.0.1:" + right.getLocalPort() + ";transport=tls";
            send(caller, uri, "right");
            try (StreamPeer peer = accept(right)) {
                answers(peer, uri, caller);
            }
            send(caller, "sip:b@127.0.0.1:" + wrong.getLocalPort() + ";transport=tls", "wrong");
            try (StreamPeer peer = accept(wrong)) {
                getsNothing(peer);
            }
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 503 ");
        }
    }

    @Test
    void aConnectionIsUsedForTheNameItWasOpenedForOnly_RFC5922_7_3() throws IOException {
        try (Peer caller = new Peer(port); SSLServerSocket shared = listen(host)) {
            dns.with("three.example. 60 IN A 127.0.0.1");
            String there = ":" + shared.getLocalPort() + ";transport=tls";
            send(caller, "sip:b@h.provider.example" + there, "first");
            try (StreamPeer first = accept(shared)) {
                answers(first, "sip:b@h.provider.example", caller);
                send(caller, "sip:b@three.example" + there, "second");
                try (StreamPeer second = accept(shared)) {
                    getsNothing(second);
                }
                assertThat(caller.receiveFinal()).startsWith("SIP/2.0 503 ");
                send(caller, "sip:b@h.provider.example" + there, "third");
                answers(first, "sip:b@h.provider.example", caller);
            }
        }
    }

    /** Its address a peer has proven by its connection, but a name it has not. */
    @Test
    void whoHasConnectedWithoutACertificateIsNobodysServer_RFC5923_8_2() throws IOException {
        try (Peer caller = new Peer(port); StreamPeer phone = StreamPeer.tls(InetAddress.getLoopbackAddress(), tlsPort,
            Listening.trusting(home.resolve("data/tls/certificate.pem"), null))) {
            String there = ":" + phone.address().getPort() + ";transport=tls";
            dns.with("four.example. 60 IN A 127.0.0.1");
            send(caller, "sip:b@four.example" + there, "name");
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 503 ");
            send(caller, "sip:b@127.0.0.1" + there, "address");
            answers(phone, "sip:b@127.0.0.1", caller);
        }
    }
}
