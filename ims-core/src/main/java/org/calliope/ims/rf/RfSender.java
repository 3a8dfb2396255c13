package org.calliope.ims.rf;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.node.RareLog;
import org.calliope.ims.node.Role;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits: in order, of each session one after the other, to the first charging function that is there (TS
 * 32.299 6.1.3). What got no answer goes again with the T bit, what was refused for good is dropped. One thread.
 */
final class RfSender {

    private static final Logger LOG = LoggerFactory.getLogger(RfSender.class);
    private static final RareLog AWAY = new RareLog(LOG, Duration.ofMinutes(1));
    private static final RareLog REFUSALS = new RareLog(LOG, Duration.ofMinutes(1));
    /** Behind so many, whoever could have something is left waiting for those in front. */
    private static final int MOST_LOOKED_AT = 1_000;

    private final RfStore store;
    private final RfClient client;
    private final Map<String, Receiver> receivers = new LinkedHashMap<>();
    private final Duration retry;
    private final InstantSource time;
    private final Executor own;
    private final BiConsumer<AccountingRequest, AccountingAnswer> accepted;
    private final Trace trace;
    private final MeterRegistry meters;
    private final Counter sent;
    private final Counter repeated;

    /**
     * @param functions identities of the charging functions, the primary first
     * @param retry     how long one is left alone that gave no answer or does not want more now
     * @param own       the thread
     * @param accepted  hears of each request that a charging function has accepted
     */
    RfSender(RfStore store, RfClient client, List<String> functions, Duration retry, InstantSource time, Executor own,
             BiConsumer<AccountingRequest, AccountingAnswer> accepted, Trace trace, MeterRegistry meters) {
        this.store = store;
        this.client = client;
        functions.forEach(identity -> receivers.put(identity, new Receiver(identity)));
        this.retry = retry;
        this.time = time;
        this.own = own;
        this.accepted = accepted;
        this.trace = trace;
        this.meters = meters;
        this.sent = meters.counter(RfCharging.SENT);
        this.repeated = meters.counter(RfCharging.REPEATED);
    }

    /** A charging function has a connection. */
    void connected(String identity) {
        Optional.ofNullable(receivers.get(identity)).ifPresent(Receiver::resume);
        dispatch();
    }

    /** From time to time: sends what can go by now. */
    void look() {
        if (store.count() > 0 && receivers.keySet().stream().noneMatch(client::connected)) {
            AWAY.warn("no charging function is there, " + store.count() + " records wait");
        }
        dispatch();
    }

    /** Sends what can go. */
    void dispatch() {
        Instant now = time.instant();
        List<Receiver> there = receivers.values().stream()
                .filter(receiver -> !receiver.pausing(now) && client.connected(receiver.identity())).toList();
        Set<String> before = new HashSet<>();
        int looked = 0;
        for (Waiting next : store.waiting()) {
            if (there.stream().noneMatch(Receiver::takes) || ++looked > MOST_LOOKED_AT) {
                return;
            }
            if (before.add(next.session()) && next.written() && !next.underway()) {
                first(next, there).filter(Receiver::takes).ifPresent(receiver -> send(next, receiver));
            }
        }
    }

    private static Optional<Receiver> first(Waiting next, List<Receiver> there) {
        return Stream.concat(next.preferred().stream().flatMap(identity -> there.stream()
                .filter(receiver -> receiver.identity().equals(identity))), there.stream()).findFirst();
    }

    private void send(Waiting next, Receiver receiver) {
        AccountingRequest request = next.request();
        next.underway(true);
        receiver.sent();
        if (next.again()) {
            repeated.increment();
        }
        client.send(receiver.identity(), request, next.again(), join(request)).whenComplete((answer, failure) ->
                own.execute(() -> ended(next, request, receiver, Optional.ofNullable(answer), failure)));
    }

    private static Join join(AccountingRequest request) {
        ChargingRecord record = request.record();
        return new Join(record.icid(), record.callId(), record.served(), request.session());
    }

    private void ended(Waiting one, AccountingRequest request, Receiver receiver, Optional<AccountingAnswer> answer,
                       Throwable failure) {
        one.underway(false);
        receiver.ended();
        if (answer.isEmpty()) {
            one.goesAgain(); // RFC 6733 3, T bit: whether it came there nobody knows
            pause(receiver, request, failure.getMessage());
        } else if (answer.get().accepted()) {
            receiver.answered();
            store.remove(one);
            sent.increment();
            accepted.accept(request, answer.get());
        } else if (answer.get().tryAgain()) { // no T bit for this: it was not taken, and that is known
            pause(receiver, request, text(answer.get()));
        } else {
            receiver.answered();
            store.remove(one);
            refused(request, receiver, answer.get());
        }
        dispatch();
    }

    private static String text(AccountingAnswer answer) {
        return answer.result() + (answer.message().isEmpty() ? "" : ": " + answer.message());
    }

    private void pause(Receiver receiver, AccountingRequest request, String why) {
        if (receiver.pause(time.instant(), retry)) {
            AWAY.warn("charging function " + receiver.identity() + " takes no records now, " + store.count() + " wait: " + why);
            trace.decide(Decision.noted(Role.SCSCF, "charging function", Map.of("function", receiver.identity(), "why", why,
                    "waiting", Integer.toString(store.count())), "TS 32.299 6.1.3", join(request)));
        }
    }

    // RFC 6733 7.1.5: not to be attempted again
    private void refused(AccountingRequest request, Receiver receiver, AccountingAnswer answer) {
        meters.counter(RfCharging.REFUSED, "result", Integer.toString(answer.result())).increment();
        REFUSALS.warn("charging function " + receiver.identity() + " refuses a record for good: " + text(answer));
        Map<String, String> values = new LinkedHashMap<>();
        values.put("function", receiver.identity());
        values.put("served user", request.record().served());
        values.put("record type", request.type().name());
        values.put("record number", Integer.toString(request.number()));
        trace.decide(Decision.refused(Role.SCSCF, "charging record", values, "RFC 6733 7.1.5", answer.result(),
                "the charging function does not take it: " + text(answer), join(request)));
    }
}
