package org.calliope.ims.scscf;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.digest.Nonces;

/**
 * The nonces whose challenge was answered right by SIP Digest, with which the next REGISTER proves itself at once when it
 * counts on (RFC 7616 3.4, nc). One a phone, which is a private identity with the identity and the contact that it
 * registers: phones of one user do not disturb each other, and the nonce that a phone proves next takes the place of the
 * one before. A nonce ends with a word that says whose it is, for not every REGISTER names the contact. Bounded in time
 * and number; what was not used for longest goes first. There are as many as phones, so little is kept of each: H(A1),
 * and a hash of all that has to be the same again. Any thread.
 */
final class Proofs {

    /** Hex digits of a hash of 64 bits. */
    private static final int WORD = 16;

    /** By phone, the one that was not used for longest first. */
    private final Map<Long, Proof> proofs = new LinkedHashMap<>();
    private final Nonces nonces = new Nonces();
    private final long lifetime;
    private final int limit;
    private final Ticker ticker;

    /**
     * What a nonce has proven. It holds H(A1): {@link #toString} hides it.
     *
     * @param terms hash of nonce, user, realm and algorithm
     * @param nc    the highest nonce count there was
     * @param uses  how often it has proven somebody
     * @param end   of its time, by the ticker
     */
    record Proof(long terms, byte[] secret, long nc, int uses, long end) {

        String ha1() {
            return HexFormat.of().formatHex(secret);
        }

        @Override
        public String toString() {
            return "Proof[nc=" + nc + ", uses=" + uses + ']';
        }
    }

    /** @param lifetime from the last use on */
    Proofs(Duration lifetime, int limit, Ticker ticker) {
        this.lifetime = lifetime.toNanos();
        this.limit = limit;
        this.ticker = ticker;
    }

    /** @return a nonce for a challenge to this phone */
    String nonce(Attempt attempt) {
        String contacts = attempt.request().contacts().stream()
                .map(contact -> contact.instanceId().isEmpty() ? contact.uri() : contact.instanceId() + contact.regId())
                .collect(Collectors.joining(" "));
        return nonces.next() + HexFormat.of().toHexDigits(
                hash(attempt.impi().value(), attempt.request().to().uri(), contacts));
    }

    /** Keeps the nonce of a right answer. */
    Proof keep(Attempt attempt, Credentials answer, String ha1) {
        return put(answer.nonce(), new Proof(terms(attempt, answer, answer.nonce()), HexFormat.of().parseHex(ha1),
                DigestCheck.nonceCount(answer), 1, end()));
    }

    /** @return a nonce in the place of that of this answer, to be proven by the same secret from its first count on */
    String next(Attempt attempt, Credentials answer, Proof proof) {
        String next = nonces.next() + answer.nonce().substring(answer.nonce().length() - WORD);
        put(next, new Proof(terms(attempt, answer, next), proof.secret(), 0, 0, end()));
        return next;
    }

    private synchronized Proof put(String nonce, Proof proof) {
        long phone = phone(nonce);
        proofs.remove(phone);
        proofs.put(phone, proof);
        if (proofs.size() > limit) {
            proofs.remove(proofs.keySet().iterator().next());
        }
        return proof;
    }

    /** @return what the nonce of this answer has proven for the same user on the same terms */
    Optional<Proof> find(Attempt attempt, Credentials answer) {
        return find(answer.nonce(), terms(attempt, answer, answer.nonce()));
    }

    private synchronized Optional<Proof> find(String nonce, long terms) {
        return Optional.ofNullable(proofs.get(phone(nonce)))
                .filter(proof -> proof.end() - ticker.read() > 0 && proof.terms() == terms);
    }

    /** @return the proof with the count of this answer, nothing when it is not higher than all before: a replay */
    Optional<Proof> count(Attempt attempt, Credentials answer) {
        long nc = DigestCheck.nonceCount(answer);
        long terms = terms(attempt, answer, answer.nonce());
        synchronized (this) { // two REGISTERs with the same count may come at once: one of them raises it
            return find(answer.nonce(), terms).filter(proof -> proof.nc() < nc).map(proof -> put(answer.nonce(),
                    new Proof(terms, proof.secret(), nc, proof.uses() + 1, end())));
        }
    }

    synchronized void drop(Credentials answer) {
        proofs.remove(phone(answer.nonce()));
    }

    /** Lets go of what is over. */
    synchronized void sweep() {
        long now = ticker.read();
        while (!proofs.isEmpty() && proofs.values().iterator().next().end() - now <= 0) {
            proofs.remove(proofs.keySet().iterator().next());
        }
    }

    synchronized int size() {
        return proofs.size();
    }

    private long end() {
        return ticker.read() + lifetime;
    }

    /** @return the word at the end of a nonce of ours; of another one 0, which is nobody's or not on these terms */
    private static long phone(String nonce) {
        int start = nonce.length() - WORD;
        return start >= 0 && nonce.chars().allMatch(HexFormat::isHexDigit) ? HexFormat.fromHexDigitsToLong(nonce, start, nonce.length()) : 0;
    }

    private static long terms(Attempt attempt, Credentials answer, String nonce) {
        String algorithm = DigestCheck.named(answer.algorithm()).toUpperCase(Locale.ROOT);
        return hash(attempt.impi().value(), attempt.request().to().uri(), answer.username(), answer.realm(), algorithm, nonce);
    }

    private static long hash(String... parts) {
        return HexFormat.fromHexDigitsToLong(Digest.hash(Digest.SHA_256, String.join("\n", parts)), 0, WORD);
    }
}
