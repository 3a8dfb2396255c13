package org.calliope.ims.scscf;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegInfo.DocumentState;
import org.calliope.ims.reginfo.RegInfoXml;
import org.calliope.ims.reginfo.RegistrationElement;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.trace.Join;

/**
 * One subscription to the registration state of a set (RFC 6665 4.2): what its subscriber was told and what it has to
 * be told yet. Any thread; NOTIFYs leave in the order of their versions.
 */
final class Subscription {

    /** The way to the subscriber: its dialog. */
    interface Subscriber {

        /**
         * Sends a NOTIFY; must not block.
         *
         * @param state value of Subscription-State
         * @throws IllegalStateException when the dialog is gone
         */
        void notify(String state, String regInfo);

        /** Lets go of the dialog. */
        void close();
    }

    /** Why a subscription ends: the reason of Subscription-State, RFC 6665 4.1.3. */
    enum End {
        /** Its time is over, or the subscriber said so. */
        TIMEOUT("timeout"),
        /** The last contact of the set is gone. */
        NORESOURCE("noresource"),
        /** The subscriber is none any more who may. */
        REJECTED("rejected");

        private final String reason;

        End(String reason) {
            this.reason = reason;
        }
    }

    private final long id;
    private final List<PublicIdentity> asserted;
    private final Subscriber subscriber;
    private final RegInfoDocuments documents;
    private final Join join;
    private final Map<String, Cause> causes = new HashMap<>();
    private volatile PublicIdentity set;
    private Registration told;
    private boolean tellAll = true;
    private boolean begun;
    private boolean over;
    private long version;
    private Instant end;
    private Instant quietUntil = Instant.MIN;

    /** @param registration as it was when the subscriber was admitted */
    Subscription(long id, SubscribeRequest request, Registration registration, Instant end, Subscriber subscriber,
                 RegInfoDocuments documents) {
        this.id = id;
        this.asserted = request.asserted();
        this.set = registration.defaultIdentity();
        this.told = registration;
        this.end = end;
        this.subscriber = subscriber;
        this.documents = documents;
        this.join = request.join();
    }

    long id() {
        return id;
    }

    /** @return default identity of the set */
    PublicIdentity set() {
        return set;
    }

    /** The set has another default identity by now. */
    void move(PublicIdentity to) {
        set = to;
    }

    /** @return who subscribed */
    List<PublicIdentity> asserted() {
        return asserted;
    }

    Join join() {
        return join;
    }

    synchronized Instant end() {
        return end;
    }

    synchronized boolean over() {
        return over;
    }

    /** RFC 6665 4.2.1.2: the SUBSCRIBE that comes again is told everything, at once. */
    synchronized void extend(Instant newEnd) {
        end = newEnd;
        tellAll = true;
        quietUntil = Instant.MIN;
    }

    /** A NOTIFY did not arrive: the next one tells everything. */
    synchronized void missed() {
        tellAll = true;
    }

    /** The SUBSCRIBE has its answer: from now on the subscriber may be told. */
    synchronized void begin() {
        begun = true;
    }

    /** Keeps why contacts changed until the subscriber is told. */
    synchronized void because(RegistrationChange change, Instant at) {
        change.bindingsBefore().forEach(binding -> causes.put(RegInfoDocuments.key(binding),
                change.cause() == Cause.REGISTER && binding.expired(at) ? Cause.EXPIRED : change.cause()));
    }

    /** @return when the subscriber may be told; nothing when at once */
    synchronized Optional<Instant> quiet(Instant at) {
        return at.isBefore(quietUntil) ? Optional.of(quietUntil) : Optional.empty();
    }

    /** Tells what there is to tell. @param now the set as it is stored */
    synchronized void tell(Registration now, Instant at, Duration interval) {
        if (over || !begun) {
            return;
        }
        List<RegistrationElement> elements = tellAll ? documents.full(now, at)
                : documents.changed(told, now, causes, at);
        if (tellAll || !elements.isEmpty()) {
            quietUntil = at.plus(interval);
            send("active;expires=" + Math.max(0, Duration.between(at, end).toSeconds()), elements);
        }
        told = now;
        causes.clear();
    }

    /** Tells the last time. @param now the set as it is stored, nothing when its last contact is gone */
    synchronized void finish(End why, Optional<Registration> now, Instant at) {
        if (over) {
            return;
        }
        over = true;
        if (begun) {
            send("terminated;reason=" + why.reason, now
                    .map(registration -> tellAll ? documents.full(registration, at)
                            : documents.changed(told, registration, causes, at))
                    .orElseGet(() -> documents.ended(told, causes, at)));
        }
    }

    /** Ends without a word: the dialog is gone. */
    synchronized void drop() {
        over = true;
        subscriber.close();
    }

    private void send(String state, List<RegistrationElement> elements) {
        DocumentState completeness = tellAll ? DocumentState.FULL : DocumentState.PARTIAL;
        tellAll = false;
        subscriber.notify(state, RegInfoXml.write(new RegInfo(version++, completeness, elements)));
    }
}
