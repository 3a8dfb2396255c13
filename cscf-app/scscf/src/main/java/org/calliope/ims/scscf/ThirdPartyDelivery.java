package org.calliope.ims.scscf;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.node.Role;
import org.calliope.ims.scscf.ThirdPartyRegister.Key;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Trace;

/**
 * Brings third-party REGISTERs to their servers: for one server and identity one at a time and the newest next, so that
 * no late attempt undoes what came after it. A server that does not answer, or answers 408 or 5xx, is tried again a few
 * times, not before its Retry-After. Never blocks; holds no thread. Any thread.
 */
final class ThirdPartyDelivery implements Sweep {

    /** Counter of REGISTERs sent, tagged outcome: answered, refused, gone, dropped. */
    static final String REGISTERS = "ims.third.party.registers";
    /** Gauge of servers that did not answer the last time. */
    static final String AWAY = "ims.third.party.servers.away";

    private static final String CLAUSE = "TS 24.229 5.4.1.7";
    private static final String RULE = "third-party registration";
    /** Under way at once; a server that is away must not fill the memory. */
    private static final int MOST = 100_000;
    private static final int MOST_NAMED_AWAY = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** A server that wants to be left alone for longer is gone. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int NO_ANSWER = 408;
    private static final int CLASS = 100;
    private static final int SUCCESS = 2;
    private static final int SERVER_FAILURE = 5;

    /** Puts a REGISTER on the wire. */
    @FunctionalInterface
    interface Sender {

        /** @param answered is told the final answer, should one come; maybe before this returns */
        void send(ThirdPartyRegister register, Consumer<Answer> answered);
    }

    /** @param retryAfter Retry-After, when there is one */
    record Answer(int status, Optional<Duration> retryAfter) {

        Answer(int status) {
            this(status, Optional.empty());
        }

        boolean success() {
            return status / CLASS == SUCCESS;
        }

        /** 5.4.1.7: no answer, 408 and 5xx say that the server does not work; others are what it wants. */
        boolean failed() {
            return status == NO_ANSWER || status / CLASS == SERVER_FAILURE;
        }
    }

    /**
     * One that is under way.
     *
     * @param ticket  of this attempt; an answer to an earlier one does not count
     * @param waiting for the next attempt, else for the answer
     * @param until   end of the wait
     * @param next    what is to be said after it
     */
    private record Sending(ThirdPartyRegister register, Object ticket, int attempt, boolean waiting, Instant until,
                           Optional<ThirdPartyRegister> next) {
    }

    private final ScscfSettings settings;
    private final Sender sender;
    private final Consumer<ThirdPartyRegister> gone;
    private final Trace trace;
    private final MeterRegistry meters;
    private final InstantSource time;
    private final Map<Key, Sending> sendings = new ConcurrentHashMap<>();
    private final Set<String> away = ConcurrentHashMap.newKeySet();

    /** @param gone is told of each REGISTER whose server has not worked as often as it was tried; must not block */
    ThirdPartyDelivery(ScscfSettings settings, Sender sender, Consumer<ThirdPartyRegister> gone, Trace trace,
                       MeterRegistry meters, InstantSource time) {
        this.settings = settings;
        this.sender = sender;
        this.gone = gone;
        this.trace = trace;
        this.meters = meters;
        this.time = time;
        meters.gaugeCollectionSize(AWAY, Tags.empty(), away);
    }

    void submit(ThirdPartyRegister register) {
        if (sendings.size() >= MOST) {
            count("dropped");
            noted(register, "too many are under way");
            return;
        }
        Sending now = sendings.compute(register.key(), (key, old) -> old == null || old.waiting()
                ? attempt(register, 1, Optional.empty())
                : new Sending(old.register(), old.ticket(), old.attempt(), false, old.until(), Optional.of(register)));
        if (now.register() == register) {
            transmit(now);
        }
    }

    /** @return REGISTERs that are not answered yet */
    int underWay() {
        return sendings.size();
    }

    @Override
    public void sweep(Instant now) {
        for (Sending sending : sendings.values()) {
            if (!sending.until().isAfter(now)) {
                if (sending.waiting()) {
                    again(sending);
                } else {
                    answered(sending, new Answer(NO_ANSWER));
                }
            }
        }
    }

    private Sending attempt(ThirdPartyRegister register, int number, Optional<ThirdPartyRegister> next) {
        return new Sending(register, new Object(), number, false, time.instant().plus(settings.thirdPartyTimeout()),
                next);
    }

    private void again(Sending waited) {
        Sending now = sendings.computeIfPresent(waited.register().key(), (key, present) -> present == waited
                ? attempt(waited.register(), waited.attempt() + 1, waited.next()) : present);
        if (now != null && now.register() == waited.register() && !now.waiting()) {
            transmit(now);
        }
    }

    private void transmit(Sending sending) {
        sender.send(sending.register(), answer -> answered(sending, answer));
    }

    private void answered(Sending sending, Answer answer) {
        boolean[] counts = new boolean[1];
        Sending now = sendings.computeIfPresent(sending.register().key(), (key, present) -> {
            counts[0] = present.ticket() == sending.ticket();
            return counts[0] ? after(present, answer) : present;
        });
        if (!counts[0]) {
            return; // it came after its time
        }
        if (now != null && !now.waiting()) {
            transmit(now);
        }
        tell(sending.register(), answer, now);
    }

    /** What is under way after an answer; null when that was all. */
    private Sending after(Sending present, Answer answer) {
        if (present.next().isPresent()) {
            return attempt(present.next().get(), 1, Optional.empty());
        }
        Duration pause = answer.retryAfter().filter(wished -> wished.compareTo(PAUSE) > 0).orElse(PAUSE);
        boolean again = answer.failed() && present.attempt() < settings.thirdPartyAttempts()
                && pause.compareTo(LONGEST_PAUSE) <= 0;
        return again ? new Sending(present.register(), present.ticket(), present.attempt(), true,
                time.instant().plus(pause), Optional.empty()) : null;
    }

    private void tell(ThirdPartyRegister register, Answer answer, Sending now) {
        String server = register.server().serverName();
        if (answer.success()) {
            count("answered");
            noted(register, "answered " + answer.status());
            if (away.remove(server)) {
                noted(register, "the server is back");
            }
        } else if (!answer.failed()) {
            count("refused");
            noted(register, "refused with " + answer.status());
        } else if (now == null) {
            count("gone");
            if (away.size() < MOST_NAMED_AWAY) {
                away.add(server);
            }
            noted(register, "the server does not work (" + answer.status() + "): "
                    + register.server().defaultHandling());
            gone.accept(register);
        } else {
            noted(register, now.waiting() ? "to be tried again after " + answer.status() : "overtaken by a newer one");
        }
    }

    private void count(String outcome) {
        meters.counter(REGISTERS, "outcome", outcome).increment();
    }

    private void noted(ThirdPartyRegister register, String outcome) {
        trace.decide(Decision.noted(Role.SCSCF, RULE, Map.of("server", register.server().serverName(), "identity",
                register.to().uri(), "expires", Integer.toString(register.expires()), "outcome", outcome), CLAUSE,
                register.join()));
    }
}
