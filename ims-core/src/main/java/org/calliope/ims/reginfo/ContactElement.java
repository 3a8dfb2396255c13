package org.calliope.ims.reginfo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One contact of a registration, RFC 3680 5.1.3 with the GRUUs of RFC 5628 5. Immutable.
 *
 * @param id                 stays the same in all documents of a subscription
 * @param event              what brought the contact into its state
 * @param uri                contact URI
 * @param durationRegistered seconds since it was registered
 * @param expires            seconds that are left; of a shortened one the S-CSCF has to say it
 * @param retryAfter         seconds after which the UE may try again, with {@link Event#PROBATION}
 * @param q                  preference, as text
 * @param callId             Call-ID of the REGISTER
 * @param cseq               CSeq number of the REGISTER
 * @param displayName        of the Contact header
 * @param unknownParams      the other parameters of the Contact header, such as {@code +sip.instance}, in order
 * @param pubGruu            public GRUU
 * @param tempGruu           temporary GRUU
 */
public record ContactElement(String id, State state, Event event, String uri, Optional<Long> durationRegistered,
                             Optional<Long> expires, Optional<Long> retryAfter, Optional<String> q,
                             Optional<String> callId, Optional<Long> cseq, Optional<String> displayName,
                             Map<String, String> unknownParams, Optional<String> pubGruu,
                             Optional<TempGruu> tempGruu) {

    public enum State { ACTIVE, TERMINATED }

    /** RFC 3680 5.1.3; which of them leave a contact active is {@link #leaves}. */
    public enum Event {
        REGISTERED, CREATED, REFRESHED, SHORTENED, EXPIRED, DEACTIVATED, PROBATION, UNREGISTERED, REJECTED;

        /** @return the state a contact is in after this event */
        public State leaves() {
            return compareTo(SHORTENED) <= 0 ? State.ACTIVE : State.TERMINATED;
        }
    }

    /**
     * Temporary GRUU, RFC 5628 5.
     *
     * @param firstCseq CSeq number of the REGISTER that brought the first temporary GRUU that is still valid
     */
    public record TempGruu(String uri, long firstCseq) {
    }

    public ContactElement {
        if (id.isEmpty() || uri.isEmpty()) {
            throw new IllegalArgumentException("contact without id or uri");
        }
        unknownParams = Collections.unmodifiableMap(new LinkedHashMap<>(unknownParams));
    }

    /** @return a builder of a contact in the state that the event leaves it in */
    public static Builder after(Event event, String id, String uri) {
        return new Builder(event, id, uri);
    }

    /** One thread, one contact. */
    public static final class Builder {

        private final Event event;
        private final String id;
        private final String uri;
        private final Map<String, String> unknownParams = new LinkedHashMap<>();
        private State state;
        private Optional<Long> durationRegistered = Optional.empty();
        private Optional<Long> expires = Optional.empty();
        private Optional<Long> retryAfter = Optional.empty();
        private Optional<String> q = Optional.empty();
        private Optional<String> callId = Optional.empty();
        private Optional<Long> cseq = Optional.empty();
        private Optional<String> displayName = Optional.empty();
        private Optional<String> pubGruu = Optional.empty();
        private Optional<TempGruu> tempGruu = Optional.empty();

        private Builder(Event event, String id, String uri) {
            this.event = event;
            this.id = id;
            this.uri = uri;
            state = event.leaves();
        }

        public Builder state(State value) {
            state = value;
            return this;
        }

        public Builder durationRegistered(long seconds) {
            durationRegistered = Optional.of(seconds);
            return this;
        }

        public Builder expires(long seconds) {
            expires = Optional.of(seconds);
            return this;
        }

        public Builder retryAfter(long seconds) {
            retryAfter = Optional.of(seconds);
            return this;
        }

        public Builder q(String value) {
            q = Optional.of(value);
            return this;
        }

        public Builder callId(String value) {
            callId = Optional.of(value);
            return this;
        }

        public Builder cseq(long value) {
            cseq = Optional.of(value);
            return this;
        }

        public Builder displayName(String value) {
            displayName = Optional.of(value);
            return this;
        }

        public Builder unknownParam(String name, String value) {
            unknownParams.put(name, value);
            return this;
        }

        public Builder pubGruu(String gruu) {
            pubGruu = Optional.of(gruu);
            return this;
        }

        public Builder tempGruu(String gruu, long firstCseq) {
            tempGruu = Optional.of(new TempGruu(gruu, firstCseq));
            return this;
        }

        public ContactElement build() {
            return new ContactElement(id, state, event, uri, durationRegistered, expires, retryAfter, q, callId, cseq,
                    displayName, unknownParams, pubGruu, tempGruu);
        }
    }
}
