package org.calliope.ims.container.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which hosts a certificate is for, RFC 5922 7. */
class PeerCertificateTest {

    @TempDir
    private Path folder;

    private X509Certificate certificate(String subject, String... names) throws IOException {
        return TestCertificates.named(folder.resolve("some.pem"), subject, names).certificate();
    }

    private void isFor(X509Certificate certificate, String... hosts) {
        assertThat(hosts).allMatch(host -> PeerCertificate.isFor(certificate, host));
    }

    private void isNotFor(X509Certificate certificate, String... hosts) {
        assertThat(hosts).noneMatch(host -> PeerCertificate.isFor(certificate, host));
    }

    @Test
    void aSipUriWithoutAUserIsADomain_RFC5922_7_1() throws IOException {
        X509Certificate certificate = certificate("CN=x", "URI:sip:one.example", "URI:SIP:two.example:5061;transport=tls");
        isFor(certificate, "one.example", "ONE.example", "two.example");
        isNotFor(certificate("CN=x", "URI:sip:alice@one.example", "URI:https://two.example", "URI:sips:three.example"), "one.example",
            "two.example", "three.example");
    }

    @Test
    void aDnsNameCountsWithoutASipUriOnly_RFC5922_7_1() throws IOException {
        isFor(certificate("CN=x", "DNS:one.example"), "one.example");
        isFor(certificate("CN=x", "DNS:one.example", "URI:sip:alice@two.example"), "one.example");
        isNotFor(certificate("CN=x", "DNS:one.example", "URI:sip:two.example"), "one.example");
    }

    @Test
    void theCommonNameCountsWithoutOtherNamesOnly_RFC5922_7_1() throws IOException {
        isFor(certificate("CN=one.example,O=One"), "one.example");
        isNotFor(certificate("CN=one.example", "DNS:two.example"), "one.example");
        isNotFor(certificate("CN=one.example", "IP:192.0.2.1"), "one.example");
        isNotFor(certificate("O=one.example"), "one.example");
    }

    @Test
    void namesAreComparedInTheirEntirety_RFC5922_7_2() throws IOException {
        X509Certificate certificate = certificate("CN=x", "DNS:one.example", "DNS:*.two.example");
        isNotFor(certificate, "sip.one.example", "example", "one.example.net", "sip.two.example", "two.example");
    }

    @Test
    void anAddressIsComparedWithAddresses_RFC3261_26_3_1() throws IOException {
        X509Certificate certificate = certificate("CN=192.0.2.9", "IP:192.0.2.1", "IP:2001:db8::1", "DNS:192.0.2.2", "URI:sip:192.0.2.3");
        isFor(certificate, "192.0.2.1", "2001:db8:0:0:0:0:0:1", "[2001:db8::1]");
        isNotFor(certificate, "192.0.2.2", "192.0.2.3", "192.0.2.9", "2001:db8::2");
    }
}
