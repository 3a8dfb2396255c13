package org.calliope.ims.scscf;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.node.LockOuts;
import org.calliope.ims.node.LockOuts.Limit;
import org.calliope.ims.node.LockOuts.LockOut;
import org.calliope.ims.node.LockOuts.Subject;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Trace;

/**
 * Limits guessing (TS 33.203 6.1.2). A private identity is locked out at the address the wrong answers came from, so
 * that nobody can lock out somebody else's phone elsewhere; an address as a whole after more of them; a private
 * identity everywhere only after very many. The last two do not touch a phone that is registered from its address. Any thread.
 */
final class FailedAttempts {

    private static final String RULE = "lock-out";
    private static final String CLAUSE = "TS 24.229 5.4.1.2.3, TS 33.203 6.1.2";
    private static final int FORBIDDEN = 403;

    private final LockOuts lockOuts;
    private final RegistrationBook book;
    private final Trace trace;
    private final InstantSource time;
    private final Limit ofBoth;
    private final Limit ofSource;
    private final Limit ofIdentity;

    FailedAttempts(ScscfSettings settings, LockOuts lockOuts, RegistrationBook book, Trace trace,
                   InstantSource time) {
        this.lockOuts = lockOuts;
        this.book = book;
        this.trace = trace;
        this.time = time;
        this.ofBoth = limit(settings, settings.maxFailures());
        this.ofSource = limit(settings, settings.maxFailuresOfSource());
        this.ofIdentity = limit(settings, settings.maxFailuresOfIdentity());
    }

    private static Limit limit(ScscfSettings settings, int failures) {
        return new Limit(failures, settings.lockOut(), settings.longestLockOut());
    }

    /** Refuses a REGISTER of whoever is locked out with 403. */
    void admit(RegisterRequest request, PrivateIdentity impi) {
        Instant now = time.instant();
        String source = source(request.received());
        lockOuts.of(new Subject(impi.value(), source), now).ifPresent(lock -> refuse(lock, impi, source));
        Stream.of(new Subject("", source), new Subject(impi.value(), "")).flatMap(who -> lockOuts.of(who, now).stream())
                .filter(lock -> !registeredFrom(request, impi, source)).findFirst()
                .ifPresent(lock -> refuse(lock, impi, source));
    }

    private static void refuse(LockOut lock, PrivateIdentity impi, String source) {
        throw new SipRefusal(FORBIDDEN, "too many wrong answers, try again later", RULE, CLAUSE,
                Map.of("private identity", impi.value(), "source", source, "locked out", lock.subject().words(),
                        "until", lock.until().toString(), "failures", Integer.toString(lock.failures())));
    }

    /** Counts a wrong answer. */
    void failed(RegisterRequest request, PrivateIdentity impi) {
        String source = source(request.received());
        count(new Subject(impi.value(), source), ofBoth, request);
        count(new Subject(impi.value(), ""), ofIdentity, request);
        count(new Subject("", source), ofSource, request);
    }

    /** Forgets what was counted of this phone; what others did at its address still counts. */
    void succeeded(RegisterRequest request, PrivateIdentity impi) {
        lockOuts.succeeded(new Subject(impi.value(), source(request.received())));
    }

    private void count(Subject who, Limit limit, RegisterRequest request) {
        lockOuts.failed(who, limit, time.instant()).ifPresent(lock -> trace.decide(Decision.noted(Role.SCSCF, RULE,
                Map.of("locked out", who.words(), "until", lock.until().toString(), "failures",
                        Integer.toString(lock.failures()), "times", Integer.toString(lock.times())), CLAUSE,
                request.join())));
    }

    private boolean registeredFrom(RegisterRequest request, PrivateIdentity impi, String source) {
        return book.find(request.to()).map(Registration::bindings).orElse(List.of()).stream()
                .anyMatch(binding -> binding.impi().equals(impi) && source(binding.received()).equals(source));
    }

    /** @return the address without its port; several phones and many attempts share it */
    private static String source(String received) {
        if (received.isEmpty()) {
            return "unknown";
        }
        int colon = received.lastIndexOf(':');
        return colon < 0 || colon < received.indexOf(']') ? received : received.substring(0, colon);
    }
}
