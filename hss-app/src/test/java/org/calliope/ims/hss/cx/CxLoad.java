package org.calliope.ims.hss.cx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Trace;

/**
 * How many Cx questions a second the procedures and the embedded store answer, and how long each takes; no wire. Started
 * by hand: {@code CxLoad FOLDER [SUBSCRIBERS [THREADS [SECONDS]]]}.
 */
public final class CxLoad {

    private static final String S1 = "sip:s1.ims.example:5064";
    private static final int CHUNK = 10_000;
    private static final int LONGEST_MICROS = 200_000;

    private final CxProcedures hss;
    private final int subscribers;
    private final int threads;
    private final int seconds;

    private CxLoad(CxProcedures hss, int subscribers, int threads, int seconds) {
        this.hss = hss;
        this.subscribers = subscribers;
        this.threads = threads;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        int subscribers = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        int threads = args.length > 2 ? Integer.parseInt(args[2]) : 2;
        int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 10;
        try (Database database = Provision.open(DatabaseAddress.embedded(Path.of(args[0]), 8))) {
            provision(database, subscribers);
            CxLoad load = new CxLoad(new CxProcedures(new RegistrationStore(database), new CxRules(true, true),
                    new Trace(1, 1)), subscribers, threads, seconds);
            load.run("warm-up", load::locate);
            load.run("LIR", load::locate);
            load.run("warm-up", load::challenge);
            load.run("MAR of AKA, first", load::challenge);
            load.run("SAR, first", load::register);
            load.run("MAR of AKA, registered", load::challenge);
            load.run("SAR, refresh or first", load::register);
            load.run("SAR, there and back", load::thereAndBack);
            load.run("MAR of AKA, later", load::challenge);
            load.run("LIR, later", load::locate);
        }
    }

    private static void provision(Database database, int subscribers) {
        Credentials sim = Credentials.ofAka("465b5ce8b199b49faa5f0a2ee238a6bc", "cd63cb71954a9f4e48a5994e37a02baf",
                false, "8000");
        long begun = System.nanoTime();
        for (int from = 0; from < subscribers; from += CHUNK) {
            List<Subscription> some = new ArrayList<>();
            for (int i = from; i < Math.min(subscribers, from + CHUNK); i++) {
                some.add(Subscription.of(Provision.user(impi(i), sim), List.of(PublicUser.of(impu(i)),
                        PublicUser.of("tel:+1555" + (10_000_000 + i)))));
            }
            Provision.add(database, some.toArray(Subscription[]::new));
        }
        System.out.printf("%d subscribers in %.1f s%n", subscribers, (System.nanoTime() - begun) / 1e9);
    }

    private static String impi(int i) {
        return "u" + i + "@ims.example";
    }

    private static String impu(int i) {
        return "sip:u" + i + "@ims.example";
    }

    private void locate(int i) {
        hss.locate(new LocationInfoRequest(new PublicIdentity(impu(i)), true), CxFixture.ASKER);
    }

    private void challenge(int i) {
        hss.authenticate(new MultimediaAuthRequest(new PrivateIdentity(impi(i)), new PublicIdentity(impu(i)), S1,
                AuthScheme.DIGEST_AKAV1_MD5, 1, Optional.empty()), CxFixture.ASKER);
    }

    private void register(int i) {
        assign(i, ServerAssignmentType.REGISTRATION);
    }

    private void thereAndBack(int i) {
        assign(i, ServerAssignmentType.USER_DEREGISTRATION);
        assign(i, ServerAssignmentType.REGISTRATION);
    }

    private void assign(int i, ServerAssignmentType type) {
        hss.assign(new ServerAssignmentRequest(Optional.of(new PrivateIdentity(impi(i))),
                List.of(new PublicIdentity(impu(i))), S1, type, false), CxFixture.ASKER);
    }

    private void run(String what, IntConsumer question) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Future<int[]>> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            all.add(pool.submit(() -> ask(question, end)));
        }
        int[] counts = new int[LONGEST_MICROS + 1];
        for (Future<int[]> each : all) {
            int[] one = each.get();
            Arrays.setAll(counts, micros -> counts[micros] + one[micros]);
        }
        pool.shutdown();
        long total = Arrays.stream(counts).asLongStream().sum();
        System.out.printf("%-24s %7d/s  p50 %5d us  p99 %6d us  p99.9 %6d us%n", what, total / seconds,
                quantile(counts, total / 2), quantile(counts, total * 99 / 100), quantile(counts, total * 999 / 1000));
    }

    private int[] ask(IntConsumer question, long end) {
        int[] counts = new int[LONGEST_MICROS + 1];
        for (long now = System.nanoTime(); now < end;) {
            question.accept(ThreadLocalRandom.current().nextInt(subscribers));
            long then = System.nanoTime();
            counts[(int) Math.min(LONGEST_MICROS, (then - now) / 1_000)]++;
            now = then;
        }
        return counts;
    }

    private static int quantile(int[] counts, long rank) {
        long seen = 0;
        for (int micros = 0; micros < counts.length; micros++) {
            seen += counts[micros];
            if (seen >= rank) {
                return micros;
            }
        }
        return counts.length;
    }
}
