package org.calliope.ims.diameter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.calliope.ims.cx.CxHandler;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Dictionary.Name;
import org.jdiameter.client.api.IMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the requests that an HSS gets, has them handled by a bounded pool of workers, and answers them. */
final class CxServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CxServer.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long CLOSE_SECONDS = 1;

    /**
     * How much is handled at once.
     *
     * @param workers threads, 1 and more
     * @param queue   requests that may wait for one; what comes beyond is answered TOO_BUSY
     */
    record Limits(int workers, int queue) {

        static final Limits DEFAULT = new Limits(8, 2_000);
    }

    private final CommonAvps common;
    private final CxHandler handler;
    private final ThreadPoolExecutor workers;
    private final Counter failures;
    private final Counter busy;
    private final AtomicLong lastLog = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    CxServer(CommonAvps common, CxHandler handler, Limits limits, MeterRegistry meters) {
        this.common = common;
        this.handler = handler;
        this.failures = meters.counter("ims.diameter.handler-failures", "node", common.originHost());
        this.busy = meters.counter("ims.diameter.too-busy", "node", common.originHost());
        AtomicInteger number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(limits.workers(), limits.workers(), 1, TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(limits.queue()), task -> {
                    Thread thread = new Thread(task, common.originHost() + "-cx-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.workers.allowCoreThreadTimeOut(true);
    }

    /** On the loop. */
    void request(Link link, IMessage request, Replies replies) {
        try {
            check(request);
            workers.execute(() -> handle(link, request, replies));
        } catch (DiameterRefusal refusal) {
            refuse(link, request, refusal, replies);
        } catch (RejectedExecutionException full) {
            busy.increment();
            replies.refuse(link, request, ResultCode.TOO_BUSY, "");
        }
    }

    // RFC 6733 6.1.4: is it for this node? 6.1.6: else it would have to be forwarded, which an HSS does not do
    private void check(IMessage request) {
        if (request.getHeaderApplicationId() != Dictionary.CX_APPLICATION) {
            throw new DiameterRefusal(ResultCode.APPLICATION_UNSUPPORTED, "");
        }
        AvpReader in = new AvpReader(request.getAvps());
        in.text(Name.SESSION_ID);
        in.text(Name.ORIGIN_HOST);
        in.text(Name.ORIGIN_REALM);
        in.number(Name.AUTH_SESSION_STATE);
        in.group(Name.VENDOR_SPECIFIC_APPLICATION_ID);
        if (!in.text(Name.DESTINATION_REALM).equalsIgnoreCase(common.realm())) {
            throw new DiameterRefusal(ResultCode.REALM_NOT_SERVED, "");
        }
        if (!in.optionalText(Name.DESTINATION_HOST).orElse(common.originHost()).equalsIgnoreCase(common.originHost())) {
            throw new DiameterRefusal(ResultCode.UNABLE_TO_DELIVER, "");
        }
    }

    private void handle(Link link, IMessage request, Replies replies) {
        try {
            dispatch(link, request, new AvpReader(request.getAvps()), replies);
        } catch (DiameterRefusal refusal) {
            refuse(link, request, refusal, replies);
        } catch (RuntimeException failed) { // the thread's edge
            failures.increment();
            logNowAndThen(request, failed);
            replies.refuse(link, request, ResultCode.UNABLE_TO_COMPLY, "");
        }
    }

    private void dispatch(Link link, IMessage request, AvpReader in, Replies replies) {
        Asker asker = new Asker(in.text(Name.ORIGIN_HOST), in.text(Name.ORIGIN_REALM), List.of(),
                MessageLog.joinOf(request));
        Command command = Command.of(request.getCommandCode())
                .orElseThrow(() -> new DiameterRefusal(ResultCode.COMMAND_UNSUPPORTED, ""));
        switch (command) {
            case USER_AUTHORIZATION -> {
                UserAuthorizationAnswer answer = handler.authorize(CxRequests.userAuthorization(in), asker);
                replies.reply(link, request, answer.result(), out -> CxAnswers.write(answer, out));
            }
            case LOCATION_INFO -> {
                LocationInfoAnswer answer = handler.locate(CxRequests.locationInfo(in), asker);
                replies.reply(link, request, answer.result(), out -> CxAnswers.write(answer, out));
            }
            case MULTIMEDIA_AUTH -> {
                MultimediaAuthAnswer answer = handler.authenticate(CxRequests.multimediaAuth(in), asker);
                replies.reply(link, request, answer.result(), out -> CxAnswers.write(answer, out));
            }
            case SERVER_ASSIGNMENT -> {
                ServerAssignmentAnswer answer = handler.assign(CxRequests.serverAssignment(in), asker);
                replies.reply(link, request, answer.result(), out -> CxAnswers.write(answer, out));
            }
            default -> throw new DiameterRefusal(ResultCode.COMMAND_UNSUPPORTED, "");
        }
    }

    private static void refuse(Link link, IMessage request, DiameterRefusal refusal, Replies replies) {
        replies.refuse(link, request, refusal.result().orElse(ResultCode.UNABLE_TO_COMPLY), refusal.detail());
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
