package org.calliope.ims.element;

import java.util.Map;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.sip.SipRefusal;

/**
 * What the HSS's word, or its silence, means for the SIP request that it was asked about
 * (TS 24.229 5.3.1.3, 5.3.2.2 and 5.4.1.2.3; TS 29.228 annex A).
 */
public final class HssResults {

    private static final String RULE = "hss answer";
    private static final String SILENCE = "hss reachable";
    private static final String NO_ANSWER_CLAUSE = "RFC 3261 21.5.5";
    private static final String STATUS_QUERY_CLAUSE = "TS 24.229 5.3.1.3";

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int SERVER_ERROR = 500;
    private static final int SERVER_TIMEOUT = 504;

    private HssResults() {
    }

    /**
     * @param command the Cx command, {@code UAR}
     * @param clause  where the caller's rule is written
     * @return the refusal of a REGISTER for this result code
     */
    public static SipRefusal ofRegistration(ResultCode result, String command, String clause) {
        return switch (result) {
            case ERROR_USER_UNKNOWN -> refusal(FORBIDDEN, "the user is unknown", result, command, clause);
            case ERROR_IDENTITIES_DONT_MATCH -> refusal(FORBIDDEN,
                    "the private identity may not register this public identity", result, command, clause);
            case ERROR_IDENTITY_NOT_REGISTERED -> refusal(FORBIDDEN,
                    "there is no registration to end", result, command, clause);
            case ERROR_ROAMING_NOT_ALLOWED -> refusal(FORBIDDEN,
                    "the user may not register from this visited network", result, command, clause);
            case AUTHORIZATION_REJECTED, AUTHENTICATION_REJECTED -> refusal(FORBIDDEN,
                    "the user is not authorized to register", result, command, clause);
            case ERROR_AUTH_SCHEME_NOT_SUPPORTED -> refusal(FORBIDDEN,
                    "the user has no SIP Digest credentials", result, command, clause);
            default -> general(result, command, clause);
        };
    }

    /** @return the refusal of a request to a user for this result code */
    public static SipRefusal ofSession(ResultCode result, String command, String clause) {
        return switch (result) {
            case ERROR_USER_UNKNOWN -> refusal(NOT_FOUND, "the user is unknown", result, command, clause);
            case ERROR_IDENTITY_NOT_REGISTERED -> refusal(TEMPORARILY_UNAVAILABLE,
                    "the user is not registered", result, command, clause);
            case AUTHORIZATION_REJECTED -> refusal(FORBIDDEN, "the user may not be called", result, command, clause);
            default -> general(result, command, clause);
        };
    }

    /** @return the refusal of a request whose question to the HSS got no usable answer */
    public static SipRefusal of(DiameterRefusal failure) {
        Map<String, String> values = Map.of("kind", failure.kind().name(), "detail", failure.detail());
        return switch (failure.kind()) {
            case UNREACHABLE -> new SipRefusal(SERVER_TIMEOUT, "the HSS cannot be reached", SILENCE,
                    NO_ANSWER_CLAUSE, values);
            case TIMEOUT -> new SipRefusal(SERVER_TIMEOUT, "the HSS did not answer in time", SILENCE,
                    NO_ANSWER_CLAUSE, values);
            case MALFORMED -> new SipRefusal(SERVER_ERROR, "the HSS's answer makes no sense", SILENCE,
                    NO_ANSWER_CLAUSE, values);
            case RESULT -> new SipRefusal(SERVER_ERROR, "the HSS refused: " + failure.getMessage(), RULE,
                    NO_ANSWER_CLAUSE, values);
        };
    }

    /**
     * @param failure what the stage that waited for the UAA ended with
     * @return the refusal of a REGISTER whose user registration status query got no usable answer
     */
    public static SipRefusal ofStatusQuery(Throwable failure) {
        return Refusals.cause(failure) instanceof DiameterRefusal refusal ? notCompleted(of(refusal))
                : Refusals.of(failure);
    }

    /** @return the refusal of a REGISTER whose UAA has this result code */
    public static SipRefusal ofStatusQuery(ResultCode result) {
        SipRefusal refusal = ofRegistration(result, "UAR", STATUS_QUERY_CLAUSE);
        return refusal.status() == FORBIDDEN ? refusal : notCompleted(refusal);
    }

    /** @return the refusal of a REGISTER whose UAA lacks what the next step needs */
    public static SipRefusal incompleteStatusQuery(String missing) {
        return notCompleted(incomplete("UAR", missing, STATUS_QUERY_CLAUSE));
    }

    // TS 24.229 5.3.1.3: a query that cannot be completed, "e.g. due to time-out or incorrect information", is 480
    private static SipRefusal notCompleted(SipRefusal why) {
        return new SipRefusal(TEMPORARILY_UNAVAILABLE, why.reason(), why.rule(), STATUS_QUERY_CLAUSE, why.values());
    }

    /** @return the refusal of a request whose answer lacks what the next step needs */
    public static SipRefusal incomplete(String command, String missing, String clause) {
        return new SipRefusal(SERVER_ERROR, "the HSS's answer lacks " + missing, RULE, clause,
                Map.of("command", command, "missing", missing));
    }

    private static SipRefusal general(ResultCode result, String command, String clause) {
        return switch (result) {
            case TOO_BUSY, RESOURCES_EXCEEDED, OUT_OF_SPACE, UNABLE_TO_DELIVER -> refusal(TEMPORARILY_UNAVAILABLE,
                    "the HSS is too busy", result, command, clause);
            default -> refusal(SERVER_ERROR, "the HSS refused", result, command, clause);
        };
    }

    private static SipRefusal refusal(int status, String reason, ResultCode result, String command, String clause) {
        return new SipRefusal(status, reason, RULE, clause, Map.of("command", command, "result", result.label()));
    }
}
