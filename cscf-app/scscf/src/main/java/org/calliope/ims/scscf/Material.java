package org.calliope.ims.scscf;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.calliope.ims.aka.AkaDigest;
import org.calliope.ims.aka.AuthenticationVector;
import org.calliope.ims.cx.AkaVector;
import org.calliope.ims.cx.DigestAuthenticate;

/** What the HSS gave to challenge a user with, and to check the answer by. {@code toString} hides what is secret. */
sealed interface Material {

    String realm();

    /** @return algorithms that the user may answer by, the strongest first; each is a challenge (RFC 8760 2.4) */
    List<String> algorithms();

    /**
     * @param drawn gives one that nobody can guess
     * @return a nonce for a challenge with it
     */
    String nonce(Supplier<String> drawn);

    /**
     * @param algorithm one of {@link #algorithms}
     * @param userName  as the phone spells it; a password's H(A1) is that of the private identity all the same
     */
    String ha1(String algorithm, String userName);

    /**
     * SIP Digest: H(A1) for each algorithm.
     *
     * @param ha1s by "SHA-256" and "MD5", as many as the HSS knows and this S-CSCF offers
     */
    record Password(String realm, List<String> algorithms, Map<String, String> ha1s) implements Material {

        /**
         * TS 29.229 6.3.36, 6.3.68: the alternate algorithm stands beside MD5.
         *
         * @param offered algorithms that this S-CSCF offers, the strongest first
         */
        static Password of(DigestAuthenticate digest, List<String> offered) {
            Map<String, String> known = digest.alternate()
                    .map(other -> Map.of(digest.algorithm(), digest.ha1(), other.algorithm(), other.ha1()))
                    .orElseGet(() -> Map.of(digest.algorithm(), digest.ha1()));
            return new Password(digest.realm(), offered.stream().filter(known::containsKey).toList(), known);
        }

        @Override
        public String nonce(Supplier<String> drawn) {
            return drawn.get();
        }

        @Override
        public String ha1(String algorithm, String userName) {
            return ha1s.get(algorithm);
        }

        @Override
        public String toString() {
            return "Password[realm=" + realm + ", algorithms=" + algorithms + ']';
        }
    }

    /** IMS AKA: a vector, good for one challenge (TS 33.203 6.1.1). */
    record Sim(String realm, String algorithm, AuthenticationVector vector) implements Material {

        private static final byte[] NO_SERVER_DATA = {};

        static Sim of(String realm, String algorithm, AkaVector item) {
            return new Sim(realm, algorithm, AuthenticationVector.of(item.authenticate().bytes(),
                    item.authorization().bytes(), item.confidentialityKey().bytes(), item.integrityKey().bytes()));
        }

        @Override
        public List<String> algorithms() {
            return List.of(algorithm);
        }

        @Override
        public String nonce(Supplier<String> drawn) {
            return AkaDigest.nonce(vector, NO_SERVER_DATA);
        }

        @Override
        public String ha1(String answered, String userName) {
            return AkaDigest.ha1(answered, userName, realm, vector);
        }
    }

    /** @return the algorithm as these spell it, "" is MD5 (RFC 7616 3.3); nothing when it is not among them */
    default Stream<String> offered(String algorithm) {
        String wanted = DigestCheck.named(algorithm);
        return algorithms().stream().filter(wanted::equalsIgnoreCase);
    }
}
