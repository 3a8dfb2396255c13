package org.calliope.ims.container.transport;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.calliope.ims.container.transport.TlsSettings.IdentityFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 with the certificates as they are in their files now: when a file changes, connections from then on
 * get the new one; a file that can not be used leaves things as they were. Any thread.
 */
public final class TlsContexts {

    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final long LOOK_NANOS = 1_000_000_000L;

    private record Loaded(Map<TlsIdentity, SslContext> servers, SslContext client) { }

    private final TlsSettings settings;
    private final List<IdentityFiles> identities;
    private volatile Loaded loaded;
    private volatile Map<Path, FileTime> seen;
    private volatile long looked = System.nanoTime();

    private TlsContexts(TlsSettings settings, List<IdentityFiles> identities) throws IOException {
        this.settings = settings;
        this.identities = identities;
        this.seen = times();
        this.loaded = load();
    }

    /**
     * Reads the certificates, after having made our own where none is named.
     *
     * @throws IOException naming the file that can not be used, and why
     */
    public static TlsContexts open(TlsSettings settings) throws IOException {
        return new TlsContexts(settings, settings.identities().isEmpty()
            ? List.of(new OwnCertificate(settings.ownDirectory(), settings.ownNames()).files()) : settings.identities());
    }

    /** @param host as the client has named it (RFC 6066 3), null when it has not */
    SslContext server(String host) {
        reloadWhenChanged();
        Map<TlsIdentity, SslContext> servers = loaded.servers;
        return servers.entrySet().stream().filter(e -> host != null && e.getKey().isFor(host)).map(Map.Entry::getValue)
            .findFirst().orElseGet(() -> servers.values().iterator().next());
    }

    SslContext client() {
        reloadWhenChanged();
        return loaded.client;
    }

    private void reloadWhenChanged() {
        if (System.nanoTime() - looked < LOOK_NANOS) {
            return;
        }
        synchronized (this) {
            looked = System.nanoTime();
            Map<Path, FileTime> now = times();
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            try {
                loaded = load();
                LOG.info("TLS: certificates were read again, new connections get them");
            } catch (IOException e) {
                LOG.warn("TLS: the changed certificates can not be used, those before stay: {}", e.getMessage());
            }
        }
    }

    private Map<Path, FileTime> times() {
        Map<Path, FileTime> times = new LinkedHashMap<>();
        Stream.of(identities.stream().map(IdentityFiles::certificates), identities.stream().map(IdentityFiles::key),
            settings.trust().stream(), settings.passwordFile().stream()).flatMap(f -> f).forEach(file -> {
                try {
                    times.put(file, Files.getLastModifiedTime(file));
                } catch (IOException e) {
                    LOG.debug("{} can not be looked at: {}", file, e.toString());
                }
            });
        return times;
    }

    private Loaded load() throws IOException {
        char[] password = settings.passwordFile().isEmpty() ? new char[0]
            : Files.readString(settings.passwordFile().get()).strip().toCharArray();
        Map<TlsIdentity, SslContext> servers = new LinkedHashMap<>();
        List<X509Certificate> trusted = new ArrayList<>();
        try {
            if (settings.trust().isPresent()) {
                trusted.addAll(TlsIdentity.certificates(settings.trust().get()));
            }
            for (IdentityFiles files : identities) {
                TlsIdentity identity = TlsIdentity.read(files, password);
                servers.put(identity, server(identity, trusted));
            }
            TlsIdentity own = servers.keySet().iterator().next();
            return new Loaded(servers, client(own, trusted));
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private SslContext server(TlsIdentity identity, List<X509Certificate> trusted) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chain()).sslProvider(SslProvider.JDK)
            .protocols(VERSIONS).clientAuth(switch (settings.clientAuth()) {
                case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
                case WANT -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
                case NEED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
            });
        return (trusted.isEmpty() ? builder : builder.trustManager(trusted)).build();
    }

    private static SslContext client(TlsIdentity identity, List<X509Certificate> trusted) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols(VERSIONS)
            .keyManager(identity.key(), identity.chain())
            // the rules of HTTPS are not those of SIP: see PeerCertificate
            .endpointIdentificationAlgorithm(null);
        return (trusted.isEmpty() ? builder : builder.trustManager(trusted)).build();
    }
}
