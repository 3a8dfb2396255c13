package org.calliope.ims.container;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.calliope.ims.container.sample.Sample;
import org.calliope.ims.container.sample.Web;

/** A server with the sample application that listens on several transports, each on a free port. */
final class Listening implements AutoCloseable {

    private final Path home;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Server server;

    /** @param transports udp, tcp, tls, ws, wss; with 6 at the end on IPv6 */
    Listening(Path home, List<String> transports, String... settings) throws IOException {
        this(home, transports, new int[0], settings);
    }

    /** @param wanted ports of the transports; of those beyond its end one that is free */
    Listening(Path home, List<String> transports, int[] wanted, String... settings) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        List<String> addresses = new ArrayList<>();
        for (String transport : transports) {
            ports.put(transport, addresses.size() < wanted.length ? wanted[addresses.size()] : FreePorts.draw());
            addresses.add(transport.replace("6", "") + (transport.endsWith("6") ? ":[::1]:" : ":127.0.0.1:") + ports.get(transport));
        }
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\ntcp-read-timeout = 1s\noverload-delay = 0ms\nsip-listen = "
            + String.join(", ", addresses) + "\n");
        Files.writeString(home.resolve("conf/transports.properties"), String.join("\n", settings) + "\n");
        Archives.archive(home.resolve("deploy/sample.sar"), Map.of(), Sample.class, Web.class, Archives.packageInfo(Sample.class));
        server = Server.start(home);
    }

    static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    Server server() {
        return server;
    }

    int port(String transport) {
        return ports.get(transport);
    }

    double count(String counter, String reason) {
        return server.node().meters().counter(counter, "reason", reason).count();
    }

    /** Trusts the certificate that the server has made for itself. */
    SSLContext trusting() throws IOException {
        return trusting(home.resolve("data/tls/certificate.pem"), null);
    }

    static SSLContext trusting(Path certificate, KeyStore own) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            Certificate trusted = CertificateFactory.getInstance("X.509").generateCertificate(in);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("server", trusted);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            KeyManager[] keys = null;
            if (own != null) {
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(own, new char[0]);
                keys = factory.getKeyManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
