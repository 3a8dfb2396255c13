package org.calliope.ims.container.transport;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.calliope.ims.container.transport.TlsSettings.IdentityFiles;

/** Certificates that nobody has signed, with their keys. */
public final class TestCertificates {

    private static final Duration VALID = Duration.ofDays(1);

    private TestCertificates() { }

    /** @param file holds certificate and key */
    public record Made(Path file, X509Certificate certificate, PrivateKey key) { }

    public static Made pem(Path file, String name) throws IOException {
        IdentityFiles files = new OwnCertificate(file.resolveSibling(file.getFileName() + ".d"), List.of(name)).files();
        Files.writeString(file, Files.readString(files.certificates()) + Files.readString(files.key()));
        TlsIdentity identity = TlsIdentity.read(files, new char[0]);
        return new Made(file, identity.chain().get(0), identity.key());
    }

    /** As {@link #pem}, for a subject with names of any kind: {@code URI:sip:a.example}, {@code DNS:a.example}, {@code IP:::1}. */
    public static Made named(Path file, String subject, String... names) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            X500Name who = new X500Name(subject);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(who, BigInteger.valueOf(System.nanoTime()),
                Date.from(Instant.now().minus(VALID)), Date.from(Instant.now().plus(VALID)), who, pair.getPublic());
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(List.of(names).stream().map(TestCertificates::name).toArray(GeneralName[]::new)));
            }
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
            try (JcaPEMWriter pem = new JcaPEMWriter(Files.newBufferedWriter(file))) {
                pem.writeObject(certificate);
                pem.writeObject(pair.getPrivate());
            }
            return new Made(file, certificate, pair.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException(e);
        }
    }

    private static GeneralName name(String text) {
        String value = text.substring(text.indexOf(':') + 1);
        return new GeneralName(switch (text.substring(0, text.indexOf(':'))) {
            case "URI" -> GeneralName.uniformResourceIdentifier;
            case "IP" -> GeneralName.iPAddress;
            default -> GeneralName.dNSName;
        }, value);
    }
}
