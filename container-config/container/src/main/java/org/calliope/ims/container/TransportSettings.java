package org.calliope.ims.container;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.calliope.ims.config.Default;
import org.calliope.ims.container.transport.StreamSettings;
import org.calliope.ims.container.transport.TlsSettings;
import org.calliope.ims.container.transport.TlsSettings.ClientAuth;
import org.calliope.ims.container.transport.TlsSettings.IdentityFiles;

/**
 * {@code conf/transports.properties}: what SIP is carried over besides UDP and TCP, and what a peer may take.
 *
 * @param pcscfTransports      transport:port each, at which the P-CSCF is reached besides UDP and TCP
 * @param udpMaxRequestBytes   RFC 3261 18.1.1: a longer request tries TCP before UDP; 0: never
 * @param maxHeaderLines       lines of a message's head
 * @param maxHeaderLineBytes   bytes of one of them
 * @param maxConnections       connections that peers have opened
 * @param maxConnectionsPerAddress as before, from one address
 * @param maxWriteQueueBytes   what may wait for a peer that does not read
 * @param connectTimeout       how long a connection of ours may take to come about
 * @param handshakeTimeout     how long TLS and WebSocket handshakes may take
 * @param connectionIdleTimeout a connection is closed on which nothing came for so long
 * @param wsOrigins            origins whose pages may connect over WebSocket; empty: all
 * @param tlsCertificates      PEM or PKCS #12 each, a PEM key in a file of its own after a plus sign; empty: our own
 * @param tlsPasswordFile      what opens the keys, when they are encrypted
 * @param tlsClientAuth        whether those who connect over TLS have to show a certificate
 * @param tlsTrust             PEM file of the authorities that are believed; empty: those of the JDK
 */
public record TransportSettings(@Default("") List<String> pcscfTransports, @Default("1300") int udpMaxRequestBytes,
                                @Default("256") int maxHeaderLines, @Default("8192") int maxHeaderLineBytes,
                                @Default("20000") int maxConnections, @Default("500") int maxConnectionsPerAddress,
                                @Default("1048576") int maxWriteQueueBytes, @Default("4s") Duration connectTimeout,
                                @Default("10s") Duration handshakeTimeout, @Default("70m") Duration connectionIdleTimeout,
                                @Default("") List<String> wsOrigins, @Default("") List<String> tlsCertificates,
                                @Default("") String tlsPasswordFile, @Default("none") ClientAuth tlsClientAuth,
                                @Default("") String tlsTrust) {

    static final String FILE = "transports.properties";

    public TransportSettings {
        if (Stream.of(maxHeaderLines, maxHeaderLineBytes, maxConnections, maxConnectionsPerAddress, maxWriteQueueBytes)
            .anyMatch(n -> n < 1)
            || Stream.of(connectTimeout, handshakeTimeout, connectionIdleTimeout).anyMatch(Duration::isZero)) {
            throw new IllegalArgumentException("limits and times are greater than zero");
        }
    }

    StreamSettings streams(int maxMessage, Duration readTimeout) {
        return new StreamSettings(maxMessage, readTimeout, connectTimeout, handshakeTimeout, connectionIdleTimeout,
            maxConnections, maxConnectionsPerAddress, maxWriteQueueBytes, wsOrigins);
    }

    /**
     * @param conf     relative names of files are below it
     * @param own      folder of the server's own certificate
     * @param ownNames what that is for
     */
    TlsSettings tls(Path conf, Path own, List<String> ownNames) {
        return new TlsSettings(tlsCertificates.stream().map(text -> identity(conf, text)).toList(), file(conf, tlsPasswordFile),
            tlsClientAuth, file(conf, tlsTrust), own, ownNames);
    }

    private static IdentityFiles identity(Path conf, String text) {
        int plus = text.indexOf('+');
        return new IdentityFiles(conf.resolve(plus < 0 ? text : text.substring(0, plus)), conf.resolve(text.substring(plus + 1)));
    }

    private static Optional<Path> file(Path conf, String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(conf.resolve(name));
    }
}
