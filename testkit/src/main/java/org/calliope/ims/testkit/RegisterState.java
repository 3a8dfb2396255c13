package org.calliope.ims.testkit;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.aka.Usim;
import org.calliope.ims.digest.AuthenticationInfo;
import org.calliope.ims.testkit.wire.MalformedMessage;

/** What a user agent keeps from one REGISTER to the next (RFC 3261 10.2: same Call-ID, growing CSeq). Any thread. */
final class RegisterState {
    private final String callId = Ids.callId();
    private long cseq;
    private Optional<DigestAnswer> challenge = Optional.empty();
    private int used;
    private String simAnswer = "";
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

    /**
     * Takes the first challenge that this telephone can answer: they come the strongest first (RFC 8760 2.4).
     *
     * @param algorithm only by this one, "" for any
     */
    synchronized void challenge(List<String> headerValues, String algorithm) {
        List<DigestAnswer> offered = headerValues.stream().map(DigestAnswer::to).toList();
        challenge = Optional.of(offered.stream()
                .filter(c -> algorithm.isEmpty() || c.algorithm().equalsIgnoreCase(algorithm)).findFirst()
                .orElseThrow(() -> new MalformedMessage("no challenge by " + algorithm + " in " + headerValues)));
        used = 0;
        simAnswer = "";
    }

    /** Goes on with the nonce of Authentication-Info, when it names one. */
    synchronized void info(String headerValue) {
        String next = AuthenticationInfo.parse(headerValue).nextNonce();
        if (!next.isEmpty()) {
            challenge = challenge.map(c -> c.next(next));
            used = 0;
        }
    }

    /** The next answer counts from here on instead of one higher than the last. */
    synchronized void count(int number) {
        used = number - 1;
    }

    /** Whether the challenge said that the answer before it was right but late. */
    synchronized boolean stale() {
        return challenge.filter(DigestAnswer::stale).isPresent();
    }

    /** Whether the SIM's last answer was that it is out of step. */
    synchronized boolean outOfStep() {
        return simAnswer.contains("auts=");
    }

    /**
     * Credentials for the challenge known, the nonce count one higher; a SIM's are the same again (TS 24.229 5.1.1.4.2);
     * "" when there was no challenge.
     */
    synchronized String again(String method, String uri, String userName, String password, Optional<Usim> sim) {
        if (challenge.isEmpty()) {
            return "";
        }
        used++;
        if (challenge.get().asksSim() && sim.isPresent()) {
            if (simAnswer.isEmpty()) {
                simAnswer = challenge.get().authorization(method, uri, userName, sim.get(), Ids.tag());
            }
            return simAnswer;
        }
        return challenge.get().authorization(method, uri, userName, password, used, Ids.tag());
    }
}
