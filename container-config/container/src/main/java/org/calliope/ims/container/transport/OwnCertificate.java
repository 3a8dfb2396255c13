package org.calliope.ims.container.transport;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
import org.calliope.ims.container.transport.TlsSettings.IdentityFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate a server makes for itself at its first start, so that TLS works before somebody has asked for one. */
final class OwnCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);
    private static final Duration VALID = Duration.ofDays(825);
    private static final Duration LEFT = Duration.ofDays(30);
    private static final int SERIAL_BITS = 120;

    private final Path directory;
    private final List<String> names;

    OwnCertificate(Path directory, List<String> names) {
        this.directory = directory;
        this.names = names;
    }

    /**
     * @return the files, which are made when they are not there, soon expire or lack a name; others can read the certificate only
     * @throws IOException when they can not be written
     */
    IdentityFiles files() throws IOException {
        IdentityFiles files = new IdentityFiles(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
        try {
            if (!Files.exists(files.key()) || !Files.exists(files.certificates())) {
                make(files);
                return files;
            }
            X509Certificate certificate = TlsIdentity.certificates(files.certificates()).get(0);
            if (certificate.getNotAfter().toInstant().minus(LEFT).isBefore(Instant.now())) {
                LOG.warn("the server's own certificate expires soon: a new one takes its place");
                make(files);
            } else if (isOurs(certificate) && !isForAll(certificate)) {
                LOG.warn("the server's own certificate is not for all of its addresses: a new one takes its place");
                make(files);
            }
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the server's own certificate can not be made: " + e.getMessage(), e);
        }
        return files;
    }

    /** What somebody else has signed was put there by the operator. */
    private static boolean isOurs(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }

    private boolean isForAll(X509Certificate certificate) throws GeneralSecurityException, IOException {
        Collection<List<?>> written = certificate.getSubjectAlternativeNames();
        Set<String> covered = new HashSet<>();
        for (List<?> name : written == null ? List.<List<?>>of() : written) {
            covered.add(String.valueOf(name.get(1)));
        }
        for (String name : names) {
            // of an IPv6 address the certificate has the long form
            if (!covered.contains(isAddress(name) ? InetAddress.getByName(name).getHostAddress() : name)) {
                return false;
            }
        }
        return true;
    }

    private void make(IdentityFiles files) throws IOException, GeneralSecurityException, OperatorCreationException {
        Files.createDirectories(directory);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        write(files.key(), new JcaPKCS8Generator(pair.getPrivate(), null), true);
        write(files.certificates(), certificate(pair), false);
        LOG.info("TLS: a certificate of our own for {} is in {}", String.join(", ", names), files.certificates());
    }

    private X509Certificate certificate(KeyPair pair) throws GeneralSecurityException, OperatorCreationException, CertIOException {
        X500Name name = new X500Name("CN=" + names.get(0));
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name, new BigInteger(SERIAL_BITS, new SecureRandom()),
            Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(VALID)), name, pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.stream()
            .map(OwnCertificate::generalName).toArray(GeneralName[]::new)));
        return new JcaX509CertificateConverter().getCertificate(builder.build(
            new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    private static GeneralName generalName(String name) {
        return new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    }

    private static void write(Path file, Object content, boolean secret) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(content);
        }
        boolean posix = secret && file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] access = posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
            : new FileAttribute<?>[0];
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.write(Files.createFile(beside, access), text.toString().getBytes(StandardCharsets.US_ASCII));
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
