package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.container.transport.TestCertificates;
import org.calliope.ims.container.transport.TestCertificates.Made;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates: the server's own, others' in its place, by host name, changed while it runs, and those of clients. */
class TlsTest {

    @TempDir
    private Path home;

    private static X509Certificate shown(int port, SSLContext context, String host) throws IOException {
        try (SSLSocket socket = socket(port, context, host)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket socket(int port, SSLContext context, String host, String... versions) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(5_000);
        SSLParameters parameters = socket.getSSLParameters();
        if (host != null) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Test
    void theServersOwnCertificateIsMadeOnceAndItsKeyIsItsOwners() throws IOException {
        X509Certificate first;
        try (Listening listening = new Listening(home, List.of("tls"))) {
            first = shown(listening.port("tls"), listening.trusting(), null);
            assertThat(first.getSubjectX500Principal().getName()).isEqualTo("CN=ims.example");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("data/tls/key.pem")))).isEqualTo("rw-------");
        }
        try (Listening listening = new Listening(home, List.of("tls"))) {
            assertThat(shown(listening.port("tls"), listening.trusting(), null)).isEqualTo(first);
        }
    }

    @Test
    void withoutAnAddressForTlsNothingIsMade() throws IOException {
        try (Listening listening = new Listening(home, List.of("udp"))) {
            assertThat(listening.port("udp")).isPositive();
            assertThat(home.resolve("data/tls")).doesNotExist();
        }
    }

    @Test
    void onlyTls12And13AreSpoken_RFC8996() throws IOException {
        try (Listening listening = new Listening(home, List.of("tls"))) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (SSLSocket socket = socket(listening.port("tls"), listening.trusting(), null, version)) {
                    socket.startHandshake();
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                }
            }
            try (SSLSocket socket = socket(listening.port("tls"), listening.trusting(), null, "TLSv1.1")) {
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void aHostNameChoosesTheCertificate_RFC6066_3() throws IOException {
        Made one = TestCertificates.pem(home.resolve("one.pem"), "one.example");
        Made two = TestCertificates.pem(home.resolve("two.pem"), "*.two.example");
        try (Listening listening = new Listening(home, List.of("tls"), "tls-certificates = " + one.file() + ", " + two.file())) {
            int port = listening.port("tls");
            assertThat(shown(port, Listening.trusting(one.file(), null), null)).isEqualTo(one.certificate());
            assertThat(shown(port, Listening.trusting(two.file(), null), "pcscf.two.example")).isEqualTo(two.certificate());
            assertThat(shown(port, Listening.trusting(one.file(), null), "unknown.example")).isEqualTo(one.certificate());
        }
    }

    @Test
    void aChangedFileIsSeenByNewConnectionsAndABrokenOneIsNotTaken() throws IOException {
        Made before = TestCertificates.pem(home.resolve("server.pem"), "server.example");
        try (Listening listening = new Listening(home, List.of("tls"), "tls-certificates = " + before.file());
             StreamPeer old = StreamPeer.tls(InetAddress.getByName("127.0.0.1"), listening.port("tls"), Listening.trusting(before.file(), null))) {
            int port = listening.port("tls");
            Made after = TestCertificates.pem(home.resolve("new.pem"), "server.example");
            Files.copy(after.file(), before.file(), StandardCopyOption.REPLACE_EXISTING);
            await().ignoreExceptions().until(() -> shown(port, Listening.trusting(after.file(), null), null).equals(after.certificate()));
            Files.writeString(before.file(), "-----BEGIN CERTIFICATE-----\nhalf of i");
            Files.setLastModifiedTime(before.file(), FileTime.from(Instant.now().plusSeconds(5)));
            await().during(java.time.Duration.ofMillis(1_500)).atMost(java.time.Duration.ofSeconds(5))
                .until(() -> shown(port, Listening.trusting(after.file(), null), null).equals(after.certificate()));
            old.send(old.request("OPTIONS", "sip:x@127.0.0.1:" + port, "still"));
            assertThat(old.receive()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void aPkcs12FileIsOpenedWithThePasswordInAFile() throws Exception {
        Made made = TestCertificates.pem(home.resolve("made.pem"), "p12.example");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("sip", made.key(), "secret".toCharArray(), new X509Certificate[] {made.certificate()});
        try (OutputStream out = Files.newOutputStream(home.resolve("server.p12"))) {
            store.store(out, "secret".toCharArray());
        }
        Files.writeString(home.resolve("password"), "secret\n");
        try (Listening listening = new Listening(home, List.of("tls"), "tls-certificates = " + home.resolve("server.p12"),
            "tls-password-file = " + home.resolve("password"))) {
            assertThat(shown(listening.port("tls"), Listening.trusting(made.file(), null), null)).isEqualTo(made.certificate());
        }
    }

    @Test
    void whoHasNoCertificateIsNotLetInWhereOneIsNeeded_RFC3261_26_3_1() throws Exception {
        Made server = TestCertificates.pem(home.resolve("server.pem"), "server.example");
        Made client = TestCertificates.pem(home.resolve("client.pem"), "client.example");
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("client", client.key(), new char[0], new X509Certificate[] {client.certificate()});
        try (Listening listening = new Listening(home, List.of("tls", "udp"), "tls-certificates = " + server.file(), "tls-client-auth = need",
            "tls-trust = " + client.file())) {
            InetAddress host = InetAddress.getByName("127.0.0.1");
            try (StreamPeer peer = StreamPeer.tls(host, listening.port("tls"), Listening.trusting(server.file(), own))) {
                peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + listening.port("tls"), "mutual"));
                assertThat(peer.receive()).startsWith("SIP/2.0 200 ").contains("X-Certificate: CN=client.example");
                aliased(listening, peer);
            }
            assertThatThrownBy(() -> {
                try (StreamPeer peer = StreamPeer.tls(host, listening.port("tls"), Listening.trusting(server.file(), null))) {
                    peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + listening.port("tls"), "nobody"));
                    peer.receive();
                }
            }).isInstanceOfAny(IOException.class, java.io.UncheckedIOException.class);
            await().until(() -> listening.count("sip.connections.cut", "handshake") > 0);
        }
    }

    /** Who has proven who it is gets requests for the address in its Via over the connection that is there (RFC 5923 5, 8.2). */
    private static void aliased(Listening listening, StreamPeer peer) throws IOException {
        int advertised = FreePorts.draw();
        peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + listening.port("tls"), "alias")
            .replace(peer.address().getPort() + ";branch", advertised + ";alias;branch"));
        assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
        try (Peer caller = new Peer(listening.port("udp"))) {
            caller.send(caller.request("INVITE", "sip:b@127.0.0.1:" + advertised + ";transport=tls", "toalias"));
            String invite = peer.receive();
            assertThat(invite).startsWith("INVITE ");
            peer.send(SipTexts.response(invite, "486 Busy Here", "sip:b@127.0.0.1"));
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 486 ");
        }
    }

    @Test
    void aFileThatCanNotBeUsedStopsTheStartWithItsName() throws IOException {
        Files.writeString(home.resolve("empty.pem"), "nothing");
        assertThatThrownBy(() -> new Listening(home, List.of("tls"), "tls-certificates = " + home.resolve("empty.pem")))
            .isInstanceOf(ConfigException.class).hasMessageContaining("tls-certificates").hasMessageContaining("no certificate in")
            .hasMessageContaining("empty.pem");
    }
}
