package org.calliope.ims.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.calliope.ims.aka.Usim;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.SipUri;
import org.calliope.ims.testkit.wire.Transport;

/**
 * A telephone that does what a script says, on a loopback port of its own (UDP and TCP); over TLS and WebSocket it opens
 * connections and takes none.
 *
 * <p>The methods that wait have a deadline ({@link Builder#patience}) and fail with the messages exchanged so far. One
 * script thread per user agent is the usual thing, but any thread may call any method.
 */
public final class UserAgent implements AutoCloseable {
    private final Settings settings;
    private final Exchange exchange;
    private final Dispatcher dispatcher = new Dispatcher();
    private final RegisterState registerState = new RegisterState();
    private final TransactionLayer layer;
    private final Outbound outbound;

    private UserAgent(Settings settings) {
        this.settings = settings;
        this.exchange = new Exchange(settings.identity());
        this.layer = new TransactionLayer(settings, exchange, dispatcher);
        this.outbound = new Outbound(settings, layer);
        dispatcher.connect(outbound);
        layer.open();
    }

    /** @param identity the public identity, a SIP URI such as {@code sip:alice@ims.example} */
    public static Builder builder(String identity) {
        return new Builder(identity);
    }

    /** Registers, answering the challenge, and fails unless the end is a 200. Keeps the Service-Route. */
    public SipMessage register() {
        return registration().expect(200);
    }

    /** Ends the registration of this user agent's contact. */
    public SipMessage deregister() {
        return registration().expires(0).expect(200);
    }

    /** A registration with options. */
    public Registering registration() {
        return new Registering(this, settings, registerState);
    }

    /** Sends an INVITE with an audio offer. */
    public Call call(String to) {
        return call(invitation(to));
    }

    /** The INVITE that {@link #call(String)} would send, to change before it goes out. */
    public SipMessage invitation(String to) {
        return outbound.initial("INVITE", to).withBody("application/sdp", outbound.sdp());
    }

    /** Sends an INVITE the script made or changed. */
    public Call call(SipMessage invite) {
        Dialog dialog = Dialog.calling(invite);
        OutgoingInvite outgoing = new OutgoingInvite(outbound, dialog, invite, true);
        Call call = new Call(outbound, dialog, outgoing);
        dispatcher.remember(call);
        outgoing.begin();
        return call;
    }

    /** Sends a MESSAGE (RFC 3428); {@code alice.message(bob, "hi").expect(200)}. */
    public ClientTransaction message(String to, String text) {
        return send(prepare("MESSAGE", to).withBody("text/plain;charset=UTF-8", text));
    }

    /** Sends OPTIONS outside any dialog. */
    public ClientTransaction options(String to) {
        return send(prepare("OPTIONS", to));
    }

    /** Sends a SUBSCRIBE that {@link #prepare} has made and the script has filled in (RFC 6665 4.1.2.1). */
    public Subscription subscribe(SipMessage subscribe) {
        Subscription subscription = new Subscription(outbound, subscribe);
        dispatcher.remember(subscription);
        return subscription.begin();
    }

    /** A request outside any dialog, to fill in before {@link #send}. */
    public SipMessage prepare(String method, String to) {
        return outbound.initial(method, to);
    }

    /** Sends a request, adding a Via when it has none. */
    public ClientTransaction send(SipMessage request) {
        return outbound.send(request);
    }

    /** Sends bytes as they are to the proxy, without any transaction; answers go to {@link #awaitStray}. */
    public void sendRaw(byte[] bytes) {
        outbound.sendRaw(bytes);
    }

    /** Waits for an INVITE that begins a call. */
    public IncomingCall awaitInvite() {
        return dispatcher.calls().take(call -> true, settings.patience())
                .orElseThrow(() -> failure("no INVITE arrived at " + settings.identity()));
    }

    /** Whether an INVITE that begins a call has arrived and was not taken by {@link #awaitInvite}. */
    public boolean invited() {
        return !dispatcher.calls().all().isEmpty();
    }

    /** Waits for a MESSAGE, which has been answered by then. */
    public SipMessage awaitMessage() {
        return awaitRequest("MESSAGE").request();
    }

    /** Waits for a request outside any dialog other than INVITE. */
    public ServerTransaction awaitRequest(String method) {
        return dispatcher.requests().take(t -> t.request().is(method), settings.patience())
                .orElseThrow(() -> failure("no " + method + " arrived at " + settings.identity()));
    }

    /** Waits for an answer that belongs to no request of a transaction, such as one to raw bytes. */
    public SipMessage awaitStray(Predicate<SipMessage> wanted) {
        return awaitStray(wanted, settings.patience()).orElseThrow(() -> failure("no such answer arrived"));
    }

    public Optional<SipMessage> awaitStray(Predicate<SipMessage> wanted, Duration patience) {
        return dispatcher.strays().take(wanted, patience);
    }

    /** From now on requests of this method outside dialogs are answered with this status. */
    public UserAgent answering(String method, int status) {
        dispatcher.answer(method, status);
        return this;
    }

    /** From now on every call is answered as it arrives, and none is left for {@link #awaitInvite}. */
    public UserAgent answeringCalls() {
        dispatcher.answerCalls();
        return this;
    }

    /**
     * From now on the script answers requests of this method itself, got from {@link #awaitRequest}; those within dialogs
     * that only the script knows of, too.
     */
    public UserAgent answeringMyself(String method) {
        dispatcher.answer(method, Dispatcher.BY_SCRIPT);
        return this;
    }

    /** From now on behaves as if the messages this predicate picks had been lost on the way here. */
    public UserAgent losing(Predicate<SipMessage> picked) {
        layer.lose(picked);
        return this;
    }

    /** Closes the TCP connections; the telephone stays reachable at its port. */
    public void disconnect() {
        layer.wire().disconnect();
    }

    /** Every message sent and received. */
    public Exchange exchange() {
        return exchange;
    }

    public String identity() {
        return settings.identity();
    }

    public Transport transport() {
        return settings.transport();
    }

    /** {@code sip:user@host:port}, the address this telephone registers. */
    public String contactUri() {
        return outbound.contactUri();
    }

    /** From now on its Contact is this GRUU, as in the dialogs of a telephone that got one (RFC 5627 4.4.1). */
    public void use(String gruu) {
        outbound.gruu(gruu);
    }

    /** {@code host:port}, the name under which the trace knows a telephone. */
    public String hostPort() {
        return layer.wire().host() + ":" + layer.wire().port();
    }

    /** The Service-Route of the last registration, empty when not registered (RFC 3608). */
    public List<String> serviceRoute() {
        return outbound.serviceRoute();
    }

    /** Whether the last registration of the own identity succeeded and was none that ends it. */
    public boolean registered() {
        return registerState.registered();
    }

    Outbound outbound() {
        return outbound;
    }

    ExchangeFailure failure(String sentence) {
        return layer.failure(sentence);
    }

    void registered(boolean lasting, List<String> serviceRoute) {
        registerState.registered(lasting);
        outbound.serviceRoute(serviceRoute);
    }

    /** Closes the sockets without telling anybody: the registration stays behind, as when a battery dies. */
    @Override
    public void close() {
        layer.close();
    }

    /** Options of a user agent. The defaults make a plain softphone over UDP without a proxy. */
    public static final class Builder {
        private final String identity;
        private String userName;
        private String password = "";
        private Optional<InetSocketAddress> proxy = Optional.empty();
        private Transport transport = Transport.UDP;
        private Mode mode = Mode.SOFTPHONE;
        private boolean proxyInRoute = true;
        private String localAddress = "127.0.0.1";
        private Duration patience = Duration.ofSeconds(10);
        private Timers timers = Timers.standard();
        private Optional<Usim> sim = Optional.empty();

        private Builder(String identity) {
            this.identity = identity;
            this.userName = "";
        }

        /** The digest user name. Default: the user part, and for {@link Mode#IMS} {@code user@domain} (TS 23.003 13.3). */
        public Builder userName(String name) {
            userName = name;
            return this;
        }

        public Builder password(String secret) {
            password = secret;
            return this;
        }

        /** A SIM that answers challenges by AKA (TS 33.203); the password is for those by digest. */
        public Builder sim(Usim card) {
            sim = Optional.of(card);
            return this;
        }

        /** The P-CSCF, where everything goes first. */
        public Builder proxy(InetSocketAddress address) {
            proxy = Optional.of(address);
            return this;
        }

        public Builder proxy(String host, int port) {
            return proxy(new InetSocketAddress(host, port));
        }

        public Builder transport(Transport which) {
            transport = which;
            return this;
        }

        public Builder mode(Mode which) {
            mode = which;
            return this;
        }

        /** A phone that sends to its outbound proxy without naming it in a Route. */
        public Builder withoutProxyRoute() {
            proxyInRoute = false;
            return this;
        }

        /** The loopback address to bind, so that several telephones do not share one. Default 127.0.0.1. */
        public Builder localAddress(String address) {
            localAddress = address;
            return this;
        }

        /** How long every waiting method waits. Default 10 s. */
        public Builder patience(Duration limit) {
            patience = limit;
            return this;
        }

        /** T1 and T2. Default 500 ms and 4 s. */
        public Builder timers(Timers base) {
            timers = base;
            return this;
        }

        /** Binds the sockets and starts listening. */
        public UserAgent build() {
            SipUri uri = SipUri.parse(identity);
            String derived = mode == Mode.IMS ? uri.user() + "@" + uri.host() : uri.user();
            return new UserAgent(new Settings(identity, userName.isEmpty() ? derived : userName, password, proxy, transport,
                    mode, proxyInRoute, localAddress, "urn:uuid:" + UUID.randomUUID(), patience, timers, sim));
        }
    }
}
