package org.calliope.ims.container.transport;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who this server is over TLS, and whom it believes.
 *
 * @param identities   the first is for those who name no host; empty: a certificate of our own
 * @param passwordFile what opens keys that are encrypted
 * @param clientAuth   whether those who connect show a certificate
 * @param trust        PEM file of the authorities whose certificates are believed; empty: those of the JDK
 * @param ownDirectory where our own certificate is kept
 * @param ownNames     addresses and host names that our own certificate is for
 */
public record TlsSettings(List<IdentityFiles> identities, Optional<Path> passwordFile, ClientAuth clientAuth,
                          Optional<Path> trust, Path ownDirectory, List<String> ownNames) {

    /** Whether a certificate is asked for, and needed. */
    public enum ClientAuth { NONE, WANT, NEED }

    /**
     * A certificate with its chain, and its private key.
     *
     * @param certificates PEM or PKCS #12
     * @param key          PEM; the same file when it holds both
     */
    public record IdentityFiles(Path certificates, Path key) { }
}
