package org.calliope.ims.testkit;

import java.util.Optional;

/** What a user agent keeps from one REGISTER to the next (RFC 3261 10.2: same Call-ID, growing CSeq). Any thread. */
final class RegisterState {
    private final String callId = Ids.callId();
    private long cseq;
    private Optional<DigestAnswer> challenge = Optional.empty();
    private int used;
    private boolean registered;

    String callId() {
        return callId;
    }

    synchronized long nextCseq() {
        return ++cseq;
    }

    synchronized void registered(boolean lasting) {
        registered = lasting;
    }

    synchronized boolean registered() {
        return registered;
    }

    synchronized void challenge(String headerValue) {
        challenge = Optional.of(DigestAnswer.to(headerValue));
        used = 0;
    }

    /** Credentials for the challenge known, the nonce count one higher; "" when there was none. */
    synchronized String again(String method, String uri, String userName, String password) {
        used++;
        return challenge.map(c -> c.authorization(method, uri, userName, password, used, Ids.tag())).orElse("");
    }
}
