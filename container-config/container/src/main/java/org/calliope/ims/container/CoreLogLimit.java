package org.calliope.ims.container;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.sip.SipException;
import org.slf4j.Marker;

/**
 * Lets one line a second of each class of the SIP Servlets core into the log: it writes one for every message that it
 * does not like, and a peer can send many. That an ACK could not be sent is no line at all: its peer is gone, as others are
 * every day, and nobody waits for an answer. Named in {@code conf/logback.xml}. Any thread.
 */
public final class CoreLogLimit extends TurboFilter {

    private static final String CORE = "org.mobicents.";
    private static final String ACK_NOT_SENT = "A problem occured while proxying a subsequent request";
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Map<String, AtomicLong> due = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;

    /** Made by Logback by name. */
    public CoreLogLimit() {
        this(System::nanoTime);
    }

    CoreLogLimit(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    @Override
    public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable thrown) {
        // without a text it is only asked whether the level is on
        boolean line = format != null && level.isGreaterOrEqual(logger.getEffectiveLevel());
        return line && logger.getName().startsWith(CORE) && (isUnsentAck(format, thrown) || !mayWrite(logger.getName()))
            ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static boolean isUnsentAck(String text, Throwable thrown) {
        return thrown instanceof SipException && text.equals(ACK_NOT_SENT);
    }

    private boolean mayWrite(String name) {
        long now = nanoClock.getAsLong();
        AtomicLong next = due.computeIfAbsent(name, unused -> new AtomicLong(now));
        long at = next.get();
        return now - at >= 0 && next.compareAndSet(at, now + SECOND_NANOS);
    }
}
