package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.calliope.ims.aka.Resynchronisation;
import org.calliope.ims.aka.SequenceNumbers;
import org.calliope.ims.aka.Usim;
import org.calliope.ims.cx.AkaVector;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MAR for users with a SIM, TS 29.228 6.3.1 and TS 33.203 6.1. The card is one in software. */
class AkaAuthTest extends CxFixture {

    private static final String CLAUSE = "TS 29.228 6.3.1 step ";
    private static final byte[] K = HexFormat.of().parseHex("465b5ce8b199b49faa5f0a2ee238a6bc");
    private static final byte[] OPC = HexFormat.of().parseHex("cd63cb71954a9f4e48a5994e37a02baf");
    private static final int RAND = 16;

    private Usim card;

    @BeforeEach
    void sim() {
        Provision.sim(database, ALICE, Credentials.ofAka(HexFormat.of().formatHex(K), HexFormat.of().formatHex(OPC),
                false, "8000"));
        card = new Usim(K, OPC, 0);
    }

    private MultimediaAuthAnswer mar(AuthScheme scheme, int items, Optional<Octets> authorization, String server) {
        return hss.authenticate(new MultimediaAuthRequest(new PrivateIdentity(ALICE), new PublicIdentity(ALICE_SIP),
                server, scheme, items, authorization), ASKER);
    }

    private List<AkaVector> vectors(int items) {
        return mar(AuthScheme.DIGEST_AKAV1_MD5, items, Optional.empty(), S1).vectors();
    }

    private Usim.Outcome shown(AkaVector vector) {
        byte[] challenge = vector.authenticate().bytes();
        return card.authenticate(Arrays.copyOf(challenge, RAND),
                Arrays.copyOfRange(challenge, RAND, challenge.length));
    }

    private Octets resynchronisation(AkaVector of) {
        Usim.OutOfStep failure = (Usim.OutOfStep) shown(of);
        return Octets.of(new Resynchronisation(of.authenticate().slice(0, RAND).bytes(), failure.auts()).value());
    }

    @ParameterizedTest
    @EnumSource(value = AuthScheme.class, names = {"DIGEST_AKAV1_MD5", "DIGEST_AKAV2_MD5", "UNKNOWN"})
    void step3ASimServesBothVersionsOfAkaAndWhatIsLeftToTheHss(AuthScheme scheme) {
        AkaVector vector = mar(scheme, 1, Optional.empty(), S1).vectors().get(0);

        Usim.Accepted accepted = (Usim.Accepted) shown(vector);
        assertThat(vector.authorization()).isEqualTo(Octets.of(accepted.res()));
        assertThat(vector.confidentialityKey()).isEqualTo(Octets.of(accepted.ck()));
        assertThat(vector.integrityKey()).isEqualTo(Octets.of(accepted.ik()));
    }

    @ParameterizedTest
    @EnumSource(value = AuthScheme.class, names = {"SIP_DIGEST", "GIBA", "NASS_BUNDLED"})
    void step3ASimServesNothingElse(AuthScheme scheme) {
        refused(ResultCode.ERROR_AUTH_SCHEME_NOT_SUPPORTED, CLAUSE + 3,
                () -> mar(scheme, 1, Optional.empty(), S1));
    }

    @Test
    void step3WhoHasAPasswordBesideTheSimGetsEither() {
        Provision.sim(database, ALICE, Credentials.ofPassword(new PrivateIdentity(ALICE), HOME, "secret")
                .and(Credentials.ofAka(HexFormat.of().formatHex(K), HexFormat.of().formatHex(OPC), false, "8000")));

        assertThat(mar(AuthScheme.DIGEST_AKAV1_MD5, 1, Optional.empty(), S1).vectors()).hasSize(1);
        assertThat(mar(AuthScheme.SIP_DIGEST, 1, Optional.empty(), S1).digest().orElseThrow().alternate())
                .as("SHA-256 beside MD5, RFC 7616").hasValueSatisfying(other ->
                        assertThat(other.algorithm()).isEqualTo("SHA-256"));
        assertThat(mar(AuthScheme.UNKNOWN, 1, Optional.empty(), S1).digest()).as("preferred").isPresent();
    }

    @Test
    void step5SeveralVectorsUpToALimitInTheOrderTheyAreUsed() {
        List<AkaVector> five = vectors(100);

        assertThat(five).extracting(AkaVector::item).containsExactly(1, 2, 3, 4, 5);
        assertThat(five).allSatisfy(vector -> assertThat(shown(vector)).isInstanceOf(Usim.Accepted.class));
        assertThat(vectors(0)).as("at least one").hasSize(1);
    }

    @Test
    void aVectorIsGoodOnce() {
        AkaVector vector = vectors(1).get(0);
        shown(vector);
        assertThat(shown(vector)).isInstanceOf(Usim.OutOfStep.class);
    }

    @Test
    void step4AResynchronisedSimAcceptsTheNextVector() {
        card = new Usim(K, OPC, 5_000_000_000L);
        AkaVector old = vectors(1).get(0);

        AkaVector anew = mar(AuthScheme.DIGEST_AKAV1_MD5, 1, Optional.of(resynchronisation(old)), S1).vectors().get(0);

        assertThat(shown(anew)).isInstanceOf(Usim.Accepted.class);
        assertThat(store.sequence(state(ALICE, ALICE_SIP)).value()).isGreaterThan(5_000_000_000L);
    }

    @Test
    void step4AResynchronisationIsForTheAssignedServerOnly() {
        card = new Usim(K, OPC, 5_000_000_000L);
        Octets auts = resynchronisation(vectors(1).get(0));
        long before = store.sequence(state(ALICE, ALICE_SIP)).value();

        refused(ResultCode.UNABLE_TO_COMPLY, CLAUSE + 4,
                () -> mar(AuthScheme.DIGEST_AKAV1_MD5, 1, Optional.of(auts), S2));
        assertThat(store.sequence(state(ALICE, ALICE_SIP)).value()).isEqualTo(before);
    }

    @Test
    void step4AutsOfAnotherSimIsRefusedAndMovesNothing() {
        card = new Usim(K, OPC, 5_000_000_000L);
        byte[] forged = resynchronisation(vectors(1).get(0)).bytes();
        forged[forged.length - 1] ^= 1;
        long before = store.sequence(state(ALICE, ALICE_SIP)).value();

        refused(ResultCode.UNABLE_TO_COMPLY, CLAUSE + 4,
                () -> mar(AuthScheme.DIGEST_AKAV1_MD5, 1, Optional.of(Octets.of(forged)), S1));
        refused(ResultCode.INVALID_AVP_VALUE, CLAUSE + 4,
                () -> mar(AuthScheme.DIGEST_AKAV2_MD5, 1, Optional.of(Octets.of(new byte[29])), S1));
        assertThat(store.sequence(state(ALICE, ALICE_SIP)).value()).isEqualTo(before);
    }

    @Test
    void ts33102C21ASimWhoseNumbersAreUsedUpIsRefused() {
        Provision.sequence(database, ALICE, SequenceNumbers.MAX);
        refused(ResultCode.UNABLE_TO_COMPLY, CLAUSE + 5, () -> vectors(1));
    }

    @Test
    void ts33102NoTwoVectorsOfManyAtOnceHaveOneSequenceNumber() throws Exception {
        vectors(1);
        sar(ServerAssignmentType.REGISTRATION, S1, ALICE, ALICE_SIP);
        int threads = 8;
        int each = 25;
        Set<Long> used = ConcurrentHashMap.newKeySet();
        Set<Octets> challenges = ConcurrentHashMap.newKeySet();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = IntStream.range(0, threads).<Future<?>>mapToObj(i -> pool.submit(() -> {
                for (int n = 0; n < each; n++) {
                    for (AkaVector vector : vectors(2)) {
                        challenges.add(vector.authenticate());
                        used.add(sqn(vector));
                    }
                }
            })).toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(used).hasSize(threads * each * 2);
        assertThat(challenges).hasSize(threads * each * 2);
    }

    /** What a card of its own finds in the vector: each time a new one, so that every number is in its range. */
    private static long sqn(AkaVector vector) {
        byte[] challenge = vector.authenticate().bytes();
        Usim fresh = new Usim(K, OPC, 0);
        fresh.authenticate(Arrays.copyOf(challenge, RAND),
                Arrays.copyOfRange(challenge, RAND, challenge.length));
        return fresh.sqn();
    }

    @Test
    void noDecisionTellsAKeyOrAVector() {
        AkaVector vector = vectors(1).get(0);
        String told = trace.since(0, 100).toString();
        for (Octets secret : List.of(Octets.of(K), Octets.of(OPC), vector.authorization(),
                vector.confidentialityKey(), vector.integrityKey())) {
            assertThat(told).doesNotContain(HexFormat.of().formatHex(secret.bytes()));
        }
    }
}
