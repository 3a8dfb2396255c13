package org.calliope.ims.container.sip;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Request;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;

/**
 * The answer to a request that is turned away before it is parsed, made of the request's own header lines
 * (RFC 3261 8.2.6.2) without a transaction (8.2.7). Pure.
 */
final class TurnedAway {

    /** RFC 3261 25.1 via-parm as far as the way back needs it. */
    private static final Pattern VIA = Pattern.compile(
        "SIP\\s*/\\s*2\\.0\\s*/\\s*\\w+\\s+(?<host>\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9.-]{1,255})(?:\\s*:\\s*(?<port>\\d{1,5}))?(?<rest>\\s*(?:;.*)?)");
    private static final Pattern EMPTY_RPORT = Pattern.compile("(?i);\\s*rport\\s*(?=;|$)");
    private static final int DEFAULT_PORT = 5060;
    private static final int MAX_PORT = 65_535;

    private TurnedAway() { }

    /** @param port where it goes over UDP (RFC 3261 18.2.2, RFC 3581 4) */
    record Answer(byte[] bytes, int port) { }

    /**
     * @param tag RFC 3261 8.2.7: who keeps no state gives the same tag again
     * @return empty when the request does not say where an answer goes, or is one that gets none
     */
    static Optional<Answer> answer(Glance request, SipRefusal refusal, int retrySeconds, String tag, String here,
                                   InetAddress from, int fromPort) {
        List<String> vias = request.values("Via", "v");
        Matcher top = vias.isEmpty() ? null : VIA.matcher(Glance.first(vias.get(0)));
        Optional<String> to = request.value("To", "t");
        if (request.is(Request.ACK) || top == null || !top.matches() || to.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(1_024).append("SIP/2.0 ").append(refusal.status()).append(" Service Unavailable\r\n");
        line(text, "Via", returned(top, from, fromPort) + vias.get(0).substring(Glance.first(vias.get(0)).length()));
        vias.stream().skip(1).forEach(via -> line(text, "Via", via));
        request.value("From", "f").ifPresent(value -> line(text, "From", value));
        line(text, "To", request.toTag().isEmpty() ? to.get() + ";tag=" + tag : to.get());
        request.value("Call-ID", "i").ifPresent(value -> line(text, "Call-ID", value));
        request.value("CSeq", "CSeq").ifPresent(value -> line(text, "CSeq", value));
        line(text, Headers.RETRY_AFTER, Integer.toString(retrySeconds));
        line(text, Headers.REASON, Headers.reason(refusal));
        line(text, Headers.WARNING, Headers.warning(here, refusal));
        line(text, "Content-Length", "0");
        return Optional.of(new Answer(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1), port(top, fromPort)));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    /** RFC 3261 18.2.1 and RFC 3581 4: the Via says where the request really came from. */
    private static String returned(Matcher via, InetAddress from, int fromPort) {
        String address = from.getHostAddress();
        boolean rport = EMPTY_RPORT.matcher(via.group("rest")).find();
        boolean same = via.group("host").replaceAll("[\\[\\]]", "").equals(address);
        String value = rport ? EMPTY_RPORT.matcher(via.group()).replaceFirst(";rport=" + fromPort) : via.group();
        return rport || !same ? value + ";received=" + address : value;
    }

    private static int port(Matcher via, int fromPort) {
        if (EMPTY_RPORT.matcher(via.group("rest")).find()) {
            return fromPort;
        }
        int port = via.group("port") == null ? DEFAULT_PORT : Integer.parseInt(via.group("port"));
        return port == 0 || port > MAX_PORT ? fromPort : port;
    }
}
