package org.calliope.ims.container.transport;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Who a TLS peer is by its certificate, which has been verified (RFC 5922 7). */
final class PeerCertificate {

    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;
    /** A sip URI with a user is for that user, not for the domain. */
    private static final Pattern SIP_DOMAIN = Pattern.compile("(?i)sip:([^@:;?]+)(?::[0-9]+)?(?:[;?][^@]*)?");

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

    /** Whether the peer has proven to be this host: the address it comes from, or one its certificate is for. */
    static boolean names(SSLSession session, String host, InetAddress from) {
        X509Certificate[] chain = chain(session);
        return chain.length > 0 && (host.equals(from.getHostAddress()) || isFor(chain[0], host));
    }

    /**
     * Whether a certificate is for this host. A name is compared in its entirety, and a star stands for nothing but itself
     * (RFC 5922 7.2).
     *
     * @param host a name or an IP address
     */
    static boolean isFor(X509Certificate certificate, String host) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        return address == null ? domains(certificate).anyMatch(host::equalsIgnoreCase)
            : alternatives(certificate).stream().flatMap(names -> values(names, IP_ADDRESS))
                .anyMatch(other -> Arrays.equals(address, NetUtil.createByteArrayFromIpAddressString(other)));
    }

    static boolean isAddress(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host) != null;
    }

    /** RFC 5922 7.1: the domains of its sip URIs, without any its DNS names, and the common name when it has no other names. */
    private static Stream<String> domains(X509Certificate certificate) {
        Optional<Collection<List<?>>> names = alternatives(certificate);
        if (names.isEmpty()) {
            return commonName(certificate);
        }
        List<String> ofUris = values(names.get(), URI).map(SIP_DOMAIN::matcher).filter(Matcher::matches).map(m -> m.group(1)).toList();
        return ofUris.isEmpty() ? values(names.get(), DNS_NAME) : ofUris.stream();
    }

    /** @return empty when the certificate has no subjectAltName */
    private static Optional<Collection<List<?>>> alternatives(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames());
        } catch (CertificateParsingException e) {
            return Optional.of(List.of());
        }
    }

    private static Stream<String> values(Collection<List<?>> names, int kind) {
        return names.stream().filter(name -> name.get(0).equals(kind)).map(name -> (String) name.get(1));
    }

    private static Stream<String> commonName(X509Certificate certificate) {
        RDN[] names = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()).getRDNs(BCStyle.CN);
        return Stream.of(names).map(name -> IETFUtils.valueToString(name.getFirst().getValue()));
    }
}
