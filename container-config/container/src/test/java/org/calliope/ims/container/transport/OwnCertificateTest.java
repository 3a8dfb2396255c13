package org.calliope.ims.container.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a server makes its own certificate anew: RFC 5922 7.1, whoever connects looks for the address in it. */
class OwnCertificateTest {

    @TempDir
    private Path home;

    private X509Certificate certificate(String... names) throws IOException, GeneralSecurityException {
        return TlsIdentity.certificates(new OwnCertificate(home, List.of(names)).files().certificates()).get(0);
    }

    @Test
    void anotherAddressMakesItAnew() throws IOException, GeneralSecurityException {
        X509Certificate first = certificate("ims.example", "127.0.0.1");
        X509Certificate second = certificate("ims.example", "127.0.0.1", "192.0.2.7");
        assertThat(second).isNotEqualTo(first);
        assertThat(second.getSubjectAlternativeNames()).extracting(name -> (Object) name.get(1))
            .containsExactlyInAnyOrder("ims.example", "127.0.0.1", "192.0.2.7");
    }

    @Test
    void theSameAddressesOrFewerLeaveIt() throws IOException, GeneralSecurityException {
        X509Certificate first = certificate("ims.example", "127.0.0.1", "::1");
        assertThat(certificate("ims.example", "::1", "127.0.0.1")).isEqualTo(first);
        assertThat(certificate("ims.example", "127.0.0.1")).isEqualTo(first);
    }
}
