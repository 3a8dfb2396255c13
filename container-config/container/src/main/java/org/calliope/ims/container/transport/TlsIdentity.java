package org.calliope.ims.container.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.calliope.ims.container.transport.TlsSettings.IdentityFiles;

/**
 * A private key and the chain of certificates that goes with it.
 *
 * @param chain own certificate first
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {

    private static final int DNS_NAME = 2;

    /**
     * @param password of the key or the PKCS #12 file; empty when there is none
     * @throws IOException naming the file and what is wrong with it
     */
    static TlsIdentity read(IdentityFiles files, char[] password) throws IOException {
        try {
            String name = files.certificates().getFileName().toString().toLowerCase(Locale.ROOT);
            return name.endsWith(".p12") || name.endsWith(".pfx") ? pkcs12(files.certificates(), password)
                : pem(files, password);
        } catch (GeneralSecurityException | OperatorCreationException | PKCSException | IOException e) {
            throw new IOException(files.certificates() + ": " + e.getMessage(), e);
        }
    }

    private static TlsIdentity pkcs12(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                List<X509Certificate> chain = new ArrayList<>();
                for (Certificate certificate : store.getCertificateChain(alias)) {
                    chain.add((X509Certificate) certificate);
                }
                return new TlsIdentity((PrivateKey) store.getKey(alias, password), chain);
            }
        }
        throw new IOException("it holds no private key");
    }

    private static TlsIdentity pem(IdentityFiles files, char[] password)
        throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException {
        List<X509Certificate> chain = certificates(files.certificates());
        for (Object entry : entries(files.key())) {
            PrivateKeyInfo key = key(entry, password);
            if (key != null) {
                return new TlsIdentity(new JcaPEMKeyConverter().getPrivateKey(key), chain);
            }
        }
        throw new IOException("no private key in " + files.key());
    }

    /** @throws IOException also when there is none in the file */
    static List<X509Certificate> certificates(Path pem) throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object entry : entries(pem)) {
            if (entry instanceof X509CertificateHolder holder) {
                certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException("no certificate in " + pem);
        }
        return certificates;
    }

    private static List<Object> entries(Path pem) throws IOException {
        List<Object> entries = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(pem); PEMParser parser = new PEMParser(text)) {
            for (Object entry = parser.readObject(); entry != null; entry = parser.readObject()) {
                entries.add(entry);
            }
        } catch (PEMException e) {
            throw new IOException("it is no PEM: " + e.getMessage(), e);
        }
        return entries;
    }

    /** @return null when it is something else */
    private static PrivateKeyInfo key(Object entry, char[] password) throws IOException, OperatorCreationException, PKCSException {
        if (entry instanceof PrivateKeyInfo plain) {
            return plain;
        } else if (entry instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        } else if (entry instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder().build(password));
        } else if (entry instanceof PEMEncryptedKeyPair pair) {
            return pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder().build(password)).getPrivateKeyInfo();
        }
        return null;
    }

    /** Whether the certificate is for this host (RFC 6125 6.4.3: a star stands for one label). */
    boolean isFor(String host) {
        String parent = host.substring(host.indexOf('.') + 1);
        return names().anyMatch(name -> name.equalsIgnoreCase(host) || name.equalsIgnoreCase("*." + parent));
    }

    private Stream<String> names() {
        try {
            Collection<List<?>> names = chain.get(0).getSubjectAlternativeNames();
            return names == null ? Stream.of() : names.stream().filter(n -> n.get(0).equals(DNS_NAME)).map(n -> (String) n.get(1));
        } catch (GeneralSecurityException e) {
            return Stream.of();
        }
    }
}
