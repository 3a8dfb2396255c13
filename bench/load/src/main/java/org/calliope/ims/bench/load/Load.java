package org.calliope.ims.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.calliope.ims.bench.load.Flow.Line;
import org.calliope.ims.bench.load.Loop.Offer;
import org.calliope.ims.bench.load.Plan.Kind;

/**
 * The load generator. UEs on sockets of their own offer operations in an open loop: when the server gets slow, no
 * fewer are begun. They retransmit as RFC 3261 says, take a 503 for a no and do not come back. Prints a table and
 * writes {@code <kind>.csv}, a line a second, and {@code summary} into its folder; when it began, in ms since 1970, it
 * says at once.
 */
public final class Load {

    private static final int TELL_SECONDS = 10;

    private Load() { }

    public static void main(String[] args) throws IOException {
        Plan plan;
        try {
            plan = Plan.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("load: " + e.getMessage());
            System.exit(2);
            return;
        }
        List<Report> reports = run(plan);
        Files.createDirectories(plan.out());
        List<String> summary = new ArrayList<>();
        for (Report report : reports) {
            report.print(System.out);
            report.seconds(plan.out());
            summary.addAll(report.summary());
        }
        Files.write(plan.out().resolve("summary"), summary);
    }

    /** Returns when all that the plan offers is over. */
    static List<Report> run(Plan plan) throws IOException {
        List<Report> reports = new ArrayList<>();
        List<Offer> offers = new ArrayList<>();
        try (Loop loop = new Loop(plan.domain(), plan.server(), plan.port())) {
            for (Kind kind : plan.kinds()) {
                List<Line> callers = Line.read(loop, kind.callers(), 2);
                if (kind.callees() != null) {
                    Line.read(loop, kind.callees(), 2);
                }
                Tally tally = new Tally(kind.name(), plan.phases());
                offers.add(new Offer(flow(loop, kind, callers, plan), Pace.share(plan.phases(), kind.share()), tally));
                reports.add(new Report(tally, plan.peakOf(kind), true));
                if (offers.size() == 1 && plan.emergency() > 0) {
                    Tally emergencies = new Tally("emergency", plan.phases());
                    offers.add(new Offer(Flow.options(loop, callers, true), Pace.constant(plan.phases(), plan.emergency()),
                        emergencies));
                    reports.add(new Report(emergencies, plan.emergency(), false));
                }
            }
            System.err.printf("  began at %d%n", System.currentTimeMillis());
            int[] seconds = new int[1];
            loop.run(offers, running -> {
                if (++seconds[0] % TELL_SECONDS == 0) {
                    System.err.printf("  %d s, %d under way%n", seconds[0], running);
                }
            });
        }
        return reports;
    }

    private static Flow flow(Loop loop, Kind kind, List<Line> callers, Plan plan) {
        return switch (kind.name()) {
            case "register" -> Flow.register(loop, callers);
            case "churn" -> Flow.churn(loop, callers);
            case "proxy" -> Flow.proxiedCalls(loop, callers, plan.hold());
            case "call" -> Flow.imsCalls(loop, callers, plan.hold());
            default -> Flow.options(loop, callers, false);
        };
    }
}
