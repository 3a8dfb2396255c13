package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import org.calliope.ims.config.Settings;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.gruu.GruuSecret;
import org.calliope.ims.gruu.Gruus;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.LockOuts;
import org.calliope.ims.node.Topology;
import org.calliope.ims.registration.MemoryRegistrations;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.scscf.RegisterAnswer.Challenged;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** An S-CSCF's registrar with a clock of its own, and phones that register at it. */
final class Phone {

    /** The registrar, its HSS and its time. */
    static final class Network {
        final FakeHss hss = new FakeHss();
        final Registrations registrations = new MemoryRegistrations();
        final RegistrationBook book = new RegistrationBook(registrations);
        final Trace trace = new Trace(10_000, 1 << 24, new SimpleMeterRegistry());
        final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        final FakeServers servers = new FakeServers();
        final LockOuts lockOuts = new LockOuts();
        final Serving serving;
        private Instant now = Instant.parse("2026-11-21T12:00:00Z");

        Network(String... settings) {
            Properties properties = new Properties();
            for (int i = 0; i < settings.length; i += 2) {
                properties.setProperty(settings[i], settings[i + 1]);
            }
            Instant start = now;
            Ticker ticker = () -> Duration.between(start, now).toNanos();
            serving = Serving.open(Settings.read(ScscfSettings.FILE, properties, ScscfSettings.class),
                    Topology.defaults(), hss::connected, book, new Instances(new Gruus(GruuSecret.random())),
                    servers, lockOuts, trace, meters, () -> now, ticker);
        }

        Instant now() {
            return now;
        }

        /** Lets time pass, as the element sees it: with a sweep at the end. */
        void pass(int seconds) {
            now = now.plusSeconds(seconds);
            serving.sweep(now);
        }

        Phone phone(String user) {
            return new Phone(this, user, user + "@ims.example", "sip:" + user + "@127.0.0.1:5070");
        }
    }

    private final Network network;
    private final String user;
    private final String callId;
    private final PublicIdentity identity;
    private String userName;
    private String contact;
    private String password;
    private int expires = 3600;
    private long cseq;
    private PublicIdentity to;
    private String path;
    private String integrityProtected = "";
    private String source = "127.0.0.1:5070";
    private int nonceCount = 1;
    private String userAgent = "phone";

    private Phone(Network network, String user, String userName, String contact) {
        this.network = network;
        this.user = user;
        this.userName = userName;
        this.contact = contact;
        this.password = user;
        this.identity = new PublicIdentity("sip:" + user + "@ims.example");
        this.to = identity;
        this.callId = user + '-' + contact.hashCode();
        this.path = "<sip:term@127.0.0.1:5060;lr;flow=" + user + ">";
    }

    Phone at(String otherContact) {
        Phone phone = new Phone(network, user, userName, otherContact);
        phone.password = password;
        return phone;
    }

    Phone userName(String name) {
        userName = name;
        return this;
    }

    Phone password(String wrong) {
        password = wrong;
        return this;
    }

    /** What the P-CSCF says of this phone from now on. */
    Phone integrity(String value) {
        integrityProtected = value;
        return this;
    }

    /** The address the P-CSCF sees it at from now on. */
    Phone from(String address) {
        source = address;
        return this;
    }

    Phone userAgent(String name) {
        userAgent = name;
        return this;
    }

    /** nc of the next answer. */
    Phone count(int number) {
        nonceCount = number;
        return this;
    }

    Phone expires(int seconds) {
        expires = seconds;
        return this;
    }

    Phone to(String other) {
        to = new PublicIdentity(other);
        return this;
    }

    /** From now on by another P-CSCF. */
    Phone path(String entry) {
        path = entry;
        return this;
    }

    PublicIdentity identity() {
        return identity;
    }

    /** A REGISTER without credentials. */
    RegisterAnswer ask() {
        return send("", entries());
    }

    /** A REGISTER that names the private identity as TS 24.229 5.1.1.2.3 says, with what the P-CSCF adds. */
    RegisterAnswer ask(String impi) {
        return register("Digest username=\"" + impi + "\", realm=\"ims.example\", nonce=\"\", uri=\"sip:ims.example\","
                + " response=\"\"" + (integrityProtected.isEmpty() ? ""
                : ", integrity-protected=\"" + integrityProtected + '"'));
    }

    /** A REGISTER of the own contact with this Authorization. */
    RegisterAnswer register(String authorization) {
        return send(authorization, entries());
    }

    Accepted register() {
        return (Accepted) answer(challenge());
    }

    /** Asks and gives the strongest challenge it is sent. */
    Challenge challenge() {
        return ((Challenged) ask()).challenge();
    }

    /** Registers and fails: what stopped it. */
    SipRefusal refused() {
        try {
            RegisterAnswer answer = register();
            throw new AssertionError("not refused but " + answer);
        } catch (SipRefusal refusal) {
            return refusal;
        }
    }

    /** Answers a challenge. */
    RegisterAnswer answer(Challenge challenge) {
        return answer(challenge, entries());
    }

    RegisterAnswer answer(Challenge challenge, List<ContactEntry> contacts) {
        Credentials credentials = Credentials.to(challenge, userName, "sip:ims.example", nonceCount, "0a4f113b")
                .withIntegrityProtected(integrityProtected);
        return send(Digest.answer(password, "REGISTER", credentials).headerValue(), contacts);
    }

    /** Registers these contacts instead of the own one. */
    Accepted register(List<ContactEntry> contacts) {
        return (Accepted) answer(((Challenged) send("", contacts)).challenge(), contacts);
    }

    RegisterAnswer send(String authorization, List<ContactEntry> contacts) {
        return send(request(authorization, contacts));
    }

    RegisterAnswer send(RegisterRequest request) {
        try {
            return network.serving.register(request).toCompletableFuture().join();
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(RuntimeException.class);
            throw (RuntimeException) e.getCause();
        }
    }

    RegisterRequest request(String authorization, List<ContactEntry> contacts) {
        return new RegisterRequest("ims.example", to, authorization, contacts, expires, callId, ++cseq,
                List.of(path), userAgent, source,
                List.of("path"), Join.callId(callId));
    }

    private List<ContactEntry> entries() {
        return List.of(ContactEntry.of(contact, ContactEntry.ABSENT));
    }
}
