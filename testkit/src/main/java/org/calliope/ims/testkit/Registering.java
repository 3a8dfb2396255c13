package org.calliope.ims.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.aka.AkaDigest;
import org.calliope.ims.testkit.wire.SipMessage;

/**
 * One registration procedure: REGISTER, the challenge, REGISTER with the answer (RFC 3261 10.2, TS 24.229 5.1.1.2).
 * Every option is optional; without any it is the user agent's ordinary registration. Made by
 * {@link UserAgent#registration()}, used once, by one thread.
 */
public final class Registering {
    private final UserAgent agent;
    private final Settings settings;
    private final RegisterState state;
    private final List<String> contacts = new ArrayList<>();
    private final List<String[]> extra = new ArrayList<>();
    private Optional<Integer> expires = Optional.empty();
    private Optional<String> authorization = Optional.empty();
    private String identity;
    private String requestUri;
    private String userName;
    private String password;
    private String algorithm = "";
    private boolean answering = true;
    private boolean reusing;
    private int attempts = 1;

    Registering(UserAgent agent, Settings settings, RegisterState state) {
        this.agent = agent;
        this.settings = settings;
        this.state = state;
        this.identity = settings.identity();
        this.requestUri = "sip:" + settings.domain();
        this.userName = settings.userName();
        this.password = settings.password();
    }

    /** Seconds asked for in the Expires header; 0 ends the registration. */
    public Registering expires(int seconds) {
        expires = Optional.of(seconds);
        return this;
    }

    /** A Contact value instead of the user agent's own; may be called several times. */
    public Registering contact(String value) {
        contacts.add(value);
        return this;
    }

    /** Contact: * with Expires: 0, which ends all of the user's registrations (RFC 3261 10.2.2). */
    public Registering everyContact() {
        return contact("*").expires(0);
    }

    /** No Contact at all: only asks what is registered (RFC 3261 10.2.3). */
    public Registering query() {
        contacts.add("");
        return this;
    }

    /** Registers this public identity instead of the own one, with the own credentials. */
    public Registering identity(String publicIdentity) {
        identity = publicIdentity;
        return this;
    }

    public Registering requestUri(String uri) {
        requestUri = uri;
        return this;
    }

    public Registering userName(String name) {
        userName = name;
        return this;
    }

    public Registering password(String wrong) {
        password = wrong;
        return this;
    }

    /** Does not answer the challenge: the 401 is the final answer. */
    public Registering withoutAnswer() {
        answering = false;
        return this;
    }

    /** Answers up to so many challenges even when the one before said nothing of a stale nonce. */
    public Registering attempts(int number) {
        attempts = number;
        return this;
    }

    /** Answers the challenge of the last registration again, its nonce counted on, instead of asking for a new one. */
    public Registering reuseChallenge() {
        reusing = true;
        return this;
    }

    /** The same with this nonce count, such as one that was used before. */
    public Registering reuseChallenge(int nonceCount) {
        state.count(nonceCount);
        return reuseChallenge();
    }

    /** Answers only challenges by this algorithm, such as {@code MD5}; the first REGISTER names AKAv1-MD5 and AKAv2-MD5. */
    public Registering algorithm(String name) {
        algorithm = name;
        return this;
    }

    /** This Authorization in the first REGISTER, such as one that answers a challenge nobody made. */
    public Registering authorization(String value) {
        authorization = Optional.of(value);
        return this;
    }

    public Registering header(String name, String value) {
        extra.add(new String[] {name, value});
        return this;
    }

    /** Goes through the procedure and gives the last answer, whatever it is. */
    public SipMessage send() {
        SipMessage answer = attempt(reusing ? credentials() : authorization.orElseGet(this::initialCredentials));
        // A stale nonce is challenged once more (RFC 2617 3.2.1); a wrong answer is not tried again by itself.
        for (int tries = 0; answering && tries < attempts + 1 && answer.status() == 401; tries++) {
            boolean resynchronising = state.outOfStep();
            state.challenge(answer.all("WWW-Authenticate"), algorithm);
            if (tries >= attempts && !state.stale() && !resynchronising) {
                break;
            }
            answer = attempt(credentials());
        }
        answer.header("Authentication-Info").ifPresent(state::info);
        boolean own = identity.equals(settings.identity()) && !contacts.contains("");
        if (answer.isSuccess() && own) {
            boolean lasting = expires.orElse(1) > 0;
            agent.registered(lasting, lasting ? answer.list("Service-Route") : List.of());
        }
        return answer;
    }

    /** Goes through the procedure and fails unless the last answer has this status. */
    public SipMessage expect(int status) {
        SipMessage answer = send();
        if (answer.status() != status) {
            throw agent.failure("REGISTER of " + identity + " was answered with \"" + answer.startLine() + "\" instead of " + status);
        }
        return answer;
    }

    private String credentials() {
        return state.again("REGISTER", requestUri, userName, password, settings.sim());
    }

    /** TS 24.229 5.1.1.2.3: user name and realm are there from the start, nonce and response empty. */
    private String initialCredentials() {
        return settings.mode() == Mode.SOFTPHONE ? "" : "Digest username=\"" + userName + "\", realm=\"" + settings.domain()
                + "\", nonce=\"\", uri=\"" + requestUri + "\", response=\"\""
                + (AkaDigest.offered(algorithm) ? ", algorithm=" + algorithm : "");
    }

    private SipMessage attempt(String authorization) {
        SipMessage register = agent.outbound().initial("REGISTER", requestUri).without("Contact")
                .replace("From", "<" + identity + ">;tag=" + Ids.tag()).replace("To", "<" + identity + ">")
                .replace("Call-ID", state.callId()).replace("CSeq", state.nextCseq() + " REGISTER")
                .with("Supported", "path").with("Allow", Dispatcher.ALLOW);
        List<String> listed = contacts.isEmpty() ? List.of(agent.outbound().contact()) : contacts;
        for (String contact : listed) {
            register = contact.isEmpty() ? register : register.with("Contact", contact);
        }
        boolean asks = expires.isPresent() || !contacts.contains("");
        if (asks) {
            // TS 24.229 5.1.1.2.1 b): an IMS telephone asks for 600 000 s; an hour is what softphones ask for.
            register = register.with("Expires", String.valueOf(expires.orElse(settings.mode() == Mode.IMS ? 600_000 : 3600)));
        }
        if (!authorization.isEmpty()) {
            register = register.with("Authorization", authorization);
        }
        for (String[] header : extra) {
            register = register.with(header[0], header[1]);
        }
        return agent.outbound().send(register).awaitFinal();
    }
}
