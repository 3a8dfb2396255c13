package org.calliope.ims.hss.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.calliope.ims.cx.UserDataSchema;
import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.hss.cx.CxProcedures;
import org.calliope.ims.hss.cx.CxRules;
import org.calliope.ims.hss.cx.PushSender;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Pushes;
import org.calliope.ims.hss.store.RegistrationHistory;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.testkit.diameter.Avp;
import org.calliope.ims.testkit.diameter.AvpName;
import org.calliope.ims.testkit.diameter.DiameterMessage;
import org.calliope.ims.testkit.diameter.DiameterPeer;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * An HSS on a real connection, asked by a peer that shares no code with it.
 *
 * <pre>
 *   DiameterPeer (s1.ims.example)              HSS
 *        |---- UAR, LIR, MAR, SAR ------------->|  CxProcedures on H2
 *        |<--- RTR, PPR ------------------------|  PushSender
 * </pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CxWire {

    static final int UAR = 300;
    static final int SAR = 301;
    static final int LIR = 302;
    static final int MAR = 303;
    static final int RTR = 304;
    static final int PPR = 305;

    static final int REGISTRATION = 1;
    static final int UNREGISTERED_USER = 3;
    static final int USER_DEREGISTRATION = 5;

    static final String HOME = "ims.example";
    static final String ALICE = "alice@ims.example";
    static final String ALICE_SIP = "sip:alice@ims.example";
    static final String BOB = "bob@ims.example";
    static final String BOB_SIP = "sip:bob@ims.example";
    static final String ECHO_SIP = "sip:echo@ims.example";
    static final String ROOMS = "sip:room-!.*!@ims.example";
    static final String S1 = "sip:s1.ims.example:5064";
    static final String S2 = "sip:s2.ims.example:5064";
    static final Credentials SIM = Credentials.ofAka("465b5ce8b199b49faa5f0a2ee238a6bc",
            "cd63cb71954a9f4e48a5994e37a02baf", false, "8000");
    static final Actor TEST = new Actor("test");
    static final CxRules RULES = new CxRules(true, true);

    private static final int USER_UNKNOWN = 5001;

    Database database;
    Provisioning provisioning;
    RegistrationStore store;
    Pushes pushes;
    DiameterPeer peer;
    private DiameterNode node;
    private PushSender sender;

    @BeforeAll
    void start() {
        database = Provision.open(new DatabaseAddress("jdbc:h2:mem:wire" + getClass().getSimpleName(), "sa", "", 4));
        provisioning = new Provisioning(database, Clock.systemUTC());
        pushes = new Pushes(database, Clock.systemUTC());
        Trace trace = new Trace(100, 1_000_000, new SimpleMeterRegistry());
        store = new RegistrationStore(database);
        node = DiameterNode.server("hss.ims.example", HOME, new DiameterEndpoint("127.0.0.1", 0), trace,
                new SimpleMeterRegistry(), new CxProcedures(store, RULES, trace));
        sender = new PushSender(pushes, store, new RegistrationHistory(database), node.peers(), trace);
    }

    @AfterAll
    void stop() throws IOException {
        peer.close();
        sender.close();
        node.close();
        database.close();
    }

    /** alice has a password, bob a SIM, and there are two services. */
    @BeforeEach
    void provision() throws IOException {
        Provision.clear(database);
        Subscription alice = Provision.subscriber(ALICE, ALICE_SIP, "tel:+15550100");
        provisioning.create(Kind.CAPABILITY_SET, new CapabilitySet("video", List.of(1L), List.of(2L), List.of(S2)), TEST);
        Provision.add(database, new Subscription(ALICE, "video", "", List.of(HOME), alice.privateIdentities(),
                alice.implicitSets()),
                Subscription.of(Provision.user(BOB, SIM), List.of(PublicUser.of(BOB_SIP))),
                new Subscription("services", "", "", List.of(), List.of(), List.of(
                        service(ECHO_SIP, IdentityType.DISTINCT_PSI, true),
                        service("sip:mute@ims.example", IdentityType.DISTINCT_PSI, false),
                        service(ROOMS, IdentityType.WILDCARDED_PSI, true))));
        if (peer == null) {
            peer = connect("s1.ims.example");
        }
    }

    private static ImplicitSet service(String uri, IdentityType type, boolean active) {
        return new ImplicitSet(List.of(), List.of(new PublicUser(uri, type, false, "", "", "default", "", active)));
    }

    DiameterPeer connect(String host) throws IOException {
        return DiameterPeer.connect("127.0.0.1", node.port(), host, HOME, DiameterPeer.CX);
    }

    /** One that was there until now; the HSS may still be taking leave of it. */
    DiameterPeer reconnect(String host) {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions()
                .until(() -> connect(host), Objects::nonNull);
    }

    /** A subscriber's document changed. */
    void change(String name, UnaryOperator<Subscription> change) {
        provisioning.replace(Kind.SUBSCRIPTION, name,
                change.apply(provisioning.find(Kind.SUBSCRIPTION, name).orElseThrow()), Optional.empty(), TEST);
    }

    DiameterMessage ask(int command, Avp... avps) throws IOException {
        return peer.ask(peer.request(DiameterPeer.CX, command, avps));
    }

    static Avp user(String impi) {
        return Avp.of(AvpName.USER_NAME, impi);
    }

    static Avp identity(String impu) {
        return Avp.of(AvpName.PUBLIC_IDENTITY, impu);
    }

    static Avp server(String name) {
        return Avp.of(AvpName.SERVER_NAME, name);
    }

    DiameterMessage uar(String impi, String impu, Avp... more) throws IOException {
        return ask(UAR, with(more, user(impi), identity(impu), Avp.of(AvpName.VISITED_NETWORK_IDENTIFIER, HOME)));
    }

    DiameterMessage lir(String impu, Avp... more) throws IOException {
        return ask(LIR, with(more, identity(impu)));
    }

    DiameterMessage mar(String impi, String impu, String server, int items, Avp... item) throws IOException {
        return ask(MAR, user(impi), identity(impu), server(server), Avp.of(AvpName.SIP_NUMBER_AUTH_ITEMS, items),
                Avp.of(AvpName.SIP_AUTH_DATA_ITEM, item));
    }

    DiameterMessage mar(String impi, String impu, String scheme) throws IOException {
        return mar(impi, impu, S1, 1, Avp.of(AvpName.SIP_AUTHENTICATION_SCHEME, scheme));
    }

    DiameterMessage sar(int type, String server, String impi, String... impus) throws IOException {
        return ask(SAR, sarAvps(type, server, impi, impus));
    }

    static Avp[] sarAvps(int type, String server, String impi, String... impus) {
        Avp[] named = Stream.concat(Stream.of(impi).filter(name -> !name.isEmpty()).map(CxWire::user),
                Stream.of(impus).map(CxWire::identity)).toArray(Avp[]::new);
        return with(named, server(server), Avp.of(AvpName.SERVER_ASSIGNMENT_TYPE, type),
                Avp.of(AvpName.USER_DATA_ALREADY_AVAILABLE, 0));
    }

    static Avp[] with(Avp[] more, Avp... avps) {
        return Stream.concat(Stream.of(avps), Stream.of(more)).toArray(Avp[]::new);
    }

    static DiameterMessage result(DiameterMessage answer, int code) {
        assertThat(answer.result()).as("Result-Code").isEqualTo(code);
        assertThat(answer.find(AvpName.EXPERIMENTAL_RESULT)).isEmpty();
        return answer;
    }

    /** TS 29.229 6.2: Experimental-Result with the vendor 3GPP, in place of Result-Code. */
    static DiameterMessage experimental(DiameterMessage answer, int code) {
        assertThat(answer.experimentalResult()).as("Experimental-Result-Code").isEqualTo(code);
        assertThat(answer.result()).as("Result-Code").isZero();
        assertThat(answer.isError()).isFalse();
        assertThat(answer.group(AvpName.EXPERIMENTAL_RESULT).stream().filter(avp -> avp.is(AvpName.VENDOR_ID))
                .mapToLong(Avp::number)).containsExactly((long) AvpName.VENDOR_3GPP);
        return answer;
    }

    static DiameterMessage unknown(DiameterMessage answer) {
        return experimental(answer, USER_UNKNOWN);
    }

    /** User-Data, valid by the schema of TS 29.228 Annex E. */
    static String profile(DiameterMessage message) {
        String xml = message.text(AvpName.USER_DATA);
        UserDataSchema.validate(xml);
        return xml;
    }

    static Avp in(List<Avp> group, AvpName name) {
        return group.stream().filter(avp -> avp.is(name)).findFirst().orElseThrow();
    }
}
