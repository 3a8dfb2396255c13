package org.calliope.ims.hss.sh;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.hss.cx.CxProcedures;
import org.calliope.ims.hss.cx.CxRules;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.DataAccess;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.Serving;
import org.calliope.ims.hss.store.ShChanges;
import org.calliope.ims.hss.store.ShStore;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.calliope.ims.trace.TraceEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * An HSS as application servers see it: over TCP, its data in an H2 in memory. alice has two sets, aliases and a number;
 * quiz is a service, room-… a wildcarded one. as1 and as2 may do everything, poor may read IMS user states.
 */
abstract class ShFixture {

    static final String ALICE = "sip:alice@ims.example";
    static final String ALICE_TEL = "tel:+15550100";
    static final String ALICE_MSISDN = "15550100";
    static final String ALICE_WORK = "sip:alice.work@ims.example";
    static final String ALICE_PRIVATE = "001010000000001@ims.mnc001.mcc001.3gppnetwork.org";
    static final String BOB = "sip:bob@ims.example";
    static final String QUIZ = "sip:quiz@ims.example";
    static final String ROOMS = "sip:room-!.*!@ims.example";
    static final String AS1_SIP = "sip:as1.ims.example:5070";
    static final String S1 = "sip:s1.ims.example:5064";
    static final int NOTIF_EFF = 1;
    static final int UPDATE_EFF = 2;
    private static final Actor TEST = new Actor("test");

    /** Stands still until it is set. */
    static final class SetClock extends Clock {

        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

        void forward(Duration by) {
            now.updateAndGet(time -> time.plus(by));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    final SetClock clock = new SetClock();
    Trace trace;
    Database database;
    Provisioning provisioning;
    RegistrationStore registrations;
    ShStore store;
    DiameterNode hss;
    Notifier notifier;
    RawAs as1;

    @BeforeEach
    void open() {
        database = Provision.open(new DatabaseAddress("jdbc:h2:mem:sh" + getClass().getSimpleName()
                + ";LOCK_TIMEOUT=5000", "sa", "", 8));
        provision();
        start();
        as1 = RawAs.connect("as1.ims.example", hss.port());
    }

    void start() {
        trace = new Trace(1_000, 10_000_000, new SimpleMeterRegistry());
        ShChanges changes = new ShChanges(clock);
        provisioning = new Provisioning(database, clock, List.of(changes));
        registrations = new RegistrationStore(database, changes);
        store = new ShStore(database);
        hss = DiameterNode.server("hss.ims.example", "ims.example", new DiameterEndpoint("127.0.0.1", 0), trace,
                new SimpleMeterRegistry(), Duration.ofSeconds(1), new CxProcedures(registrations, new CxRules(true, true), trace),
                new ShProcedures(store, provisioning, new ShRules(2_000, Duration.ofDays(30)), changes::moved, trace,
                        clock));
        notifier = Notifier.start(store, hss.peers(), trace, clock);
        changes.onNews(notifier::wake);
    }

    void stop() {
        notifier.close();
        hss.close();
    }

    @AfterEach
    void close() {
        as1.close();
        stop();
        database.close();
    }

    private void provision() {
        Provisioning setup = new Provisioning(database, Clock.systemUTC());
        for (String name : List.of("as1", "as2")) {
            setup.create(Kind.APPLICATION_SERVER, server(name, DataAccess.with(ShOperation.PULL),
                    DataAccess.with(ShOperation.UPDATE), DataAccess.with(ShOperation.SUBSCRIBE)), TEST);
        }
        setup.create(Kind.APPLICATION_SERVER, server("poor", List.of(11), List.of(), List.of()), TEST);
        setup.create(Kind.CHARGING_SET, new ChargingSet("charging", "aaa://ocf.ims.example", "", "aaa://cdf.ims.example",
                ""), TEST);
        setup.create(Kind.FILTER_CRITERIA, new FilterCriteria("always", "as1", FilterCriteria.ProfilePart.BOTH, ""), TEST);
        setup.create(Kind.FILTER_CRITERIA, new FilterCriteria("video", "as1", FilterCriteria.ProfilePart.REGISTERED,
                "<TriggerPoint><ConditionTypeCNF>1</ConditionTypeCNF><SPT><Group>0</Group><Method>INVITE</Method></SPT>"
                        + "</TriggerPoint>", List.of("video")), TEST);
        setup.create(Kind.FILTER_CRITERIA, new FilterCriteria("other", "as2", FilterCriteria.ProfilePart.BOTH, ""), TEST);
        setup.create(Kind.SHARED_FILTER_SET, new SharedFilterSet("shared", 7,
                List.of(new ServiceProfile.Use("always", 9))), TEST);
        setup.create(Kind.SERVICE_PROFILE, new ServiceProfile("served", Optional.empty(), false,
                List.of(new ServiceProfile.Use("video", 1), new ServiceProfile.Use("other", 2)), List.of("shared")),
                TEST);
        setup.create(Kind.SUBSCRIPTION, new Subscription("alice", "", "charging", List.of("*"),
                List.of(Provision.user(ALICE_PRIVATE)), List.of(
                        new ImplicitSet(List.of(ALICE_PRIVATE), List.of(alias(ALICE), alias(ALICE_TEL),
                                PublicUser.of("sip:hidden@ims.example").withBarring())),
                        new ImplicitSet(List.of(ALICE_PRIVATE), List.of(PublicUser.of(ALICE_WORK))))), TEST);
        setup.create(Kind.SUBSCRIPTION, Provision.subscriber("bob@ims.example", BOB), TEST);
        setup.create(Kind.SUBSCRIPTION, new Subscription("services", "", "", List.of("*"), List.of(), List.of(
                new ImplicitSet(List.of(), List.of(psi(QUIZ, IdentityType.DISTINCT_PSI))),
                new ImplicitSet(List.of(), List.of(psi(ROOMS, IdentityType.WILDCARDED_PSI))))), TEST);
    }

    private static ApplicationServer server(String name, List<Integer> pull, List<Integer> update,
            List<Integer> subscribe) {
        return new ApplicationServer(name, "sip:" + name + ".ims.example:5070", null, "", false, false,
                name + ".ims.example", pull, update, subscribe);
    }

    static PublicUser alias(String identity) {
        return new PublicUser(identity, IdentityType.PUBLIC_USER, false, "", "family", "served", "", true);
    }

    private static PublicUser psi(String identity, IdentityType type) {
        return new PublicUser(identity, type, false, "", "", "served", "as1", true);
    }

    /** What the S-CSCF of alice gets when she registers. */
    UserProfile profile() {
        return new CxProcedures(registrations, new CxRules(true, true), trace).assign(new ServerAssignmentRequest(
                Optional.of(new PrivateIdentity(ALICE_PRIVATE)), List.of(new PublicIdentity(ALICE)), S1,
                ServerAssignmentType.REGISTRATION, false), Asker.of("s1.ims.example", "ims.example", Join.NONE))
                .profile().orElseThrow();
    }

    /** Of the criteria of each service profile. */
    static List<List<Integer>> priorities(UserProfile of) {
        return of.serviceProfiles().stream().map(profile -> profile.filterCriteria().stream()
                .map(InitialFilterCriteria::priority).toList()).toList();
    }

    void register(String identity) {
        Situation seen = registrations.situation(ALICE_PRIVATE, identity).orElseThrow();
        registrations.apply(new StateChange(seen, "test").assign(Serving.named(S1)).share(seen, true, false)
                .state(seen, RegistrationState.REGISTERED));
    }

    void deregister(String identity) {
        Situation seen = registrations.situation(ALICE_PRIVATE, identity).orElseThrow();
        registrations.apply(new StateChange(seen, "test").clearServer().share(seen, false, false)
                .state(seen, RegistrationState.NOT_REGISTERED));
    }

    void authenticating(String identity) {
        Situation seen = registrations.situation(ALICE_PRIVATE, identity).orElseThrow();
        registrations.apply(new StateChange(seen, "test").assign(Serving.named(S1)).share(seen, false, true));
    }

    <T extends Named> void change(Kind<T> kind, String name, UnaryOperator<T> how) {
        provisioning.replace(kind, name, how.apply(provisioning.find(kind, name).orElseThrow()), Optional.empty(), TEST);
    }

    void remove(String subscription) {
        provisioning.remove(Kind.SUBSCRIPTION, subscription, Optional.empty(), TEST);
    }

    /** An Sh-Data document with repository data. */
    static String repository(String service, int sequence, String content) {
        return "<Sh-Data>" + element(service, sequence, content) + "</Sh-Data>";
    }

    static String element(String service, int sequence, String content) {
        return "<RepositoryData><ServiceIndication>" + service + "</ServiceIndication><SequenceNumber>" + sequence
                + "</SequenceNumber>" + (content.isEmpty() ? "" : "<ServiceData>" + content + "</ServiceData>")
                + "</RepositoryData>";
    }

    /** Why the last refusal was one, as the console shows it. */
    String lastReason() {
        Decision last = null;
        for (TraceEvent event : trace.since(0, 1_000)) {
            if (event instanceof Decision decision && decision.outcome() == Decision.Outcome.REFUSED) {
                last = decision;
            }
        }
        return last == null ? "" : last.clause() + ": " + last.reason();
    }
}
