package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.RepositoryData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the store promises Sh, whatever the database; a subclass says which one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ShStoreContract {

    private static final String ALICE = "alice@ims.example";
    private static final String ALICE_SIP = "sip:alice@ims.example";
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final ShKey STATE = new ShKey(DataReference.IMS_USER_STATE, "", "");
    private static final Actor TEST = new Actor("test");

    private final AtomicInteger news = new AtomicInteger();
    private Database database;
    private Provisioning provisioning;
    private RegistrationStore registrations;
    private ShStore store;

    abstract DatabaseAddress address() throws Exception;

    @BeforeAll
    void open() throws Exception {
        database = Provision.open(address());
        ShChanges changes = new ShChanges(Clock.fixed(NOW, ZoneOffset.UTC));
        changes.onNews(news::incrementAndGet);
        provisioning = new Provisioning(database, Clock.systemUTC(), List.of(changes));
        registrations = new RegistrationStore(database, changes);
        store = new ShStore(database);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void alice() {
        Provision.clear(database);
        Provision.add(database, Provision.subscriber(ALICE, ALICE_SIP), Provision.subscriber("bob@ims.example",
                "sip:bob@ims.example"));
        news.set(0);
    }

    private ShTarget target() {
        return store.read(rows -> rows.target(ALICE_SIP)).orElseThrow();
    }

    private Optional<RepositoryData> stored(String service) {
        return store.read(rows -> rows.kept().repository(target(), service));
    }

    private static RepositoryData data(String service, int number, String content) {
        return new RepositoryData(service, number, Optional.of(content));
    }

    private static ShWatch watch(ShKey key, Optional<Instant> expiry) {
        return new ShWatch(0, 0, "as.ims.example", ALICE_SIP, ALICE_SIP, "", key, true, false, expiry, "known", 0,
                Optional.empty(), Optional.empty(), 0);
    }

    private void put(ShKey key, Optional<Instant> expiry) {
        store.write(rows -> rows.watches().put(target(), watch(key, expiry)));
    }

    private List<ShWatch> pending() {
        return store.read(rows -> rows.watches().pending(NOW, 100));
    }

    private List<ShWatch> watches(Function<ShRows, List<ShWatch>> read) {
        return store.read(read);
    }

    private List<String> due(Instant at) {
        return store.read(rows -> rows.watches().due(at));
    }

    private boolean videoActive() {
        return store.read(rows -> rows.kept().active(target(), "sip:as.ims.example", "video"));
    }

    private void register(RegistrationState state) {
        Situation seen = registrations.situation(ALICE, ALICE_SIP).orElseThrow();
        registrations.apply(new StateChange(seen, "test").assign(Serving.named("sip:s:5064")).state(seen, state));
    }

    @Test
    void repositoryDataIsKeptChangedAndRemoved() {
        String content = "<a>" + "é\uD83D\uDE00".repeat(20_000) + "</a>";
        store.write(rows -> rows.kept().add(target(), data("mmtel", 0, content)));
        assertThat(stored("mmtel")).contains(data("mmtel", 0, content));
        assertThat(stored("MMTEL")).as("another service").isEmpty();
        store.write(rows -> rows.kept().replace(target(), data("mmtel", 0, ""), data("mmtel", 1, "<b/>")));
        assertThat(stored("mmtel")).contains(data("mmtel", 1, "<b/>"));
        store.write(rows -> rows.kept().replace(target(), data("mmtel", 1, ""),
                new RepositoryData("mmtel", 2, Optional.empty())));
        assertThat(stored("mmtel")).isEmpty();
    }

    @Test
    void whoComesSecondIsOvertaken() {
        store.write(rows -> rows.kept().add(target(), data("mmtel", 0, "")));

        assertThatExceptionOfType(Refused.class).isThrownBy(() -> store.write(rows ->
                rows.kept().add(target(), data("mmtel", 0, "")))).satisfies(ShStoreContract::overtaken);
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> store.write(rows ->
                rows.kept().replace(target(), data("mmtel", 7, ""), data("mmtel", 8, ""))))
                .satisfies(ShStoreContract::overtaken);
    }

    private static void overtaken(Refused refused) {
        assertThat(refused.why()).isEqualTo(Refused.Why.OVERTAKEN);
    }

    /** Two services each, in either order: deadlocks included, each number is written by exactly one. */
    @Test
    void ofManyThatChangeTheSameDataEachNumberIsWrittenOnce() throws Exception {
        int changes = 30;
        store.write(rows -> List.of("a", "b").forEach(service -> rows.kept().add(target(), data(service, 0, ""))));
        List<Callable<Integer>> racers = new ArrayList<>();
        for (int racer = 0; racer < 6; racer++) {
            List<String> order = racer % 2 == 0 ? List.of("a", "b") : List.of("b", "a");
            racers.add(() -> (int) IntStream.rangeClosed(1, changes).filter(number -> wins(order, number)).count());
        }
        assertThat(together(racers).stream().mapToInt(Integer::intValue).sum()).isEqualTo(changes);
        assertThat(stored("a").orElseThrow().sequenceNumber()).isEqualTo(changes);
        assertThat(stored("b").orElseThrow().sequenceNumber()).isEqualTo(changes);
    }

    private boolean wins(List<String> services, int number) {
        ShTarget alice = target();
        while (stored("a").orElseThrow().sequenceNumber() < number) {
            try {
                store.write(rows -> services.forEach(service -> rows.kept().replace(alice,
                        data(service, number - 1, ""), data(service, number, ""))));
                return true;
            } catch (Refused overtaken) {
                overtaken(overtaken);
            }
        }
        return false;
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> one : pool.invokeAll(tasks)) {
                results.add(one.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void manyThatSubscribeToTheSameAtOnceSubscribeOnce() throws Exception {
        List<Callable<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(() -> {
                ShTarget target = target();
                store.write(rows -> {
                    rows.lock(target);
                    rows.watches().put(target, watch(STATE, Optional.empty()));
                });
                return 1;
            });
        }
        together(all);
        assertThat(watches(rows -> rows.watches().of(target(), NOW))).hasSize(1);
    }

    @Test
    void aRegistrationNobodyWatchesIsNoNews() {
        put(new ShKey(DataReference.CHARGING_INFORMATION, "", ""), Optional.empty());
        register(RegistrationState.REGISTERED);
        assertThat(news).hasValue(0);
        assertThat(pending()).isEmpty();
    }

    @Test
    void whatIsMarkedWaitsUntilItIsToldAsItIs() {
        put(STATE, Optional.empty());
        register(RegistrationState.REGISTERED);
        assertThat(news).hasValue(1);
        ShWatch seen = pending().get(0);
        assertThat(seen.pendingSince()).contains(NOW);
        register(RegistrationState.NOT_REGISTERED);

        store.write(rows -> rows.watches().told(seen, "digest"));
        assertThat(pending()).as("changed since").singleElement()
                .satisfies(one -> assertThat(one.known()).isEqualTo("digest"));
        store.write(rows -> rows.watches().told(pending().get(0), "newer"));
        assertThat(pending()).isEmpty();
    }

    @Test
    void whatIsPutOffIsDueLaterOrWhenItsServerIsBack() {
        put(STATE, Optional.empty());
        register(RegistrationState.REGISTERED);
        store.write(rows -> rows.watches().postpone(pending().get(0), NOW.plusSeconds(10)));

        assertThat(due(NOW)).isEmpty();
        assertThat(due(NOW.plusSeconds(10))).containsExactly("as.ims.example");
        assertThat(pending().get(0).attempts()).isOne();
        store.write(rows -> rows.watches().retry("as.ims.example", NOW));
        assertThat(watches(rows -> rows.watches().due("as.ims.example", NOW, 10))).hasSize(1);
    }

    @Test
    void whatHasExpiredIsSwept() {
        put(STATE, Optional.of(NOW.plusSeconds(10)));
        put(new ShKey(DataReference.S_CSCF_NAME, "", ""), Optional.empty());

        assertThat(watches(rows -> rows.watches().of(target(), NOW.plusSeconds(10)))).hasSize(1);
        store.write(rows -> assertThat(rows.watches().sweep(NOW.plusSeconds(9))).isZero());
        store.write(rows -> assertThat(rows.watches().sweep(NOW.plusSeconds(10))).isOne());
    }

    @Test
    void allOfARemovedSubscriptionGoesButWhoIsToldOfIt() {
        bound();
        put(STATE, Optional.empty());
        store.write(rows -> {
            rows.kept().add(target(), data("mmtel", 0, ""));
            rows.kept().activate(target(), "sip:as.ims.example", "video", false);
            rows.kept().activate(target(), "sip:as.ims.example", "video", false);
        });
        provisioning.remove(Kind.SUBSCRIPTION, ALICE, Optional.empty(), TEST);

        assertThat(database.<Long>read(session -> session.createSelectionQuery("select count(*) from ShRepository",
                Long.class).getSingleResult())).isZero();
        assertThat(database.<Long>read(session -> session.createSelectionQuery("select count(*) from ShInactiveDsai",
                Long.class).getSingleResult())).isZero();
        assertThat(pending()).extracting(ShWatch::named).containsExactly(ALICE_SIP);
    }

    /** TS 29.328 7.6.11. */
    @Test
    void dsaiTagsStandInTheCriterion() {
        bound();
        assertThat(provisioning.find(Kind.FILTER_CRITERIA, "video").orElseThrow().dsaiTags())
                .containsExactly("video", "hd");
        provisioning.create(Kind.SERVICE_PROFILE, new ServiceProfile("p", Optional.empty(), false,
                List.of(new ServiceProfile.Use("video", 1)), List.of()), TEST);
        provisioning.replace(Kind.SUBSCRIPTION, ALICE, Provision.subscriber(ALICE, List.of(
                PublicUser.of(ALICE_SIP).served("p"))).keepingSequences(), Optional.empty(), TEST);
        List<ShCriterion> criteria = store.read(rows -> rows.criteria(target(), "sip:as.ims.example"));
        assertThat(criteria).singleElement().satisfies(one -> assertThat(one.dsaiTags()).containsExactly("video", "hd"));
        assertThat(videoActive()).isTrue();
        store.write(rows -> rows.kept().activate(target(), "sip:as.ims.example", "video", false));
        assertThat(videoActive()).isFalse();
        store.write(rows -> rows.kept().activate(target(), "sip:as.ims.example", "video", true));
        assertThat(videoActive()).isTrue();
    }

    private void bound() {
        provisioning.create(Kind.APPLICATION_SERVER, new ApplicationServer("as", "sip:as.ims.example", null, "", false,
                false, "as.ims.example", List.of(), List.of(), List.of()), TEST);
        provisioning.create(Kind.FILTER_CRITERIA, new FilterCriteria("video", "as", null, "", List.of("video", "hd")),
                TEST);
    }

    @Test
    void aNotificationThatWaitsIsAmongWhatIsStillToBeTold() {
        Waiting waiting = new Waiting(database, Clock.fixed(NOW, ZoneOffset.UTC));
        put(STATE, Optional.of(NOW.plusSeconds(60)));
        assertThat(waiting.of(ALICE, 10)).isEmpty();
        store.write(rows -> rows.watches().mark(rows.watches().of(target(), NOW).get(0), 0, NOW));

        assertThat(waiting.of(ALICE, 10)).containsExactly(new Untold(Untold.Kind.NOTIFICATION, ALICE, ALICE_SIP,
                "as.ims.example", 0, NOW, NOW, ""));
        assertThat(waiting.all(10)).hasSize(1);
        assertThat(waiting.count()).isOne();
        assertThat(waiting.of("bob@ims.example", 10)).isEmpty();
        assertThat(new Waiting(database, Clock.fixed(NOW.plusSeconds(61), ZoneOffset.UTC)).count())
                .as("its time is over").isZero();
    }
}
