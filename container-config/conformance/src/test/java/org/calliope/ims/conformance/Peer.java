package org.calliope.ims.conformance;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.calliope.ims.testkit.wire.Wire;

/**
 * A SIP user agent that does nothing by itself: the test sends each message and waits for each. What comes a second
 * time byte for byte is a retransmission and counted, not received. For the threads of one test.
 */
final class Peer implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 5_000;
    private static final long QUIET_MILLIS = 300;

    private final Transport transport;
    private final String host;
    private final Wire wire;
    private final List<SipMessage> inbox = new ArrayList<>();
    /** The connection that a request has come over, by its branch. */
    private final Map<String, InetSocketAddress> sources = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<SipMessage> repeated = new ArrayList<>();

    private Peer(Transport transport, String host) {
        this.transport = transport;
        this.host = host;
        this.wire = Wire.bind(host, this::received);
        wire.start();
    }

    private Peer(Transport transport, SSLContext context) {
        this.transport = transport;
        this.host = "127.0.0.1";
        this.wire = Wire.bind(host, context, this::received);
        wire.start();
    }

    static Peer udp() {
        return new Peer(Transport.UDP, "127.0.0.1");
    }

    static Peer tcp() {
        return new Peer(Transport.TCP, "127.0.0.1");
    }

    static Peer tls(SSLContext context) {
        return new Peer(Transport.TLS, context);
    }

    static Peer wss(SSLContext context) {
        return new Peer(Transport.WSS, context);
    }

    /** A peer that sends from another host's address than the others. */
    static Peer at(String host) {
        return new Peer(Transport.UDP, host);
    }

    private synchronized void received(Wire.Received received) {
        SipMessage message = SipMessage.parse(received.bytes());
        if (message.isRequest()) {
            sources.put(message.topVia().branch(), received.from());
        }
        (seen.add(message.toString()) ? inbox : repeated).add(message);
        notifyAll();
    }

    int port() {
        return wire.port();
    }

    /** Where others reach this peer. */
    String uri() {
        return "sip:peer@" + host + ":" + port() + (transport == Transport.UDP ? "" : ";transport=" + transport.parameter());
    }

    /** A new request outside any dialog for an application of the suite. */
    SipMessage request(String method, Application application) {
        return request(method, application.name());
    }

    SipMessage request(String method, String user) {
        String uri = "sip:" + user + "@127.0.0.1:" + Suite.port();
        return SipMessage.request(method, uri).with("Via", via()).with("Max-Forwards", "70")
            .with("From", "<" + uri() + ">;tag=" + id()).with("To", "<" + uri + ">").with("Call-ID", id())
            .with("CSeq", "1 " + method).with("Contact", "<" + uri() + ">");
    }

    private String via() {
        return "SIP/2.0/" + transport + " " + host + ":" + port() + ";branch=z9hG4bK" + id();
    }

    static String id() {
        return UUID.randomUUID().toString().substring(0, 13);
    }

    /** The response to a request that came in, with a tag of this peer, a Contact and the dialog's Record-Route. */
    SipMessage response(SipMessage request, int status) {
        SipMessage response = SipMessage.response(request, status);
        for (String route : request.list("Record-Route")) {
            response = response.with("Record-Route", route);
        }
        boolean tagged = status == 100 || !request.to().tag().isEmpty();
        return (tagged ? response : response.replace("To", request.required("To") + ";tag=p" + port()))
            .with("Contact", "<" + uri() + ">");
    }

    /** RFC 3261 17.1.1.3 for a refusal, 13.2.2.4 for a 2xx. */
    SipMessage ack(SipMessage invite, SipMessage response) {
        if (response.isSuccess()) {
            return within(invite, response, "ACK", invite.cseq());
        }
        SipMessage ack = SipMessage.request("ACK", invite.requestUri()).with("Via", invite.list("Via").get(0));
        for (String route : invite.list("Route")) {
            ack = ack.with("Route", route);
        }
        return ack.with("Max-Forwards", "70").with("From", invite.required("From")).with("To", response.required("To"))
            .with("Call-ID", invite.callId()).with("CSeq", invite.cseq() + " ACK");
    }

    /** A request of the caller within the dialog that a response to its own request made (RFC 3261 12.2.1.1). */
    SipMessage within(SipMessage initial, SipMessage response, String method, long cseq) {
        String target = response.contact().map(c -> c.uri()).orElse(initial.requestUri());
        SipMessage request = SipMessage.request(method, target).with("Via", via()).with("Max-Forwards", "70");
        List<String> routes = response.list("Record-Route");
        for (int i = routes.size() - 1; i >= 0; i--) {
            request = request.with("Route", routes.get(i));
        }
        return request.with("From", initial.required("From")).with("To", response.required("To"))
            .with("Call-ID", initial.callId()).with("CSeq", cseq + " " + method).with("Contact", "<" + uri() + ">");
    }

    /** A request of the callee within the dialog that its own response made. */
    SipMessage back(SipMessage initial, SipMessage response, String method, long cseq) {
        String target = initial.contact().map(c -> c.uri()).orElseThrow();
        SipMessage request = SipMessage.request(method, target).with("Via", via()).with("Max-Forwards", "70");
        for (String route : initial.list("Record-Route")) {
            request = request.with("Route", route);
        }
        return request.with("From", response.required("To")).with("To", initial.required("From"))
            .with("Call-ID", initial.callId()).with("CSeq", cseq + " " + method).with("Contact", "<" + uri() + ">");
    }

    /** Sends a request that came in on as a proxy does: without its own Route, with its own Via (RFC 3261 16.4, 16.6). */
    SipMessage forward(SipMessage request) {
        return send(without(request, "Route").withFirst("Via", via()));
    }

    /** A response to a request that was forwarded, without this peer's Via (RFC 3261 16.7). */
    SipMessage backward(SipMessage response) {
        return without(response, "Via");
    }

    /** Without the first value of a header that is a list. */
    private static SipMessage without(SipMessage message, String name) {
        List<String> values = message.list(name);
        SipMessage rest = message.without(name);
        for (int i = values.size() - 1; i > 0; i--) {
            rest = rest.withFirst(name, values.get(i));
        }
        return rest;
    }

    /** The CANCEL of an INVITE this peer has sent (RFC 3261 9.1). */
    SipMessage cancel(SipMessage invite) {
        SipMessage cancel = SipMessage.request("CANCEL", invite.requestUri()).with("Via", invite.list("Via").get(0));
        for (String route : invite.list("Route")) {
            cancel = cancel.with("Route", route);
        }
        return cancel.with("Max-Forwards", "70").with("From", invite.required("From")).with("To", invite.required("To"))
            .with("Call-ID", invite.callId()).with("CSeq", invite.cseq() + " CANCEL");
    }

    /** Sends to the suite's server, a response where RFC 3261 18.2.2 says. */
    SipMessage send(SipMessage message) {
        wire.send(transport, message.isRequest() ? server() : source(message), message.bytes());
        return message;
    }

    private synchronized InetSocketAddress source(SipMessage response) {
        return transport == Transport.UDP ? new InetSocketAddress("127.0.0.1", response.topVia().port())
            : sources.get(response.topVia().branch());
    }

    private InetSocketAddress server() {
        return new InetSocketAddress("127.0.0.1", switch (transport) {
            case TLS -> Suite.tlsPort();
            case WSS -> Suite.wssPort();
            default -> Suite.port();
        });
    }

    /** Sends bytes as they are. */
    void send(byte[] bytes) {
        wire.send(transport, server(), bytes);
    }

    /** Sends a request and waits for its final response. */
    SipMessage exchange(SipMessage request) {
        send(request);
        return awaitFinal(request);
    }

    /** Waits for the final response to an INVITE of this peer and acknowledges it. */
    SipMessage conclude(SipMessage invite) {
        SipMessage response = awaitFinal(invite);
        send(ack(invite, response));
        return response;
    }

    /** Waits for the CANCEL of an INVITE that came in and answers both; gives the CANCEL. */
    SipMessage cancelled(SipMessage invite) {
        SipMessage cancel = await("CANCEL of " + invite.callId(),
            m -> m.isRequest() && m.is("CANCEL") && m.topVia().branch().equals(invite.topVia().branch()));
        send(SipMessage.response(cancel, 200));
        send(response(invite, 487));
        return cancel;
    }

    SipMessage awaitFinal(SipMessage request) {
        return await("a final response to " + request.startLine(), m -> m.isFinal() && answers(m, request));
    }

    /** Waits for a response with this status to a request of this peer. */
    SipMessage await(SipMessage request, int status) {
        return await(status + " to " + request.startLine(), m -> m.status() == status && answers(m, request));
    }

    private static boolean answers(SipMessage response, SipMessage request) {
        return !response.isRequest() && response.callId().equals(request.callId()) && response.is(request.method())
            && response.cseq() == request.cseq();
    }

    /** Waits for a request with this method. */
    SipMessage await(String method) {
        return await(method, m -> m.isRequest() && m.is(method));
    }

    /** Waits for a message that fits, and takes it out of the inbox. */
    synchronized SipMessage await(String what, Predicate<SipMessage> wanted) {
        return poll(wanted, PATIENCE_MILLIS).orElseThrow(() ->
            new AssertionError("no " + what + " within " + PATIENCE_MILLIS + " ms; what came: " + inbox));
    }

    /** Fails when a message that fits is there or comes within a short while. */
    synchronized void expectNone(String what, Predicate<SipMessage> unwanted) {
        poll(unwanted, QUIET_MILLIS).ifPresent(m -> {
            throw new AssertionError(what + " was not to come: " + m);
        });
    }

    private synchronized Optional<SipMessage> poll(Predicate<SipMessage> wanted, long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (true) {
            Optional<SipMessage> match = inbox.stream().filter(wanted).findFirst();
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (match.isPresent() || left <= 0) {
                match.ifPresent(inbox::remove);
                return match;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    /** How often a message with this first line came again. */
    synchronized long repetitions(String startLine) {
        return repeated.stream().filter(m -> m.startLine().equals(startLine)).count();
    }

    @Override
    public void close() {
        wire.close();
    }
}
