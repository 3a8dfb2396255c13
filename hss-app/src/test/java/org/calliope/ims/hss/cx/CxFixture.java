package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** An HSS without a wire: alice (one identity) in a database, and two S-CSCFs that ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CxFixture {

    static final String ALICE = "alice@ims.example";
    static final String ALICE_SIP = "sip:alice@ims.example";
    static final String TABLET = "alice.tablet@ims.example";
    static final String WORK_SIP = "sip:alice.work@ims.example";
    static final String HOME = "ims.example";
    static final String S1 = "sip:s1.ims.example:5064";
    static final String S2 = "sip:s2.ims.example:5064";
    private static final Join JOIN = Join.NONE.withDiameterSession("scscf;1;1");
    static final Asker ASKER = Asker.of("s1.ims.example", HOME, JOIN);

    Database database;
    RegistrationStore store;
    Subscribers subscribers;
    Trace trace;
    CxProcedures hss;

    /** An H2 in memory, unless a test says otherwise. */
    DatabaseAddress address() {
        return new DatabaseAddress("jdbc:h2:mem:cx" + getClass().getSimpleName(), "sa", "", 4);
    }

    @BeforeAll
    void open() {
        database = Provision.open(address());
        store = new RegistrationStore(database);
        subscribers = new Subscribers(database);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void alice() {
        Provision.clear(database);
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP),
                Provision.subscriber("bob@ims.example", "sip:bob@ims.example"));
        trace = new Trace(100, 1_000_000, new SimpleMeterRegistry());
        hss = new CxProcedures(store, new CxRules(true, true), trace);
    }

    void provision(String impi, PublicUser... identities) {
        Provision.add(database, Provision.subscriber(impi, List.of(identities)));
    }

    /** The S-CSCF with this SIP URI. */
    static Asker asker(String server) {
        return Asker.of(server.split(":")[1], HOME, JOIN);
    }

    UserAuthorizationAnswer uar(String impi, String impu, UserAuthorizationType type) {
        return hss.authorize(new UserAuthorizationRequest(new PrivateIdentity(impi), new PublicIdentity(impu), HOME,
                type), ASKER);
    }

    LocationInfoAnswer lir(String impu, boolean originating) {
        return hss.locate(new LocationInfoRequest(new PublicIdentity(impu), originating), ASKER);
    }

    MultimediaAuthAnswer mar(String impi, String impu, String server) {
        return mar(impi, impu, server, AuthScheme.SIP_DIGEST);
    }

    MultimediaAuthAnswer mar(String impi, String impu, String server, AuthScheme scheme) {
        return hss.authenticate(new MultimediaAuthRequest(new PrivateIdentity(impi), new PublicIdentity(impu), server,
                scheme, 1, Optional.empty()), asker(server));
    }

    /** A phone answered the challenge with this user name. */
    MultimediaAuthAnswer marFor(String userName) {
        return hss.authenticate(new MultimediaAuthRequest(new PrivateIdentity(ALICE), new PublicIdentity(ALICE_SIP),
                S1, AuthScheme.SIP_DIGEST, 1, Optional.of(Octets.ofText(userName))), ASKER);
    }

    ServerAssignmentAnswer sar(ServerAssignmentType type, String server, String impi, String... impus) {
        return sar(type, server, impi, false, impus);
    }

    /** @param impi "" for none */
    ServerAssignmentAnswer sar(ServerAssignmentType type, String server, String impi, boolean available,
            String... impus) {
        return hss.assign(new ServerAssignmentRequest(
                impi.isEmpty() ? Optional.empty() : Optional.of(new PrivateIdentity(impi)),
                List.of(impus).stream().map(PublicIdentity::new).toList(), server, type, available), asker(server));
    }

    void register(String impi, String impu, String server) {
        mar(impi, impu, server);
        sar(ServerAssignmentType.REGISTRATION, server, impi, impu);
    }

    /** The refusal answers this code, and the trace tells the same with the clause and a reason. */
    DiameterRefusal refused(ResultCode code, String clause, ThrowingCallable request) {
        DiameterRefusal refusal = catchThrowableOfType(DiameterRefusal.class, request);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.result()).contains(code);
        assertRefused(code, clause);
        return refusal;
    }

    /** As {@link #refused}, of an answer that says more than its code. */
    ServerAssignmentAnswer refused(ResultCode code, String clause, ServerAssignmentAnswer answer) {
        assertThat(answer.result()).isEqualTo(code);
        assertRefused(code, clause);
        return answer;
    }

    private void assertRefused(ResultCode code, String clause) {
        Decision last = (Decision) trace.since(0, 100).get((int) Math.min(99, trace.sequence() - 1));
        assertThat(last.outcome()).isEqualTo(Decision.Outcome.REFUSED);
        assertThat(last.clause()).isEqualTo(clause);
        assertThat(last.status()).isEqualTo(code.code());
        assertThat(last.reason()).isNotBlank();
        assertThat(last.join().diameterSession()).isEqualTo("scscf;1;1");
    }

    Situation state(String impi, String impu) {
        return store.situation(impi, impu).orElseThrow();
    }

    void assertState(String impu, RegistrationState state, String server) {
        Situation seen = store.situation(impu).orElseThrow();
        assertThat(seen.state()).isEqualTo(state);
        assertThat(seen.serverName().orElse("")).isEqualTo(server);
    }
}
