package org.calliope.ims.scscf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.Closing;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.rf.Media;
import org.calliope.ims.trace.Join;

/** A session or an event of a served user, from its request to its end. Any thread. */
final class UserCall {

    private final ServiceStep step;
    private final Join join;
    private ChargingRecord record;
    /** Of the caller until there is an answer, then of the served user. */
    private String contact;
    private String network = "";
    private Optional<Consumer<String>> release = Optional.empty();
    private Closing closing = Closing.LOST;
    private boolean closed;
    private Media media;
    private Optional<String> charged = Optional.empty();
    private Instant asked;

    /**
     * @param caller key of the contact that the request came from, "" when it has none
     * @param media  of the request, as far as it is of interest
     */
    UserCall(ServiceStep step, ChargingRecord record, String caller, Media media, Join join) {
        this.step = step;
        this.record = record;
        this.asked = record.request();
        this.contact = caller;
        this.media = media;
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

    /** @return what it is so far */
    synchronized ChargingRecord record() {
        return record;
    }

    synchronized void visits(String server) {
        record = record.visiting(server);
    }

    /** Behind the application servers this network has answered, "" for none. */
    synchronized void answeredBy(String other) {
        network = other;
    }

    /**
     * Has a final response.
     *
     * @param next the network that has answered, as the next hop says
     */
    synchronized ChargingRecord answered(int status, Instant at, List<String> media, String next) {
        record = record.answered(status, at, media, network.isEmpty() ? next : network);
        return record;
    }

    /**
     * Goes on with its answer.
     *
     * @param called key of the contact that has answered
     * @param how    ends it for both sides; nothing when the container cannot
     */
    synchronized void goesOn(String called, Optional<Consumer<String>> how) {
        contact = step.terminating() ? called : contact;
        release = how;
    }

    /** @return key of the user's contact in the dialog */
    synchronized String contact() {
        return contact;
    }

    /** @return as of the last message that described any */
    synchronized Media media() {
        return media;
    }

    /** @return whether the media are others now */
    synchronized boolean describes(Media now) {
        if (now.isEmpty() || now.equals(media)) {
            return false;
        }
        media = now;
        return true;
    }

    /** @param session by which the charging function knows it */
    synchronized void charged(String session) {
        charged = Optional.of(session);
    }

    /** @return by which the charging function knows it; nothing when that knows nothing of it */
    synchronized Optional<String> charged() {
        return charged;
    }

    /** A request came that may change its media. */
    synchronized void asked(Instant at) {
        asked = at;
    }

    /** @return when the last request came that may have changed its media */
    synchronized Instant asked() {
        return asked;
    }

    /**
     * The network ends it with this value of Reason.
     *
     * @return whether it can
     */
    synchronized boolean release(String reason) {
        release.ifPresent(how -> {
            released();
            how.accept(reason);
        });
        return release.isPresent();
    }

    /** If it ends now, the network has ended it. */
    synchronized void released() {
        closing = Closing.RELEASED;
    }

    /** BYE passes by. */
    synchronized Optional<ChargingRecord> hungUp(Instant at) {
        return close(closing == Closing.RELEASED ? closing : Closing.NORMAL, at);
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
