package org.calliope.ims.container.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.calliope.ims.container.transport.TlsSettings.IdentityFiles;

/** Certificates that nobody has signed, with their keys. */
public final class TestCertificates {

    private TestCertificates() { }

    /** @param file holds certificate and key */
    public record Made(Path file, X509Certificate certificate, PrivateKey key) { }

    public static Made pem(Path file, String name) throws IOException {
        IdentityFiles files = new OwnCertificate(file.resolveSibling(file.getFileName() + ".d"), List.of(name)).files();
        Files.writeString(file, Files.readString(files.certificates()) + Files.readString(files.key()));
        TlsIdentity identity = TlsIdentity.read(files, new char[0]);
        return new Made(file, identity.chain().get(0), identity.key());
    }
}
