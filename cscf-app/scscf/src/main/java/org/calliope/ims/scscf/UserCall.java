package org.calliope.ims.scscf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.Closing;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;

/** A session or an event of a served user, from its request to its end. Any thread. */
final class UserCall {

    private final ServiceStep step;
    private final Join join;
    private final String caller;
    private ChargingRecord record;
    private String contact = "";
    private Optional<Consumer<String>> release = Optional.empty();
    private Closing closing = Closing.LOST;
    private boolean closed;

    /** @param caller key of the contact that the request came from, "" when it has none */
    UserCall(ServiceStep step, ChargingRecord record, String caller, Join join) {
        this.step = step;
        this.record = record;
        this.caller = caller;
        this.join = join;
    }

    /** @return default identity of the set of the served user */
    PublicIdentity set() {
        return step.set();
    }

    ServiceStep step() {
        return step;
    }

    Join join() {
        return join;
    }

    synchronized void visits(String server) {
        record = record.visiting(server);
    }

    /** Has a final response. */
    synchronized ChargingRecord answered(int status, Instant at, List<String> media, String network) {
        record = record.answered(status, at, media, network);
        return record;
    }

    /**
     * Goes on with its answer.
     *
     * @param called key of the contact that has answered
     * @param how    ends it for both sides; nothing when the container cannot
     */
    synchronized void goesOn(String called, Optional<Consumer<String>> how) {
        contact = step.terminating() ? called : caller;
        release = how;
    }

    /** @return key of the user's contact in the dialog */
    synchronized String contact() {
        return contact;
    }

    /** The network ends it, when it can, with this value of Reason. */
    synchronized void release(String reason) {
        release.ifPresent(how -> {
            closing = Closing.RELEASED;
            how.accept(reason);
        });
    }

    /** One of the two has hung up. */
    synchronized Optional<ChargingRecord> hungUp(Instant at) {
        return close(Closing.NORMAL, at);
    }

    /** Its session is over, for whatever reason. */
    synchronized Optional<ChargingRecord> over(Instant at) {
        return close(closing, at);
    }

    /** @return the whole record, once */
    synchronized Optional<ChargingRecord> close(Closing why, Instant at) {
        if (closed) {
            return Optional.empty();
        }
        closed = true;
        record = record.closed(why, Optional.of(at));
        return Optional.of(record);
    }
}
