package org.calliope.ims.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.calliope.ims.bench.load.Tally.Part;

/** What one kind of operation came to, as a table for people, a list of seconds and lines for scripts. */
final class Report {

    private static final String OVERLOAD = "overload";

    private final Tally tally;
    private final double peak;
    private final boolean overloaded;

    /**
     * @param peak       operations a second that the share of the peak is of
     * @param overloaded whether the phase of this name offers too much of this kind
     */
    Report(Tally tally, double peak, boolean overloaded) {
        this.tally = tally;
        this.peak = peak;
        this.overloaded = overloaded;
    }

    void print(PrintStream out) {
        out.printf(Locale.ROOT, "%n%-12s %11s %11s %9s %9s %9s %9s %9s%n", tally.name(), "offered/s", "completed/s", "of peak",
            "503", "failed", "p50 ms", "p99 ms");
        for (int i = 0; i < tally.phases().size(); i++) {
            Phase phase = tally.phases().get(i);
            if (phase.counts()) {
                Part total = tally.total(i);
                out.printf(Locale.ROOT, "%-12s %11.0f %11.0f %8.0f%% %9d %9d %9.1f %9.1f%n", phase.name(),
                    (double) total.offered / phase.seconds(), (double) total.completed / phase.seconds(), share(i),
                    total.refused, total.failed, total.millis(50), total.millis(99));
            }
        }
        lines().forEach((name, value) -> out.printf("%-34s %s%n", name, value));
    }

    private double share(int phase) {
        return tally.total(phase).completed * 100.0 / tally.phases().get(phase).seconds() / peak;
    }

    /** What is said beside the phases. */
    Map<String, String> lines() {
        Map<String, String> lines = new TreeMap<>();
        if (tally.begun() > 0) {
            lines.put("calls begun / ended properly", tally.begun() + " / " + tally.ended());
        }
        if (!tally.reasons().isEmpty()) {
            lines.put("not completed", tally.reasons().entrySet().stream().map(e -> e.getKey() + ": " + e.getValue())
                .collect(Collectors.joining(", ")));
        }
        recovery().ifPresent(text -> lines.put("latency normal again", text));
        lines.put("retransmissions of the callers", Long.toString(tally.retransmissions()));
        lines.put("generator late p50 / p99 / max", String.format(Locale.ROOT, "%.1f / %.1f / %.1f ms",
            tally.lag().getValueAtPercentile(50) / 1e3, tally.lag().getValueAtPercentile(99) / 1e3, tally.lag().getMaxValue() / 1e3));
        return lines;
    }

    private Optional<String> recovery() {
        int overload = tally.phases().stream().map(Phase::name).toList().indexOf(OVERLOAD);
        if (!overloaded || overload < 1 || overload + 1 >= tally.phases().size()) {
            return Optional.empty();
        }
        double limit = Recovery.limit(tally.total(overload - 1));
        List<Part> after = tally.seconds(overload + 1);
        OptionalInt seconds = Recovery.seconds(after, limit);
        long above = after.stream().filter(second -> !Recovery.isNormal(second, limit)).count();
        return Optional.of(String.format(Locale.ROOT, "%s (p99 up to %.0f ms and 95 %% completed; %d of %d seconds were not)",
            seconds.isPresent() ? "after " + seconds.getAsInt() + " s" : "never", limit, above, after.size()));
    }

    /** One line a second of the phases that count, and one an operation of those that are called each. */
    void seconds(Path folder) throws IOException {
        List<String> lines = new ArrayList<>(List.of("phase;second;offered;completed;refused;failed;p50_ms;p99_ms;max_ms"));
        for (int i = 0; i < tally.phases().size(); i++) {
            int second = 0;
            for (Part part : tally.seconds(i)) {
                lines.add(String.format(Locale.ROOT, "%s;%d;%d;%d;%d;%d;%.1f;%.1f;%.1f", tally.phases().get(i).name(), second++,
                    part.offered, part.completed, part.refused, part.failed, part.millis(50), part.millis(99), part.millis(100)));
            }
        }
        Files.write(folder.resolve(tally.name() + ".csv"), lines);
        if (!tally.each().isEmpty()) {
            Files.write(folder.resolve(tally.name() + ".each.csv"), tally.each());
        }
    }

    /** {@code kind.phase.offered=...} and so on, for scripts. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < tally.phases().size(); i++) {
            Part total = tally.total(i);
            String key = tally.name() + '.' + tally.phases().get(i).name() + '.';
            if (tally.phases().get(i).counts()) {
                lines.add(key + "offered=" + total.offered);
                lines.add(key + "completed=" + total.completed);
                lines.add(key + "refused=" + total.refused);
                lines.add(key + "failed=" + total.failed);
                lines.add(String.format(Locale.ROOT, "%sp50=%.1f", key, total.millis(50)));
                lines.add(String.format(Locale.ROOT, "%sp99=%.1f", key, total.millis(99)));
                lines.add(String.format(Locale.ROOT, "%sshare=%.0f", key, share(i)));
            }
        }
        lines.add(tally.name() + ".begun=" + tally.begun());
        lines.add(tally.name() + ".ended=" + tally.ended());
        lines.add(tally.name() + ".retransmissions=" + tally.retransmissions());
        lines().computeIfPresent("latency normal again", (name, value) -> {
            lines.add(tally.name() + ".recovery=" + value.substring(0, value.indexOf('(')).strip());
            return value;
        });
        return lines;
    }
}
