package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.calliope.ims.cx.ServerAssignmentType.REGISTRATION;
import static org.calliope.ims.cx.ServerAssignmentType.TIMEOUT_DEREGISTRATION;
import static org.calliope.ims.cx.ServerAssignmentType.UNREGISTERED_USER;
import static org.calliope.ims.hss.store.RegistrationState.NOT_REGISTERED;
import static org.calliope.ims.hss.store.RegistrationState.REGISTERED;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.DeregistrationReason.Code;
import org.calliope.ims.cx.IdentityWithEmergencyRegistration;
import org.calliope.ims.cx.PushProfileAnswer;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.diameter.HssPeers;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Push;
import org.calliope.ims.hss.store.Pushes;
import org.calliope.ims.hss.store.Refused;
import org.calliope.ims.hss.store.RegistrationHistory;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sh.PushNotificationAnswer;
import org.calliope.ims.sh.PushNotificationRequest;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RTR and PPR, TS 29.228 6.1.3 and 6.2: what causes them, whom they go to, and what follows from the answers. */
class PushSenderTest extends CxFixture {

    private static final Actor ADMIN = new Actor("admin");
    private static final String S1_HOST = "s1.ims.example";
    private static final DeregistrationReason STOLEN = new DeregistrationReason(Code.PERMANENT_TERMINATION, "stolen");

    private final Network network = new Network();
    private Provisioning provisioning;
    private Pushes pushes;
    private PushSender sender;

    /** S-CSCFs that answer what the test wants. */
    private static final class Network implements HssPeers {

        private final Set<String> connected = ConcurrentHashMap.newKeySet();
        private final List<RegistrationTerminationRequest> terminations = new CopyOnWriteArrayList<>();
        private final List<PushProfileRequest> profiles = new CopyOnWriteArrayList<>();
        private volatile CompletionStage<ResultCode> answer;
        private volatile List<IdentityWithEmergencyRegistration> emergencies = List.of();
        private volatile Consumer<String> listener;

        @Override
        public CompletionStage<RegistrationTerminationAnswer> terminate(String host,
                RegistrationTerminationRequest request, Join join) {
            assertThat(connected).contains(host);
            terminations.add(request);
            return answer.thenApply(result -> new RegistrationTerminationAnswer(result, List.of(), emergencies));
        }

        @Override
        public CompletionStage<PushProfileAnswer> push(String host, PushProfileRequest request, Join join) {
            assertThat(connected).contains(host);
            profiles.add(request);
            return answer.thenApply(PushProfileAnswer::new);
        }

        @Override
        public CompletionStage<PushNotificationAnswer> notify(String host, PushNotificationRequest request, Join join) {
            throw new AssertionError("nothing of Sh");
        }

        @Override
        public boolean connected(String host) {
            return connected.contains(host);
        }

        @Override
        public void onConnected(Consumer<String> consumer) {
            listener = consumer;
        }

        void connect(String host) {
            connected.add(host);
            listener.accept(host);
        }
    }

    @BeforeEach
    void start() {
        provisioning = new Provisioning(database, Clock.systemUTC());
        pushes = new Pushes(database, Clock.systemUTC());
        network.connected.clear();
        network.terminations.clear();
        network.profiles.clear();
        answers(ResultCode.SUCCESS);
        begin();
        register(ALICE, ALICE_SIP, S1);
    }

    private void begin() {
        sender = new PushSender(pushes, store, new RegistrationHistory(database), network, trace);
    }

    @AfterEach
    void stop() {
        sender.close();
    }

    private void answers(ResultCode result) {
        network.answer = CompletableFuture.completedFuture(result);
    }

    private void nothingWaits() {
        await().atMost(Duration.ofSeconds(10)).until(() -> pushes.pending(0, 10).isEmpty());
    }

    @Test
    void anAdministratorEndsARegistrationAndTheUserIsNotRegisteredOnceTheServerAnswered() {
        network.connect(S1_HOST);
        pushes.terminate(ALICE, STOLEN, ADMIN);
        nothingWaits();

        assertThat(network.terminations).containsExactly(new RegistrationTerminationRequest(
                new PrivateIdentity(ALICE), List.of(), List.of(), STOLEN));
        await().untilAsserted(() -> assertState(ALICE_SIP, NOT_REGISTERED, ""));
        assertThat(provisioning.audit(0, 1).get(0).subject()).contains("stolen");
        assertThat(new RegistrationHistory(database).of(ALICE, 1).get(0).why()).contains("PERMANENT_TERMINATION");
    }

    @Test
    void someIdentitiesAreEndedAndTheOthersStay() {
        Provision.secondSet(database, ALICE, WORK_SIP);
        register(ALICE, WORK_SIP, S1);
        network.connect(S1_HOST);

        pushes.terminate(List.of(WORK_SIP), new DeregistrationReason(Code.SERVER_CHANGE, ""), ADMIN);
        nothingWaits();

        assertThat(network.terminations.get(0).publicIdentities()).containsExactly(new PublicIdentity(WORK_SIP));
        assertState(WORK_SIP, NOT_REGISTERED, S1);
        assertState(ALICE_SIP, REGISTERED, S1);
    }

    /** TS 29.228 6.1.3.1, TS 29.229 6.3.57: until the S-CSCF says that it is over. */
    @Test
    void clause6357AnEmergencyRegistrationStaysAndWithItTheServer() {
        Provision.secondSet(database, ALICE, WORK_SIP);
        register(ALICE, WORK_SIP, S1);
        network.emergencies = List.of(new IdentityWithEmergencyRegistration(new PrivateIdentity(ALICE),
                new PublicIdentity(ALICE_SIP)));
        network.answer = CompletableFuture.completedFuture(ResultCode.LIMITED_SUCCESS);
        network.connect(S1_HOST);

        pushes.terminate(ALICE, STOLEN, ADMIN);
        nothingWaits();
        await().untilAsserted(() -> assertState(WORK_SIP, NOT_REGISTERED, S1));
        assertState(ALICE_SIP, REGISTERED, S1);
        pushes.terminate(List.of(ALICE_SIP), STOLEN, ADMIN);
        nothingWaits();
        assertState(ALICE_SIP, REGISTERED, S1);

        sar(TIMEOUT_DEREGISTRATION, S1, ALICE, ALICE_SIP);
        assertState(ALICE_SIP, NOT_REGISTERED, "");
    }

    @Test
    void whatNobodyServesCannotBeEnded() {
        assertThatThrownBy(() -> pushes.terminate("bob@ims.example", STOLEN, ADMIN)).isInstanceOf(Refused.class)
                .hasMessageContaining("no S-CSCF serves");
        assertThatThrownBy(() -> pushes.terminate(List.of("sip:eve@ims.example"), STOLEN, ADMIN))
                .isInstanceOf(Refused.class);
    }

    @Test
    void whileTheServerIsAwayItWaitsAndIsSeenAndOutlivesARestart() {
        pushes.terminate(ALICE, STOLEN, ADMIN);
        await().untilAsserted(() -> assertThat(pushes.pending(0, 10)).singleElement().satisfies(push -> {
            assertThat(push.server().host()).isEqualTo(S1_HOST);
            assertThat(push.lastError()).contains("not connected");
            assertThat(push.attempts()).isZero();
        }));
        assertState(ALICE_SIP, REGISTERED, S1);
        sender.close();
        begin();

        network.connect(S1_HOST);
        nothingWaits();

        assertThat(network.terminations).hasSize(1);
        await().untilAsserted(() -> assertState(ALICE_SIP, NOT_REGISTERED, ""));
    }

    @Test
    void aServerThatCannotNowIsAskedAgain() {
        answers(ResultCode.UNABLE_TO_COMPLY);
        network.connect(S1_HOST);
        pushes.push(ALICE, ADMIN);
        await().untilAsserted(() -> assertThat(pushes.pending(0, 10)).singleElement().satisfies(push -> {
            assertThat(push.attempts()).isPositive();
            assertThat(push.lastError()).contains("UNABLE_TO_COMPLY");
        }));

        answers(ResultCode.SUCCESS);
        nothingWaits();
        assertThat(network.profiles).hasSizeGreaterThan(1);
    }

    @Test
    void aTimeoutIsAFailedAttempt() {
        network.answer = CompletableFuture.failedFuture(
                new DiameterRefusal(DiameterRefusal.Kind.TIMEOUT, "no answer of s1"));
        network.connect(S1_HOST);
        pushes.push(ALICE, ADMIN);
        await().untilAsserted(() -> assertThat(pushes.pending(0, 10)).singleElement()
                .extracting(Push::lastError).asString().contains("TIMEOUT"));
    }

    @Test
    void clause622AProfileThatIsTooMuchOrNotUnderstoodIsNotSentForEver() {
        for (ResultCode permanent : List.of(ResultCode.ERROR_TOO_MUCH_DATA, ResultCode.ERROR_NOT_SUPPORTED_USER_DATA,
                ResultCode.ERROR_USER_UNKNOWN)) {
            answers(permanent);
            network.connect(S1_HOST);
            pushes.push(ALICE, ADMIN);
            nothingWaits();
        }
        assertThat(network.profiles).hasSize(3);
        assertState(ALICE_SIP, REGISTERED, S1);
    }

    @Test
    void aRemovedSubscriptionIsTerminatedThoughItIsGone() {
        provisioning.remove(Kind.SUBSCRIPTION, ALICE, Optional.empty(), ADMIN);
        network.connect(S1_HOST);
        nothingWaits();
        assertThat(network.terminations.get(0).userName()).hasToString(ALICE);
        assertThat(network.terminations.get(0).reason().code()).isEqualTo(Code.PERMANENT_TERMINATION);
    }

    @Test
    void aRemovedIdentityIsTerminatedAndTheRestIsPushed() {
        change(old -> List.of(new ImplicitSet(List.of(ALICE), List.of(PublicUser.of(ALICE_SIP),
                PublicUser.of(WORK_SIP)))));
        network.connect(S1_HOST);
        nothingWaits();
        assertThat(network.profiles).as("added: the profile alone").hasSize(1);

        change(old -> List.of(new ImplicitSet(List.of(ALICE), List.of(PublicUser.of(ALICE_SIP)))));
        nothingWaits();

        assertThat(network.terminations.get(0).publicIdentities()).containsExactly(new PublicIdentity(WORK_SIP));
        assertThat(network.profiles).hasSize(2);
        assertState(ALICE_SIP, REGISTERED, S1);
    }

    private void change(UnaryOperator<List<ImplicitSet>> sets) {
        Subscription old = provisioning.find(Kind.SUBSCRIPTION, ALICE).orElseThrow();
        provisioning.replace(Kind.SUBSCRIPTION, ALICE, new Subscription(old.name(), old.capabilitySet(),
                old.chargingSet(), old.visitedNetworks(), old.privateIdentities(), sets.apply(old.implicitSets())),
                Optional.empty(), ADMIN);
    }

    @Test
    void aChangedProfileGoesToEveryRegistrationItIsPartOfAndToNoOther() {
        network.connect(S1_HOST);
        provisioning.create(Kind.SERVICE_PROFILE, new ServiceProfile("gold", Optional.of(1), false, List.of(),
                List.of()), ADMIN);
        change(old -> List.of(new ImplicitSet(List.of(ALICE), List.of(PublicUser.of(ALICE_SIP).served("gold")))));
        Provision.add(database, Provision.subscriber("carol@ims.example", "sip:carol@ims.example"));
        register("carol@ims.example", "sip:carol@ims.example", S1);
        nothingWaits();
        network.profiles.clear();

        provisioning.replace(Kind.SERVICE_PROFILE, "gold", new ServiceProfile("golden", Optional.of(2), false,
                List.of(), List.of()), Optional.empty(), ADMIN);

        await().untilAsserted(() -> assertThat(network.profiles).singleElement().satisfies(push -> {
            assertThat(push.userName()).hasToString(ALICE);
            assertThat(push.profile().orElseThrow().serviceProfiles().get(0).mediaProfile()).contains(2);
        }));
        nothingWaits();
        assertThat(pushes.changing()).isEmpty();
    }

    @Test
    void whatChangesTwiceWhileTheServerIsAwayGoesOnceAsItIsThen() {
        provisioning.create(Kind.CHARGING_SET, new ChargingSet("money", "", "", "aaa://a.ims.example", ""), ADMIN);
        Subscription old = provisioning.find(Kind.SUBSCRIPTION, ALICE).orElseThrow();
        provisioning.replace(Kind.SUBSCRIPTION, ALICE, new Subscription(old.name(), "", "money", old.visitedNetworks(),
                old.privateIdentities(), old.implicitSets()), Optional.empty(), ADMIN);
        provisioning.replace(Kind.CHARGING_SET, "money", new ChargingSet("money", "", "", "aaa://b.ims.example", ""),
                Optional.empty(), ADMIN);
        await().until(() -> pushes.changing().isEmpty());
        network.connect(S1_HOST);
        nothingWaits();

        assertThat(network.profiles).singleElement().satisfies(push ->
                assertThat(push.charging().orElseThrow().primaryCollection()).isEqualTo("aaa://b.ims.example"));
    }

    @Test
    void clause6131AServerThatWasReplacedHearsOfIt() {
        uar(ALICE, ALICE_SIP, UserAuthorizationType.REGISTRATION_AND_CAPABILITIES);
        sar(REGISTRATION, S2, ALICE, ALICE_SIP);
        network.connect(S1_HOST);
        nothingWaits();

        assertThat(network.terminations.get(0).reason().code()).isEqualTo(Code.NEW_SERVER_ASSIGNED);
        assertState(ALICE_SIP, REGISTERED, S2);
    }

    @Test
    void aProfileFollowsTheUserToAnotherServer() {
        pushes.push(ALICE, ADMIN);
        uar(ALICE, ALICE_SIP, UserAuthorizationType.REGISTRATION_AND_CAPABILITIES);
        sar(UNREGISTERED_USER, S2, "", ALICE_SIP);
        network.connect(S1_HOST);
        network.connect("s2.ims.example");
        nothingWaits();
        assertThat(network.profiles).hasSize(1);
    }

    @Test
    void whatNobodyTookForADayIsGivenUpAndTheRegistrationEnds() {
        sender.close();
        new Pushes(database, Clock.offset(Clock.systemUTC(), Pushes.LONGEST_WAIT.plusHours(1).negated()))
                .terminate(ALICE, STOLEN, ADMIN);
        begin();
        nothingWaits();

        assertThat(network.terminations).isEmpty();
        assertState(ALICE_SIP, NOT_REGISTERED, "");
    }

    @Test
    void anAnswerAfterTheUserMovedOnChangesNothing() {
        CompletableFuture<ResultCode> late = new CompletableFuture<>();
        network.answer = late;
        network.connect(S1_HOST);
        pushes.terminate(ALICE, STOLEN, ADMIN);
        await().until(() -> !network.terminations.isEmpty());
        uar(ALICE, ALICE_SIP, UserAuthorizationType.REGISTRATION_AND_CAPABILITIES);
        sar(REGISTRATION, S2, ALICE, ALICE_SIP);

        late.complete(ResultCode.SUCCESS);
        await().until(() -> pushes.pending(0, 10).stream().allMatch(push -> push.reason().orElseThrow().code()
                == Code.NEW_SERVER_ASSIGNED));

        assertState(ALICE_SIP, REGISTERED, S2);
    }

    @Test
    void manyGoOneAfterTheOtherAsTheAnswersCome() {
        List<Subscription> many = IntStream.range(0, 300).mapToObj(i ->
                Provision.subscriber("u" + i + "@ims.example", "sip:u" + i + "@ims.example")).toList();
        Provision.add(database, many.toArray(Subscription[]::new));
        many.forEach(each -> sar(REGISTRATION, S1, each.name(), "sip:" + each.name()));
        many.forEach(each -> pushes.terminate(each.name(), STOLEN, ADMIN));
        network.connect(S1_HOST);
        nothingWaits();
        assertThat(network.terminations).hasSize(300);
        many.forEach(each -> assertState("sip:" + each.name(), NOT_REGISTERED, ""));
    }

    @Test
    void oneThatCannotBeMadeHoldsUpNoOther() {
        network.answer = null; // whatever is sent first fails in the middle
        network.connect(S1_HOST);
        pushes.push(ALICE, ADMIN);
        await().untilAsserted(() -> assertThat(pushes.pending(0, 10)).singleElement()
                .extracting(Push::attempts).isEqualTo(1));
        answers(ResultCode.SUCCESS);
        nothingWaits();
    }
}
