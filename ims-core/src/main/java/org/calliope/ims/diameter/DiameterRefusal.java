package org.calliope.ims.diameter;

import java.util.Optional;
import org.calliope.ims.cx.ResultCode;
import org.jdiameter.api.Avp;

/**
 * A Diameter command did not get its answer (client), or is to be answered with an error (server).
 * No stack trace: it is an outcome, not a fault.
 */
public final class DiameterRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** No connection to the peer; nothing was sent. */
        UNREACHABLE,
        /** No answer in time; a late one is dropped. */
        TIMEOUT,
        /** The answer lacks what it must have or does not parse. */
        MALFORMED,
        /** A result code says it: see {@link DiameterRefusal#result()}. */
        RESULT
    }

    private final Kind kind;
    private final String detail;
    private final transient Optional<ResultCode> result;
    private final transient Optional<Avp> failed;

    public DiameterRefusal(Kind kind, String detail) {
        super(kind + ": " + detail, null, false, false);
        this.kind = kind;
        this.detail = detail;
        this.result = Optional.empty();
        this.failed = Optional.empty();
    }

    /**
     * An error that a server answers.
     *
     * @param avp name of the AVP at fault as TS 29.229 spells it, "" for none; goes out in Failed-AVP
     */
    public DiameterRefusal(ResultCode result, String avp) {
        this(result, avp, Optional.empty());
    }

    /** An error with the very AVP that is at fault. */
    DiameterRefusal(ResultCode result, String avp, Avp failed) {
        this(result, avp, Optional.of(failed));
    }

    private DiameterRefusal(ResultCode result, String avp, Optional<Avp> failed) {
        super(result.label() + (avp.isEmpty() ? "" : ": " + avp), null, false, false);
        this.kind = Kind.RESULT;
        this.detail = avp;
        this.result = Optional.of(result);
        this.failed = failed;
    }

    public Kind kind() {
        return kind;
    }

    /** @return what is known beyond the kind, for people; for {@link Kind#RESULT} the AVP at fault or "" */
    public String detail() {
        return detail;
    }

    public Optional<ResultCode> result() {
        return result;
    }

    /** @return the AVP at fault as it came */
    Optional<Avp> failed() {
        return failed;
    }
}
