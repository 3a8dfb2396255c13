package org.calliope.ims.scscf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/**
 * Nonces whose challenge was answered right by SIP Digest, with which the next REGISTER proves itself at once when it
 * counts on (RFC 7616 3.4, nc). Per private identity and nonce, so that phones of one user do not disturb each other.
 * Bounded in time and number. Any thread.
 */
final class Proofs {

    private final Cache<Key, Proof> proofs;

    private record Key(PrivateIdentity impi, String nonce) {
    }

    /**
     * A nonce and what it was proven by. It holds H(A1): {@link #toString} hides it.
     *
     * @param userName  as the phone spelled it
     * @param algorithm of the answer
     * @param nc        the highest nonce count there was
     * @param uses      how often it has proven somebody, 1 and more
     */
    record Proof(PrivateIdentity impi, PublicIdentity to, String userName, String realm, String nonce,
                 String algorithm, String ha1, long nc, int uses) {

        private Proof counted(long higher) {
            return new Proof(impi, to, userName, realm, nonce, algorithm, ha1, higher, uses + 1);
        }

        /** @return the same secret, to be proven by the next nonce from its first count on */
        Proof from(String nextNonce) {
            return new Proof(impi, to, userName, realm, nextNonce, algorithm, ha1, 0, 0);
        }

        @Override
        public String toString() {
            return "Proof[" + impi + ", nc=" + nc + ", uses=" + uses + ']';
        }
    }

    /** @param lifetime from the last use on */
    Proofs(Duration lifetime, int limit, Ticker ticker) {
        proofs = Caffeine.newBuilder().expireAfterWrite(lifetime).maximumSize(limit).ticker(ticker)
                .executor(Runnable::run).build();
    }

    void keep(Proof proof) {
        proofs.put(new Key(proof.impi(), proof.nonce()), proof);
    }

    Optional<Proof> find(PrivateIdentity impi, String nonce) {
        return Optional.ofNullable(proofs.getIfPresent(new Key(impi, nonce)));
    }

    /** @return the proof with this count, nothing when the count is not higher than all before: a replay */
    Optional<Proof> count(Proof proof, long nc) {
        // two REGISTERs with the same count may come at once: one of them raises it
        boolean[] raised = {false};
        Proof after = proofs.asMap().computeIfPresent(new Key(proof.impi(), proof.nonce()), (key, present) -> {
            raised[0] = present.nc() < nc;
            return raised[0] ? present.counted(nc) : present;
        });
        return raised[0] ? Optional.of(after) : Optional.empty();
    }

    void drop(Proof proof) {
        proofs.invalidate(new Key(proof.impi(), proof.nonce()));
    }

    /** Lets go of what is over. */
    void sweep() {
        proofs.cleanUp();
    }

    long size() {
        return proofs.estimatedSize();
    }
}
