package org.calliope.ims.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.calliope.ims.node.Role;
import org.calliope.ims.trace.Decision.Outcome;

/**
 * Events as bytes, so that a hundred thousand of them are one piece of memory that no garbage collector has to look
 * through. What an event is joined by comes first: a search reads no more than that. Any thread.
 */
final class EventCodec {

    private static final int SIP = 1;
    private static final int DIAMETER = 2;
    private static final int DECISION = 3;
    private static final int PLAIN_LINES = -1;
    private static final Role[] ROLES = Role.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    /** How late lines are rendered: a handful of functions a node, one for each protocol. */
    private final List<Function<byte[], List<String>>> renderers = new CopyOnWriteArrayList<>();

    /** @param whole with its text or AVPs, which may be larger than all the rest */
    void write(TraceEvent event, boolean whole, ByteSink out) {
        write(event.join(), out);
        out.number(event.at().getEpochSecond());
        out.number(event.at().getNano());
        if (event instanceof SipEvent sip) {
            out.number(SIP);
            write(sip, whole, out);
        } else if (event instanceof DiameterEvent diameter) {
            out.number(DIAMETER);
            write(diameter, whole, out);
        } else {
            out.number(DECISION);
            write((Decision) event, out);
        }
    }

    private static void write(Join join, ByteSink out) {
        out.text(join.icid());
        out.text(join.callId());
        out.text(join.registration());
        out.text(join.diameterSession());
    }

    private static void write(SipEvent sip, boolean whole, ByteSink out) {
        out.text(sip.from());
        out.text(sip.to());
        out.text(sip.transport());
        out.text(sip.startLine());
        out.text(sip.cseq());
        out.bytes((whole ? sip.text() : MessageText.NONE).utf8());
    }

    private void write(DiameterEvent diameter, boolean whole, ByteSink out) {
        out.text(diameter.from());
        out.text(diameter.to());
        out.text(diameter.command());
        out.text(diameter.result());
        if (whole && diameter.avps() instanceof LateLines late) {
            out.number(renderer(late.renderer()));
            out.bytes(late.source());
            return;
        }
        out.number(PLAIN_LINES);
        List<String> lines = whole ? diameter.avps() : List.of();
        out.number(lines.size());
        lines.forEach(out::text);
    }

    private static void write(Decision decision, ByteSink out) {
        out.number(decision.element().ordinal());
        out.number(decision.outcome().ordinal());
        out.text(decision.rule());
        out.text(decision.clause());
        out.number(decision.status());
        out.text(decision.reason());
        out.number(decision.values().size());
        decision.values().forEach((name, value) -> {
            out.text(name);
            out.text(value);
        });
    }

    private synchronized int renderer(Function<byte[], List<String>> render) {
        int known = renderers.indexOf(render);
        if (known < 0) {
            renderers.add(render);
        }
        return known < 0 ? renderers.size() - 1 : known;
    }

    static Join join(ByteSource in) {
        return new Join(in.text(), in.text(), in.text(), in.text());
    }

    TraceEvent read(long sequence, ByteSource in) {
        Join join = join(in);
        Instant at = Instant.ofEpochSecond(in.number(), in.number());
        return switch ((int) in.number()) {
            case SIP -> new SipEvent(sequence, at, in.text(), in.text(), in.text(), in.text(), in.text(), join,
                    MessageText.of(in.bytes()));
            case DIAMETER -> new DiameterEvent(sequence, at, in.text(), in.text(), in.text(), in.text(), lines(in), join);
            default -> decision(sequence, at, join, in);
        };
    }

    private List<String> lines(ByteSource in) {
        int renderer = (int) in.number();
        if (renderer != PLAIN_LINES) {
            return new LateLines(in.bytes(), renderers.get(renderer));
        }
        List<String> lines = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            lines.add(in.text());
        }
        return lines;
    }

    private static Decision decision(long sequence, Instant at, Join join, ByteSource in) {
        Role element = ROLES[(int) in.number()];
        Outcome outcome = OUTCOMES[(int) in.number()];
        String rule = in.text();
        String clause = in.text();
        int status = (int) in.number();
        String reason = in.text();
        Map<String, String> values = new LinkedHashMap<>();
        for (long left = in.number(); left > 0; left--) {
            values.put(in.text(), in.text());
        }
        return new Decision(sequence, at, element, rule, outcome, values, clause, status, reason, join);
    }
}
