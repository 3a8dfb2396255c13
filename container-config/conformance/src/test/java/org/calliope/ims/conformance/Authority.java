package org.calliope.ims.conformance;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs the certificates of one run of the suite, all for 127.0.0.1. Any thread. */
final class Authority {

    static final String NAME = "CN=Authority of the suite";
    private static final char[] NO_PASSWORD = new char[0];
    private static final Duration VALID = Duration.ofDays(1);

    private final KeyPair keys = pair();
    private final X509Certificate certificate = sign(NAME, keys, true);

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(String subject, KeyPair pair, boolean authority) {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name(NAME),
            new BigInteger(120, new SecureRandom()), Date.from(now.minus(VALID)), Date.from(now.plus(VALID)),
            X500Name.getInstance(new X500Principal(subject).getEncoded()), pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            }
            return new JcaX509CertificateConverter().getCertificate(builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the authority's certificate, and one with its key for a server. */
    void write(Path trust, Path server) throws IOException {
        KeyPair pair = pair();
        Files.writeString(trust, pem(certificate));
        Files.writeString(server, pem(sign("CN=server", pair, false), new JcaPKCS8Generator(pair.getPrivate(), null)));
    }

    private static String pem(Object... contents) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (Object content : contents) {
                pem.writeObject(content);
            }
        }
        return text.toString();
    }

    /** One who shows a certificate for this subject, with the authority's, and believes the authority. */
    SSLContext known(String subject) {
        return shows(subject, this);
    }

    /** As {@link #known}, but with a certificate that another authority has signed. */
    SSLContext stranger(String subject) {
        return shows(subject, new Authority());
    }

    private SSLContext shows(String subject, Authority signer) {
        try {
            KeyPair pair = pair();
            KeyStore own = empty();
            own.setKeyEntry("own", pair.getPrivate(), NO_PASSWORD,
                new X509Certificate[] {signer.sign(subject, pair, false), signer.certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(own, NO_PASSWORD);
            return context(Optional.of(managers.getKeyManagers()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One who has no certificate, and believes the authority. */
    SSLContext unknown() {
        try {
            return context(Optional.empty());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext context(Optional<KeyManager[]> own) throws GeneralSecurityException, IOException {
        KeyStore believed = empty();
        believed.setCertificateEntry("authority", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(believed);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.orElse(null), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
