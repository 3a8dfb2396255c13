package org.calliope.ims.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.bench.load.CallOperation.Callee;
import org.calliope.ims.bench.load.Tally.Slot;

/** Operations of one kind, one after the other over its UEs, which are listed in files as SIPp's are. One thread. */
interface Flow {

    int AN_HOUR = 3600;
    /** The shortest that the S-CSCF grants. */
    int A_MINUTE = 60;
    Pattern PASSWORD = Pattern.compile("password=([^\\]]+)]");

    /** @return null when no UE is free for one */
    Operation next(Slot slot, long due);

    /** One UE of a list: {@code address;user;more...}. */
    record Line(Ue ue, List<String> fields) {

        String user() {
            return fields.get(1);
        }

        /** @throws IOException naming the file, when a line is none or an address can not be bound */
        static List<Line> read(Loop loop, Path file, int fields) throws IOException {
            List<Line> lines = new ArrayList<>();
            for (String text : Files.readAllLines(file)) {
                List<String> parts = List.of(text.split(";"));
                if (parts.size() < fields) {
                    throw new IOException(file + ": a line needs " + fields + " fields: " + text);
                }
                try {
                    lines.add(new Line(loop.ue(parts.get(0)), parts));
                } catch (IOException e) {
                    throw new IOException(file + ": " + parts.get(0) + ": " + e.getMessage(), e);
                }
            }
            if (lines.isEmpty()) {
                throw new IOException(file + " has no UE");
            }
            return lines;
        }
    }

    /** Lines in turn, again and again. */
    static Queue<Line> turns(List<Line> lines) {
        return new ArrayDeque<>(lines);
    }

    private static Line turn(Queue<Line> lines) {
        Line line = lines.remove();
        lines.add(line);
        return line;
    }

    static Flow options(Loop loop, List<Line> lines, boolean emergency) {
        Queue<Line> turns = turns(lines);
        return (slot, due) -> {
            Line line = turn(turns);
            return new OptionsOperation(loop, line.ue(), line.user(), slot, due, emergency);
        };
    }

    /** A UE registers once at a time, and again and again. */
    static Flow register(Loop loop, List<Line> lines) {
        return registrations(loop, lines, visit -> AN_HOUR);
    }

    /**
     * UEs come and go: each registers, de-registers, and registers for a minute, which it lets pass or not. One that was
     * refused is not registered: it comes back to register, and not to de-register, which would be answered 403.
     */
    static Flow churn(Loop loop, List<Line> lines) {
        return registrations(loop, lines, visit -> switch (visit % 3) {
            case 0 -> AN_HOUR;
            case 1 -> 0;
            default -> A_MINUTE;
        });
    }

    private static Flow registrations(Loop loop, List<Line> lines, IntUnaryOperator expires) {
        record Visit(Line line, int number) { }
        Queue<Visit> idle = new ArrayDeque<>(lines.stream().map(line -> new Visit(line, 0)).toList());
        return (slot, due) -> {
            Visit visit = idle.poll();
            if (visit == null) {
                return null;
            }
            Line line = visit.line();
            Matcher password = PASSWORD.matcher(line.fields().get(2));
            int seconds = expires.applyAsInt(visit.number());
            return new RegisterOperation(loop, line.ue(), line.user(), password.find() ? password.group(1) : "", seconds,
                slot, due, accepted -> idle.add(new Visit(line, accepted || seconds == 0 ? visit.number() + 1 : visit.number())));
        };
    }

    /** Third field: the callee's address and port. */
    static Flow proxiedCalls(Loop loop, List<Line> lines, long hold) {
        return calls(loop, lines, hold, line -> new Callee("sip:callee@" + line.fields().get(2), ""));
    }

    /** Third field: the callee's user; fourth: the Service-Route of the caller (TS 24.229 5.1.2A.1). */
    static Flow imsCalls(Loop loop, List<Line> lines, long hold) {
        return calls(loop, lines, hold, line -> new Callee("sip:" + line.fields().get(2) + '@' + loop.domain(),
            "Route: <sip:" + line.ue().server().getHostString() + ':' + line.ue().server().getPort() + ";lr>\r\nRoute: <"
                + line.fields().get(3) + ";lr>\r\n"));
    }

    private static Flow calls(Loop loop, List<Line> lines, long hold, Function<Line, Callee> callee) {
        Queue<Line> turns = turns(lines);
        return (slot, due) -> {
            Line line = turn(turns);
            return new CallOperation(loop, line.ue(), line.user(), callee.apply(line), hold, slot, due);
        };
    }
}
