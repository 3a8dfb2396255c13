package org.calliope.ims.container.transport;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who a TLS peer is by its certificate, which has been verified (RFC 5922 7.1). */
final class PeerCertificate {

    private PeerCertificate() { }

    /** Whether the peer has proven to be this host: the address it comes from, or a DNS name of its certificate. */
    static boolean names(SSLSession session, String host, InetAddress from) {
        if (session == null) {
            return false;
        }
        try {
            X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
            return host.equals(from.getHostAddress()) || alternativeNames(certificate).stream()
                .anyMatch(name -> host.equalsIgnoreCase(String.valueOf(name.get(1))));
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return false;
        }
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null ? List.of() : names;
    }
}
