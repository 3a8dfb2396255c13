package org.calliope.ims.scscf;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.Ioi;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.node.Topology;
import org.calliope.ims.scscf.ThirdPartyDelivery.Answer;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;

/** Third-party REGISTERs on SIP (TS 24.229 5.4.1.7). Any thread. */
final class ThirdPartyExchange implements ThirdPartyDelivery.Sender {

    /** Attribute of the session: who waits for the answer. */
    private static final String ANSWERED = "answered";
    private static final int DEFAULT_PORT = 5060;
    private static final int FINAL = 200;
    private static final int UNAVAILABLE = 503;
    private static final Pattern SECONDS = Pattern.compile("\\s*(\\d{1,9}).*");

    private final Supplier<SipFactory> factory;
    private final Topology topology;
    private final TrustDomain trustDomain;

    /** @param factory the container's, once it is there */
    ThirdPartyExchange(Supplier<SipFactory> factory, Topology topology, TrustDomain trustDomain) {
        this.factory = factory;
        this.topology = topology;
        this.trustDomain = trustDomain;
    }

    @Override
    public void send(ThirdPartyRegister register, Consumer<Answer> answered) {
        try {
            SipServletRequest request = request(register);
            request.getSession().setAttribute(ANSWERED, answered);
            request.send();
        } catch (IOException | ServletParseException | IllegalStateException unreachable) {
            // JSR 289 containers do not agree on which of them says that a message cannot be sent
            answered.accept(new Answer(UNAVAILABLE));
        }
    }

    private SipServletRequest request(ThirdPartyRegister register) throws ServletParseException, IOException {
        SipFactory sip = factory.get();
        SipEndpoint self = topology.scscf();
        SipServletRequest request = sip.createRequest(sip.createApplicationSession(), Methods.REGISTER,
                sip.createAddress('<' + self.uri() + '>'), sip.createAddress('<' + register.to().uri() + '>'));
        URI server = sip.createURI(register.server().serverName());
        request.setRequestURI(server);
        request.getSession().setOutboundInterface(new InetSocketAddress(self.host(), self.port()));
        request.setHeader(Headers.CONTACT, '<' + self.uri() + '>');
        request.setHeader(Headers.EXPIRES, Integer.toString(register.expires()));
        request.setHeader(Headers.P_CHARGING_VECTOR, new ChargingVector(register.join().icid(), "",
                Ioi.TYPE_3.of(topology.domain()), "").format());
        if (trusted(server)) {
            register.accessNetwork().forEach(value -> request.addHeader(Headers.P_ACCESS_NETWORK_INFO, value));
            register.visitedNetwork().forEach(value -> request.addHeader(Headers.P_VISITED_NETWORK_ID, value));
            register.charging().map(ThirdPartyExchange::addresses).filter(value -> !value.isEmpty())
                    .ifPresent(value -> request.setHeader(Headers.P_CHARGING_FUNCTION_ADDRESSES, value));
        }
        if (register.content().isPresent()) {
            request.setContent(register.content().get().text().getBytes(StandardCharsets.UTF_8),
                    register.content().get().type());
        }
        return request;
    }

    // TS 24.229 4.4, 5.4.1.7: what concerns the network stays in the trust domain
    private boolean trusted(URI server) {
        return server instanceof SipURI uri
                && trustDomain.contains(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : DEFAULT_PORT);
    }

    /** RFC 7315 5.5. */
    static String addresses(ChargingInformation charging) {
        StringBuilder value = new StringBuilder();
        address("ccf", charging.primaryCollection(), value);
        address("ccf-2", charging.secondaryCollection(), value);
        address("ecf", charging.primaryEvent(), value);
        address("ecf-2", charging.secondaryEvent(), value);
        return value.toString();
    }

    private static void address(String name, String address, StringBuilder value) {
        if (!address.isEmpty()) {
            value.append(value.isEmpty() ? "" : ";").append(name).append("=\"").append(address).append('"');
        }
    }

    /** Takes a response to what was sent here; others are left alone. */
    @SuppressWarnings("unchecked")
    void response(SipServletResponse response) {
        if (response.getStatus() >= FINAL && response.getSession().isValid()
                && response.getSession().getAttribute(ANSWERED) instanceof Consumer<?> answered) {
            ((Consumer<Answer>) answered).accept(new Answer(response.getStatus(),
                    retryAfter(response.getHeader(Headers.RETRY_AFTER))));
        }
    }

    // RFC 3261 20.33: seconds, then a comment or parameters
    static Optional<Duration> retryAfter(String header) {
        Matcher seconds = SECONDS.matcher(header == null ? "" : header);
        return seconds.matches() ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds.group(1))))
                : Optional.empty();
    }
}
