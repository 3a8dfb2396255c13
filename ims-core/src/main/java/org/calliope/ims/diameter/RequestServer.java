package org.calliope.ims.diameter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Dictionary.Name;
import org.jdiameter.api.Avp;
import org.jdiameter.client.api.IMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the requests that a node gets, has them handled by a bounded pool of workers, and answers them. */
final class RequestServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RequestServer.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long CLOSE_SECONDS = 1;

    /**
     * How much is handled at once.
     *
     * @param workers     threads, 1 and more
     * @param queue       requests that may wait for one; what comes beyond is answered TOO_BUSY
     * @param longestWait what has waited longer for a worker is answered TOO_BUSY by it, unhandled
     */
    record Limits(int workers, int queue, Duration longestWait) {

        /** Half of what the CSCFs wait for an answer, so that who is turned away can still ask another HSS. */
        private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
        static final Limits DEFAULT = new Limits(8, 2_000, LONGEST_WAIT);
        /** Of a client, which the HSS seldom has something to say to. */
        static final Limits CLIENT = new Limits(2, 500, LONGEST_WAIT);

        Limits waiting(Duration longest) {
            return new Limits(workers, queue, longest);
        }
    }

    private final CommonAvps common;
    private final List<Application> applications;
    private final Grammar grammar;
    private final Repeats repeats = new Repeats();
    private final long longestWait;
    private final LongSupplier nanos;
    private final ThreadPoolExecutor workers;
    private final MeterRegistry meters;
    private final Counter failures;
    private final Counter busy;
    private final Counter repeated;
    private final AtomicLong lastLog = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    /** @param nanos the time, as {@link System#nanoTime} */
    RequestServer(CommonAvps common, List<Application> applications, Limits limits, LongSupplier nanos,
                  MeterRegistry meters) {
        this.common = common;
        this.applications = List.copyOf(applications);
        this.grammar = new Grammar(common.originHost());
        this.longestWait = limits.longestWait().toNanos();
        this.nanos = nanos;
        this.meters = meters;
        this.failures = meters.counter("ims.diameter.handler-failures", "node", common.originHost());
        this.busy = meters.counter("ims.diameter.too-busy", "node", common.originHost());
        this.repeated = meters.counter("ims.diameter.repeated-requests", "node", common.originHost());
        AtomicInteger number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(limits.workers(), limits.workers(), 1, TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(limits.queue()), task -> {
                    Thread thread = new Thread(task, common.originHost() + "-request-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.workers.allowCoreThreadTimeOut(true);
    }

    /** On the loop. */
    void request(Link link, IMessage request, Replies replies) {
        try {
            Application application = application(request);
            Command command = command(application, request);
            checkBits(request);
            grammar.check(command, request.getAvps());
            AvpReader in = new AvpReader(request.getAvps());
            checkAddressed(in, application);
            long came = nanos.getAsLong();
            workers.execute(() -> {
                if (nanos.getAsLong() - came > longestWait) {
                    tooBusy(link, request, replies);
                } else {
                    handle(application, command, link, request, replies);
                }
            });
        } catch (DiameterRefusal refusal) {
            refuse(link, request, refusal, replies);
        } catch (RejectedExecutionException full) {
            tooBusy(link, request, replies);
        }
    }

    // RFC 6733 7.1.3
    private void tooBusy(Link link, IMessage request, Replies replies) {
        busy.increment();
        replies.refuse(link, request, new DiameterRefusal(ResultCode.TOO_BUSY, ""));
    }

    private Application application(IMessage request) {
        for (Application application : applications) {
            if (application.id() == request.getHeaderApplicationId()) {
                return application;
            }
        }
        throw new DiameterRefusal(ResultCode.APPLICATION_UNSUPPORTED, "");
    }

    private static Command command(Application application, IMessage request) {
        return Command.of(request.getCommandCode()).filter(application::serves)
                .orElseThrow(() -> new DiameterRefusal(ResultCode.COMMAND_UNSUPPORTED, ""));
    }

    // RFC 6733 7.1.3: TS 29.229 6.1 and 29.329 6.1 define all our requests with REQ and PXY; an error is no request
    private static void checkBits(IMessage request) {
        if (request.isError() || !request.isProxiable()) {
            throw new DiameterRefusal(ResultCode.INVALID_HDR_BITS, "");
        }
    }

    // RFC 6733 6.1.4: is it for this node? 6.1.6: else it would have to be forwarded, which an HSS does not do
    private void checkAddressed(AvpReader in, Application application) {
        in.text(Name.SESSION_ID);
        in.text(Name.ORIGIN_HOST);
        in.text(Name.ORIGIN_REALM);
        in.number(Name.AUTH_SESSION_STATE);
        AvpReader named = in.group(Name.VENDOR_SPECIFIC_APPLICATION_ID);
        if (named.optionalNumber(Name.AUTH_APPLICATION_ID).orElse(application.id()) != application.id()) {
            throw new DiameterRefusal(ResultCode.CONTRADICTING_AVPS, Name.VENDOR_SPECIFIC_APPLICATION_ID.spelling());
        }
        if (!in.text(Name.DESTINATION_REALM).equalsIgnoreCase(common.realm())) {
            throw new DiameterRefusal(ResultCode.REALM_NOT_SERVED, "");
        }
        if (!in.optionalText(Name.DESTINATION_HOST).orElse(common.originHost()).equalsIgnoreCase(common.originHost())) {
            throw new DiameterRefusal(ResultCode.UNABLE_TO_DELIVER, "");
        }
    }

    private void handle(Application application, Command command, Link link, IMessage request, Replies replies) {
        AvpReader in = new AvpReader(request.getAvps());
        String asking = in.text(Name.ORIGIN_HOST);
        CompletableFuture<Application.Answer> answer = new CompletableFuture<>();
        if (command.changes()) {
            Optional<CompletableFuture<Application.Answer>> before =
                    repeats.before(asking, request.getEndToEndIdentifier(), request.isReTransmitted(), answer);
            if (before.isPresent()) {
                repeated.increment();
                before.get().thenAccept(same -> replies.reply(link, request, same, application.features()));
                return;
            }
        }
        try {
            Application.Answer found = answer(application, command, in, request);
            if (command.changes()) {
                answer.complete(Repeats.kept(found));
            }
            replies.reply(link, request, found, application.features());
        } catch (RuntimeException failed) { // the thread's edge
            failures.increment();
            logNowAndThen(request, failed);
            repeats.forget(asking, request.getEndToEndIdentifier());
            DiameterRefusal refusal = new DiameterRefusal(ResultCode.UNABLE_TO_COMPLY, "");
            answer.complete(Replies.answer(request, refusal));
            replies.refuse(link, request, refusal);
        }
    }

    private Application.Answer answer(Application application, Command command, AvpReader in, IMessage request) {
        try {
            return application.answer(command, in, new Asker(in.text(Name.ORIGIN_HOST), in.text(Name.ORIGIN_REALM),
                    features(in, application), MessageLog.joinOf(request)));
        } catch (DiameterRefusal refusal) {
            count(refusal);
            return Replies.answer(request, refusal);
        }
    }

    // TS 29.229 7.2.1: with the M bit the asker cannot do without these features
    private static List<SupportedFeatures> features(AvpReader in, Application application) {
        List<SupportedFeatures> asked = CommonAvps.features(in);
        if (asked.isEmpty()) {
            return asked;
        }
        int i = 0;
        for (Avp avp : in.avps().getAvps(Name.SUPPORTED_FEATURES.code(), Name.SUPPORTED_FEATURES.vendor())) {
            SupportedFeatures needed = asked.get(i++);
            if (avp.isMandatory() && needed.bits() != 0
                    && application.features().stream().noneMatch(ours -> ours.covers(needed))) {
                throw new DiameterRefusal(ResultCode.ERROR_FEATURE_UNSUPPORTED, "");
            }
        }
        return asked;
    }

    private void refuse(Link link, IMessage request, DiameterRefusal refusal, Replies replies) {
        count(refusal);
        replies.refuse(link, request, refusal);
    }

    private void count(DiameterRefusal refusal) {
        meters.counter("ims.diameter.refused-requests", "node", common.originHost(), "result",
                refusal.result().orElse(ResultCode.UNABLE_TO_COMPLY).name()).increment();
    }

    /** One line a second at most: a broken store must not fill the disk. The counter has them all. */
    private void logNowAndThen(IMessage request, RuntimeException failed) {
        long last = lastLog.get();
        if (System.nanoTime() - last >= QUIET_NANOS && lastLog.compareAndSet(last, System.nanoTime())) {
            LOG.warn("{}: {} was answered UNABLE_TO_COMPLY because its handler failed ({} such failures so far): {}",
                    common.originHost(), Command.label(request.getCommandCode(), true), (long) failures.count(),
                    failed.toString());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        try {
            workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
