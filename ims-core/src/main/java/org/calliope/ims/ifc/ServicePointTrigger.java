package org.calliope.ims.ifc;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.calliope.ims.sip.Methods;

/**
 * One condition of a trigger, TS 29.228 B.2.3. Expressions are extended regular expressions of up to 1,024 characters
 * that match when they are found somewhere in the value (Annex F). The constructors throw
 * {@link IllegalArgumentException} with a message for the one who wrote the condition.
 */
public sealed interface ServicePointTrigger {

    /** Whether it must not hold instead. */
    boolean negated();

    /** The same with the opposite sign. */
    ServicePointTrigger not();

    /** Calls the visitor's method for this kind. */
    <R> R accept(Visitor<R> visitor);

    /** What to do with each kind of condition. */
    interface Visitor<R> {
        R requestUri(RequestUri condition);

        R method(Method condition);

        R sipHeader(SipHeader condition);

        R sessionCase(InSessionCase condition);

        R sessionDescription(SessionDescription condition);
    }

    /**
     * The Request-URI matches.
     *
     * @param expression for host and port of a SIP URI, for all but the scheme of others (Table F.1)
     */
    record RequestUri(boolean negated, String expression) implements ServicePointTrigger {

        private static final Pattern MORE_THAN_HOST = Pattern.compile("\\^?(sips?|tel):.*|.*@.*");

        public RequestUri {
            Ere.check(expression, "Request-URI");
        }

        public RequestUri(String expression) {
            this(false, expression);
        }

        /**
         * @return whether the expression names a scheme or a user part, which never are in what it is compared with: worth
         *         a hint to the one who wrote it
         */
        public boolean namesMoreThanHost() {
            return MORE_THAN_HOST.matcher(expression).matches();
        }

        @Override
        public RequestUri not() {
            return new RequestUri(!negated, expression);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.requestUri(this);
        }
    }

    /**
     * The method is this one.
     *
     * @param name              up to 32 characters
     * @param registrationTypes of a REGISTER: whether the first, another or the last of a registration; any when empty
     */
    record Method(boolean negated, String name, Set<RegistrationType> registrationTypes) implements ServicePointTrigger {

        private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,32}");

        public Method {
            if (!TOKEN.matcher(name).matches()) {
                throw new IllegalArgumentException("no SIP method of up to 32 characters");
            }
            // the schema has place for two: all three are any
            registrationTypes = registrationTypes.size() == RegistrationType.values().length ? Set.of()
                    : Set.copyOf(registrationTypes);
            if (!registrationTypes.isEmpty() && !name.equals(Methods.REGISTER)) {
                throw new IllegalArgumentException("only REGISTER has a registration type, not " + name);
            }
        }

        public Method(String name) {
            this(false, name, Set.of());
        }

        @Override
        public Method not() {
            return new Method(!negated, name, registrationTypes);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.method(this);
        }
    }

    /**
     * The request has this header.
     *
     * @param header  a name in any case and form, or an expression for whole names, up to 128 characters
     * @param content expression for the value; any when there is none
     */
    record SipHeader(boolean negated, String header, Optional<String> content) implements ServicePointTrigger {

        private static final int LONGEST_NAME = 128;

        public SipHeader {
            Ere.check(header, "header name");
            if (header.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("the header name is longer than " + LONGEST_NAME + " characters");
            }
            content.ifPresent(expression -> Ere.check(expression, "header's content"));
        }

        public SipHeader(String header) {
            this(false, header, Optional.empty());
        }

        public SipHeader(String header, String content) {
            this(false, header, Optional.of(content));
        }

        @Override
        public SipHeader not() {
            return new SipHeader(!negated, header, content);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sipHeader(this);
        }
    }

    /** The session case is this one. */
    record InSessionCase(boolean negated, SessionCase sessionCase) implements ServicePointTrigger {

        public InSessionCase(SessionCase sessionCase) {
            this(false, sessionCase);
        }

        @Override
        public InSessionCase not() {
            return new InSessionCase(!negated, sessionCase);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sessionCase(this);
        }
    }

    /**
     * The session description has this line.
     *
     * @param line    its letter, or an expression for it, up to 32 characters
     * @param content expression for what follows the equals sign; any when there is none
     */
    record SessionDescription(boolean negated, String line, Optional<String> content) implements ServicePointTrigger {

        private static final int LONGEST_LINE = 32;

        public SessionDescription {
            Ere.check(line, "line of the session description");
            if (line.length() > LONGEST_LINE) {
                throw new IllegalArgumentException("the line of the session description is one letter, as m");
            }
            content.ifPresent(expression -> Ere.check(expression, "line's content"));
        }

        public SessionDescription(String line, String content) {
            this(false, line, Optional.of(content));
        }

        @Override
        public SessionDescription not() {
            return new SessionDescription(!negated, line, content);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sessionDescription(this);
        }
    }
}
