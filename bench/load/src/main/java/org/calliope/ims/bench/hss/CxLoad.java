package org.calliope.ims.bench.hss;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.diameter.PeerAddress;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * Asks an HSS over Cx in an open loop: as many questions a second as said, whatever became of those before; the time
 * to an answer counts from when the question was due. Users are {@code u0} and so on; every second one has a SIM.
 */
public final class CxLoad {

    private static final int CONNECT_SECONDS = 10;
    private static final int MOST_OPEN = 50_000;
    private static final long LONGEST_NANOS = Duration.ofSeconds(30).toNanos();
    private static final double SECOND = 1e9;

    private final CxClient cx;
    private final String domain;
    private final int users;
    private final double located;
    private final SplittableRandom random = new SplittableRandom(1);
    private final AtomicInteger open = new AtomicInteger();
    private Counts counts = new Counts();

    /** What became of the questions of one phase. Any thread. */
    private static final class Counts {

        private final Histogram latency = new ConcurrentHistogram(LONGEST_NANOS, 3);
        private final AtomicInteger failed = new AtomicInteger();
        private long offered;
    }

    /** @param located share of location queries, 0..1; the others ask for authentication data */
    CxLoad(CxClient cx, String domain, int users, double located) {
        this.cx = cx;
        this.domain = domain;
        this.users = users;
        this.located = located;
    }

    public static void main(String[] args) {
        if (args.length != 7) {
            System.err.println("cx load: HOST PORT DOMAIN USERS LOCATED RATE:SECONDS,... RATE:SECONDS");
            System.exit(2);
            return;
        }
        String domain = args[2];
        DiameterNode node = DiameterNode.client("bench." + domain, domain, new PeerAddress("hss." + domain, args[0],
                Integer.parseInt(args[1])), Duration.ofSeconds(10), new Trace(1, 1), new SimpleMeterRegistry());
        try (node) {
            awaitConnection(node);
            CxLoad load = new CxLoad(node.cx(), domain, Integer.parseInt(args[3]), Double.parseDouble(args[4]));
            for (String phase : args[5].split(",")) {
                load.offer(phase);
            }
            load.offer(args[6]);
            load.print(System.out);
        }
    }

    private static void awaitConnection(DiameterNode node) {
        for (int i = 0; !node.connected(); i++) {
            if (i > CONNECT_SECONDS * 10) {
                throw new IllegalStateException("no connection with the HSS");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** One phase, {@code RATE:SECONDS}; returns when all its answers are there. */
    void offer(String phase) {
        counts = new Counts();
        double rate = Double.parseDouble(phase.split(":")[0]);
        long all = (long) (rate * Double.parseDouble(phase.split(":")[1]));
        long began = System.nanoTime();
        for (long n = 0; n < all; n++) {
            long due = began + (long) (n * SECOND / rate);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            if (open.get() > MOST_OPEN) {
                counts.failed.incrementAndGet();
            } else {
                ask(due, counts);
            }
            counts.offered++;
        }
        while (open.get() > 0) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private void ask(long due, Counts into) {
        open.incrementAndGet();
        CompletionStage<ResultCode> answer = random.nextDouble() < located ? locate() : authenticate();
        answer.whenComplete((result, failure) -> {
            into.latency.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - due));
            if (failure != null || !result.success()) {
                into.failed.incrementAndGet();
            }
            open.decrementAndGet();
        });
    }

    private String user() {
        return "u" + random.nextInt(users) + "@" + domain;
    }

    private CompletionStage<ResultCode> locate() {
        return cx.locate(new LocationInfoRequest(new PublicIdentity("sip:" + user()), true), Join.NONE)
                .thenApply(answer -> answer.result());
    }

    private CompletionStage<ResultCode> authenticate() {
        String user = user();
        return cx.authenticate(new MultimediaAuthRequest(new PrivateIdentity(user), new PublicIdentity("sip:" + user),
                "sip:scscf." + domain + ":5064", AuthScheme.UNKNOWN, 1, Optional.empty()), Join.NONE)
                .thenApply(answer -> answer.result());
    }

    void print(PrintStream out) {
        out.println("offered=" + counts.offered);
        out.println("failed=" + counts.failed);
        for (double p : new double[] { 50, 99, 99.9, 100 }) {
            out.printf(Locale.ROOT, "p%s=%.2f%n", p == 99.9 ? "999" : String.valueOf((int) p),
                    counts.latency.getValueAtPercentile(p) / 1e6);
        }
    }
}
