package org.calliope.ims.testkit;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.SipUri;
import org.calliope.ims.testkit.wire.Transport;
import org.calliope.ims.testkit.wire.Wire;

/** How one user agent forms its requests and where it sends them (RFC 3261 8.1.1, 8.1.2; TS 24.229 5.1.2A.1.1). */
final class Outbound {
    private static final String MMTEL = "urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel";

    private record Hop(Transport transport, InetSocketAddress address) {}

    private final Settings settings;
    private final TransactionLayer layer;
    private final AtomicInteger sdpVersion = new AtomicInteger();
    private volatile List<String> serviceRoute = List.of();
    private volatile String gruu = "";

    Outbound(Settings settings, TransactionLayer layer) {
        this.settings = settings;
        this.layer = layer;
    }

    TransactionLayer layer() {
        return layer;
    }

    void serviceRoute(List<String> routes) {
        serviceRoute = List.copyOf(routes);
    }

    List<String> serviceRoute() {
        return serviceRoute;
    }

    void gruu(String uri) {
        gruu = uri;
    }

    /** The bare URI under which this user agent is reached. */
    String contactUri() {
        Wire wire = layer.wire();
        String transport = settings.transport() == Transport.UDP ? "" : ";transport=" + settings.transport().parameter();
        return "sip:" + settings.user() + "@" + wire.host() + ":" + wire.port() + transport;
    }

    String contact() {
        String features = settings.mode() == Mode.SOFTPHONE ? ""
                : ";+g.3gpp.icsi-ref=\"" + MMTEL + "\";+sip.instance=\"<" + settings.instance() + ">\"";
        return "<" + (gruu.isEmpty() ? contactUri() : gruu) + ">" + features;
    }

    /** A request outside any dialog, without Via. */
    SipMessage initial(String method, String to) {
        SipMessage request = SipMessage.request(method, to).with("Max-Forwards", "70");
        for (String route : preloadedRoute(method)) {
            request = request.with("Route", route);
        }
        request = request.with("From", "<" + settings.identity() + ">;tag=" + Ids.tag()).with("To", "<" + to + ">")
                .with("Call-ID", Ids.callId()).with("CSeq", "1 " + method);
        if (settings.mode() == Mode.IMS && !method.equals("REGISTER")) {
            request = request.with("P-Preferred-Identity", "<" + settings.identity() + ">");
        }
        if (settings.mode() == Mode.IMS) {
            request = request.with("P-Access-Network-Info", "IEEE-802.11;i-wlan-node-id=020000000001");
        }
        if (settings.mode() == Mode.IMS && method.equals("INVITE")) {
            request = request.with("P-Preferred-Service", "urn:urn-7:3gpp-service.ims.icsi.mmtel")
                    .with("Accept-Contact", "*;+g.3gpp.icsi-ref=\"" + MMTEL + "\"");
        }
        return method.equals("MESSAGE") ? request : request.with("Contact", contact());
    }

    private List<String> preloadedRoute(String method) {
        List<String> proxy = settings.proxyInRoute() ? settings.proxyRoute().stream().toList() : List.of();
        if (settings.mode() == Mode.IMS) {
            // TS 24.229 5.1.1.2: no Route in REGISTER; 5.1.2A.1.1: P-CSCF first, then the Service-Route.
            return method.equals("REGISTER") || settings.proxy().isEmpty() ? List.of()
                    : Stream.concat(proxy.stream(), serviceRoute.stream()).toList();
        }
        return proxy;
    }

    /** An audio offer or answer on a port nobody listens on; the version grows with every one. */
    String sdp() {
        String host = layer.wire().host();
        return "v=0\r\no=- 1 " + sdpVersion.incrementAndGet() + " IN IP4 " + host + "\r\ns=-\r\nc=IN IP4 " + host
                + "\r\nt=0 0\r\nm=audio 49170 RTP/AVP 8 0\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n";
    }

    ClientTransaction send(SipMessage request) {
        return prepare(request, response -> { }).start();
    }

    /** Adds the Via; the listener hears every answer before the script does. */
    ClientTransaction prepare(SipMessage request, Consumer<SipMessage> listener) {
        Hop hop = hop(request);
        return layer.prepare(withVia(request, hop.transport()), hop.transport(), hop.address(), listener);
    }

    /** For an ACK to a 2xx, which is no transaction (RFC 3261 13.2.2.4). */
    SipMessage sendAck(SipMessage ack) {
        Hop hop = hop(ack);
        SipMessage complete = withVia(ack, hop.transport());
        layer.transmit(complete, hop.transport(), hop.address());
        return complete;
    }

    void repeatAck(SipMessage complete) {
        Hop hop = hop(complete);
        layer.transmit(complete, hop.transport(), hop.address());
    }

    void sendRaw(byte[] bytes) {
        layer.transmitRaw(bytes, settings.transport(), settings.proxy().orElseThrow(
                () -> new IllegalStateException("raw bytes need a proxy to be sent to")));
    }

    private SipMessage withVia(SipMessage request, Transport transport) {
        if (request.has("Via")) {
            return request;
        }
        return request.withFirst("Via", "SIP/2.0/" + transport + " " + layer.wire().host() + ":" + layer.wire().port()
                + ";rport;branch=" + Ids.branch());
    }

    /** RFC 3261 8.1.2: the topmost Route, else the Request-URI; an outbound proxy stands before both. */
    private Hop hop(SipMessage request) {
        List<String> routes = request.list("Route");
        boolean initial = request.to().tag().isEmpty();
        // RFC 7118 5: over WebSocket there is the one connection, whatever the route says
        boolean only = settings.transport().webSocket() || initial && (routes.isEmpty() || !settings.proxyInRoute());
        if (only && settings.proxy().isPresent()) {
            return new Hop(settings.transport(), settings.proxy().get());
        }
        SipUri next = SipUri.parse(routes.isEmpty() ? request.requestUri() : Address.parse(routes.get(0)).uri());
        if (!next.host().matches("[0-9.]+|localhost|\\[.*]")) {
            throw layer.failure("a " + request.method() + " would have to go to " + next.host()
                    + ", which is no address, and there is no proxy");
        }
        // RFC 3263 4.1: an address without a transport parameter means UDP.
        Transport transport = next.parameter("transport").map(Transport::of).orElse(Transport.UDP);
        return new Hop(transport, new InetSocketAddress(next.host(), next.portOrDefault()));
    }
}
