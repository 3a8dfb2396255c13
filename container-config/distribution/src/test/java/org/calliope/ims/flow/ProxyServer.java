package org.calliope.ims.flow;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.SipUri;
import org.calliope.ims.testkit.wire.Transport;
import org.calliope.ims.testkit.wire.Via;
import org.calliope.ims.testkit.wire.Wire;

/** An application server that is a stateless proxy over UDP and TCP (RFC 3261 16.11) and stays on the path of dialogs. */
final class ProxyServer implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;

    private final Wire wire = Wire.bind("127.0.0.1", this::received);
    private final BlockingQueue<SipMessage> requests = new LinkedBlockingQueue<>();
    private final List<SipMessage> seen = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<SipMessage> change = request -> request;

    ProxyServer() {
        wire.start();
    }

    /** From now on it sends this instead of a request outside dialogs. */
    ProxyServer changing(UnaryOperator<SipMessage> changed) {
        change = changed;
        return this;
    }

    String uri() {
        return "sip:127.0.0.1:" + wire.port();
    }

    /** Waits for the next request of this method, as it came. */
    SipMessage await(String method) {
        try {
            SipMessage request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            while (request != null && !request.is(method)) {
                request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            if (request == null) {
                throw new AssertionError("no " + method + " came to " + uri());
            }
            return request;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All requests of this method so far, repetitions too. */
    List<SipMessage> all(String method) {
        return seen.stream().filter(request -> request.is(method)).toList();
    }

    private void received(Wire.Received received) {
        SipMessage message = SipMessage.parse(received.bytes());
        if (message.isRequest()) {
            seen.add(message);
            requests.add(message);
            pass(message, received.transport());
        } else {
            back(message);
        }
    }

    private void pass(SipMessage request, Transport transport) {
        SipMessage next = request.to().tag().isEmpty() && !request.is("ACK") && !request.is("CANCEL") ? change.apply(request)
            : request;
        List<String> routes = next.list("Route");
        boolean own = !routes.isEmpty() && Address.parse(routes.get(0)).sipUri().port() == wire.port();
        routes = own ? routes.subList(1, routes.size()) : routes;
        next = next.without("Route");
        for (String route : routes) {
            next = next.with("Route", route);
        }
        SipUri to = SipUri.parse(routes.isEmpty() ? next.requestUri() : Address.parse(routes.get(0)).uri());
        Transport way = to.parameter("transport").map(Transport::of).orElse(Transport.UDP);
        String branch = "z9hG4bK" + Integer.toHexString((request.topVia().branch() + request.callId()).hashCode());
        wire.send(way, new InetSocketAddress(to.host(), to.portOrDefault()), next
            .withFirst("Record-Route", "<sip:127.0.0.1:" + wire.port() + ";lr" + parameter(transport) + '>')
            .withFirst("Via", "SIP/2.0/" + way + " 127.0.0.1:" + wire.port() + ";branch=" + branch + ";in=" + transport)
            .replace("Max-Forwards", Integer.toString(Integer.parseInt(next.required("Max-Forwards")) - 1)).bytes());
    }

    private static String parameter(Transport transport) {
        return transport == Transport.TCP ? ";transport=tcp" : "";
    }

    private void back(SipMessage response) {
        List<String> vias = response.list("Via");
        Transport way = Via.parse(vias.get(0)).parameter("in").map(Transport::of).orElseThrow();
        SipMessage next = response.without("Via");
        for (int i = vias.size() - 1; i > 0; i--) {
            next = next.withFirst("Via", vias.get(i));
        }
        Via via = next.topVia();
        wire.send(way, via.replyTo(new InetSocketAddress(via.host(), via.port())), next.bytes());
    }

    @Override
    public void close() {
        wire.close();
    }
}
