package org.calliope.ims.container.raw;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sip.message.Request;

/**
 * The answer to a request that is not parsed, or can not be: made of the request's own header lines (RFC 3261 8.2.6.2)
 * without a transaction (8.2.7).
 *
 * @param port where it goes over UDP (RFC 3261 18.2.2, RFC 3581 4)
 */
public record EarlyAnswer(byte[] bytes, int port) {

    /** RFC 3261 8.2.7: who keeps no state gives the same tag again; an ACK that carries it acknowledges one of these. */
    public static final String TAG = UUID.randomUUID().toString().substring(0, 8);

    private static final int DEFAULT_PORT = 5060;
    private static final int MAX_PORT = 65_535;
    private static final int LONGEST = 8_192;

    /**
     * @param status  status code and reason phrase
     * @param headers further header lines
     * @return empty when the message is no request, is an ACK or has no Via
     */
    public static Optional<EarlyAnswer> to(Glance request, String status, List<String> headers, InetAddress from, int fromPort) {
        List<String> vias = request.values("Via", "v");
        if (!request.isRequest() || request.is(Request.ACK) || vias.isEmpty()) {
            return Optional.empty();
        }
        String top = Glance.first(vias.get(0));
        Optional<ViaText> via = ViaText.of(top);
        StringBuilder text = new StringBuilder(1_024);
        line(text, "SIP/2.0 " + status);
        line(text, "Via: " + via.map(v -> v.returned(from.getHostAddress(), fromPort)).orElse(top) + vias.get(0).substring(top.length()));
        vias.stream().skip(1).forEach(more -> line(text, "Via: " + more));
        request.value("From", "f").ifPresent(value -> line(text, "From: " + value));
        request.value("To", "t").ifPresent(value -> line(text, "To: " + (request.toTag().isEmpty() ? value + ";tag=" + TAG : value)));
        request.value("Call-ID", "i").ifPresent(value -> line(text, "Call-ID: " + value));
        request.value("CSeq", "CSeq").ifPresent(value -> line(text, "CSeq: " + value));
        headers.forEach(header -> line(text, header));
        line(text, "Content-Length: 0");
        return text.length() > LONGEST ? Optional.empty() : Optional.of(new EarlyAnswer(
            text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1), via.map(v -> port(v, fromPort)).orElse(fromPort)));
    }

    private static void line(StringBuilder text, String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            text.append(c < ' ' && c != '\t' ? ' ' : c);
        }
        text.append("\r\n");
    }

    private static int port(ViaText via, int fromPort) {
        int port = via.rport() ? fromPort : via.port() < 0 ? DEFAULT_PORT : via.port();
        return port == 0 || port > MAX_PORT ? fromPort : port;
    }
}
