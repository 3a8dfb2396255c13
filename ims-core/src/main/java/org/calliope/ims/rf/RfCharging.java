package org.calliope.ims.rf;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.ChargingSettings;
import org.calliope.ims.charging.Closing;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.diameter.PeerAddress;
import org.calliope.ims.node.RareLog;
import org.calliope.ims.trace.Trace;
import org.slf4j.LoggerFactory;

/**
 * Offline charging of an S-CSCF over Rf (TS 32.260 5.2.2.1, TS 32.299 6.1): a START_RECORD when a session is answered,
 * INTERIM_RECORDs while it goes on, a STOP_RECORD at its end, an EVENT_RECORD of what is no session. Each is in a file
 * before it is sent, and stays there until a charging function has it, over kill and restart; a session that went on when
 * the node was killed is stopped at the next start. Any thread; nothing waits but {@link #open} and {@link #close}.
 */
public final class RfCharging implements AutoCloseable {

    /** Counter of records that a charging function has accepted. */
    public static final String SENT = "ims.charging.rf.sent";
    /** Counter of attempts with the T bit. */
    public static final String REPEATED = "ims.charging.rf.repeated";
    /** Counter of records that a charging function has refused for good, tagged result. */
    public static final String REFUSED = "ims.charging.rf.refused";
    /** Counter of records for which there was no room. */
    public static final String LOST = "ims.charging.rf.lost";
    /** Gauge of records that wait for a charging function. */
    public static final String WAITING = "ims.charging.rf.waiting";

    private static final RareLog RARE = new RareLog(LoggerFactory.getLogger(RfCharging.class), Duration.ofMinutes(1));
    private static final long TICK_MILLIS = 100;
    private static final String BYE = "BYE";
    private static final int OK = 200;
    private static final int ERROR = 400;
    /** Cause-Code, TS 32.299 7.2.35. */
    private static final int NORMAL_END = 0;
    private static final int SUCCESSFUL_TRANSACTION = -1;
    private static final int UNSPECIFIED_ERROR = 1;
    private static final int INTERNAL_ERROR = 3;

    private final List<PeerAddress> functions;
    private final Duration interval;
    private final long room;
    private final InstantSource time;
    private final String sessionPrefix;
    private final AtomicLong sessions = new AtomicLong();
    private final ScheduledThreadPoolExecutor own;
    private final RfStore store;
    private final RfSender sender;
    private final Queue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
    private final MeterRegistry meters;
    private final Counter lost;
    private final Gauge waiting;
    private long sequence;

    /** When a session's next INTERIM_RECORD is due, unless that has changed. */
    private record Due(Instant at, String session) {
    }

    private RfCharging(Path data, String originHost, ChargingSettings settings, RfClient client, InstantSource time, Trace trace,
                       MeterRegistry meters) {
        this.functions = settings.functionAddresses();
        this.interval = settings.interimInterval();
        this.room = settings.bufferBytes();
        this.time = time;
        // RFC 6733 8.8; what is asked of the HSS under the same name has no fourth part
        this.sessionPrefix = originHost + ';' + time.instant().getEpochSecond() + ';';
        this.own = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "rf-charging");
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy()); // what comes when it has ended is in the file
        this.store = new RfStore(data, settings.sync(), time, this::run);
        this.sequence = store.last();
        this.sender = new RfSender(store, client, functions.stream().map(PeerAddress::originHost).toList(),
                settings.functionRetry(), time, this::run, this::accepted, trace, meters);
        this.meters = meters;
        this.lost = meters.counter(LOST);
        this.waiting = Gauge.builder(WAITING, store, RfStore::count).register(meters);
        run(this::stopLeft);
        client.onConnected(identity -> run(() -> sender.connected(identity)));
        own.scheduleWithFixedDelay(guarded(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * @param data       folder of the node
     * @param originHost Origin-Host of the client
     * @param settings   with one charging function at least
     * @param client     connected with these charging functions
     * @throws IllegalStateException when another server has the folder
     */
    public static RfCharging open(Path data, String originHost, ChargingSettings settings, RfClient client, InstantSource time,
                                  Trace trace, MeterRegistry meters) {
        return new RfCharging(data, originHost, settings, client, time, trace, meters);
    }

    private void run(Runnable task) {
        own.execute(guarded(task));
    }

    // the thread's edge
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException failed) {
                RARE.warn("charging over Rf", failed);
            }
        };
    }

    /** RFC 6733 9.4: sessions that a killed node has left end now; when they did nobody knows. */
    private void stopLeft() {
        Set<String> stopped = store.waiting().stream().map(Waiting::request)
                .filter(request -> request.type() == RecordType.STOP).map(AccountingRequest::session).collect(Collectors.toSet());
        for (OpenSession left : store.sessions()) {
            if (stopped.contains(left.id())) {
                store.end(left);
            } else {
                stopped(left, left.record().closed(Closing.RESTART, Optional.empty()));
            }
        }
    }

    /**
     * A session was answered and goes on; {@link #stop} ends that.
     *
     * @param told charging functions that the HSS named for the user, nothing when it named none
     * @return its Session-Id
     */
    public String start(ChargingRecord record, Media media, Optional<ChargingInformation> told) {
        String id = session();
        Instant now = time.instant();
        run(() -> {
            OpenSession session = new OpenSession(id, 1, preferred(told), record, media, interval, Optional.empty()).each(interval, now);
            store.put(session);
            plan(session);
            add(session.preferred(), new AccountingRequest(id, RecordType.START, 0, now, interval, record, record.method(),
                    Optional.of(record.request()), record.start(), media, Optional.empty()));
        });
        return id;
    }

    /**
     * The media of a session have changed (TS 32.260 5.2.2.1).
     *
     * @param method by which, INVITE or UPDATE
     * @param asked  when that request came
     */
    public void change(String id, String method, Instant asked, Media media) {
        Instant now = time.instant();
        run(() -> store.session(id).ifPresent(session ->
                interim(session.with(media), now, method, Optional.of(asked), Optional.of(now))));
    }

    /** A session is over, whose record this is. */
    public void stop(String id, ChargingRecord record) {
        run(() -> store.session(id).ifPresent(session -> stopped(session, record)));
    }

    /**
     * What is no session, or did not become one, is over.
     *
     * @param told charging functions that the HSS named for the user, nothing when it named none
     */
    public void event(ChargingRecord record, Media media, Optional<ChargingInformation> told) {
        Instant now = time.instant();
        run(() -> add(preferred(told), new AccountingRequest(session(), RecordType.EVENT, 0, now, Duration.ZERO, record,
                record.method(), Optional.of(record.request()), record.end(), media, Optional.of(cause(record.status())))));
    }

    private String session() {
        return sessionPrefix + sessions.incrementAndGet() + ";rf";
    }

    private List<String> preferred(Optional<ChargingInformation> told) {
        return ChargingFunctions.preferred(functions, told);
    }

    private static int cause(int status) {
        if (status == OK) {
            return SUCCESSFUL_TRANSACTION;
        }
        return status < ERROR ? -status : status;
    }

    private static int cause(Closing closing) {
        return switch (closing) {
            case RESTART -> INTERNAL_ERROR;
            case LOST, UNSUCCESSFUL -> UNSPECIFIED_ERROR;
            case NORMAL, RELEASED -> NORMAL_END;
        };
    }

    private void interim(OpenSession session, Instant now, String method, Optional<Instant> asked, Optional<Instant> answered) {
        store.put(session.counted());
        add(session.preferred(), new AccountingRequest(session.id(), RecordType.INTERIM, session.next(), now, Duration.ZERO,
                session.record(), method, asked, answered, session.media(), Optional.empty()));
    }

    private void stopped(OpenSession session, ChargingRecord record) {
        boolean bye = record.closing() == Closing.NORMAL || record.closing() == Closing.RELEASED;
        add(session.preferred(), new AccountingRequest(session.id(), RecordType.STOP, session.next(),
                record.end().orElseGet(time::instant), Duration.ZERO, record, bye ? BYE : "", bye ? record.end() : Optional.empty(),
                Optional.empty(), session.media(), Optional.of(cause(record.closing()))));
        store.end(session);
    }

    private void add(List<String> preferred, AccountingRequest request) {
        Waiting one = new Waiting(++sequence, preferred, request);
        if (store.octets() + one.octets() > room) {
            lost.increment();
            RARE.warn("charging functions have taken nothing for too long: records are lost");
            return;
        }
        store.add(one).whenComplete((written, failed) -> { // on this thread; a disk that is full does not keep it from going
            one.becomeWritten();
            sender.dispatch();
        });
    }

    /** RFC 6733 9.8.2: the charging function says how often. */
    private void accepted(AccountingRequest request, AccountingAnswer answer) {
        answer.interim().ifPresent(wanted -> store.session(request.session()).filter(session -> !session.interval().equals(wanted))
                .ifPresent(session -> {
                    OpenSession other = session.each(wanted, time.instant());
                    store.replace(other);
                    plan(other);
                }));
    }

    private void plan(OpenSession session) {
        session.due().ifPresent(at -> due.add(new Due(at, session.id())));
    }

    private void tick() {
        Instant now = time.instant();
        while (!due.isEmpty() && !now.isBefore(due.peek().at())) {
            Due first = due.poll();
            store.session(first.session()).filter(session -> session.due().equals(Optional.of(first.at()))).ifPresent(session -> {
                OpenSession next = session.each(session.interval(), now);
                plan(next);
                interim(next, now, "", Optional.empty(), Optional.empty());
            });
        }
        sender.look();
    }

    /** What waits stays in the file, and so do sessions that go on. */
    @Override
    public void close() {
        store.close();
        own.shutdownNow();
        meters.remove(waiting);
    }
}
