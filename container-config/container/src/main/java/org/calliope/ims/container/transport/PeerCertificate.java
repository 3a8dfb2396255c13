package org.calliope.ims.container.transport;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who a TLS peer is by its certificate, which has been verified (RFC 5922 7.1). */
final class PeerCertificate {

    private PeerCertificate() { }

    /** @return own certificate first; empty without TLS, and when the peer has shown none */
    static X509Certificate[] chain(SSLSession session) {
        try {
            return session == null ? new X509Certificate[0]
                : Stream.of(session.getPeerCertificates()).toArray(X509Certificate[]::new);
        } catch (SSLPeerUnverifiedException e) {
            return new X509Certificate[0];
        }
    }

    /** Whether the peer has proven to be this host: the address it comes from, or a DNS name of its certificate. */
    static boolean names(SSLSession session, String host, InetAddress from) {
        X509Certificate[] chain = chain(session);
        return chain.length > 0 && (host.equals(from.getHostAddress()) || alternativeNames(chain[0]).stream()
            .anyMatch(name -> host.equalsIgnoreCase(String.valueOf(name.get(1)))));
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
