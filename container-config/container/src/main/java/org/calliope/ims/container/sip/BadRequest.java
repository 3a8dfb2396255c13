package org.calliope.ims.container.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The answer to a request that can not be parsed (RFC 3261 21.4.1): made of its text, since there is no message.
 */
final class BadRequest {

    private static final String VIA = "via";
    /** 8.2.6.2: what a response has of its request, by long and short names. */
    private static final Set<String> COPIED = Set.of(VIA, "v", "from", "f", "to", "t", "call-id", "i", "cseq");
    private static final int LONGEST_ANSWER = 8_192;

    private BadRequest() { }

    /**
     * @param message what came, headers first
     * @return empty when nothing may or can be answered: no request, an ACK, no Via
     */
    static Optional<byte[]> answer(byte[] message, int status, String reason) {
        List<String> lines = headers(new String(message, StandardCharsets.ISO_8859_1));
        if (lines.isEmpty() || !isRequest(lines.get(0))) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("SIP/2.0 ").append(status)
            .append(status == 505 ? " Version Not Supported (" : " Bad Request (").append(reason).append(")\r\n");
        boolean via = false;
        for (String line : lines.subList(1, lines.size())) {
            String name = name(line);
            if (COPIED.contains(name)) {
                via |= name.equals(VIA) || name.equals("v");
                text.append(line).append(isUntaggedTo(name, line) ? ";tag=badreq\r\n" : "\r\n");
            }
        }
        return via && text.length() < LONGEST_ANSWER
            ? Optional.of(text.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1)) : Optional.empty();
    }

    private static boolean isRequest(String line) {
        return line.contains(" SIP/") && !line.startsWith("SIP/") && !line.startsWith("ACK ");
    }

    private static boolean isUntaggedTo(String name, String line) {
        return (name.equals("to") || name.equals("t")) && !line.contains("tag");
    }

    private static String name(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }

    /** The start line and the header lines, unfolded (7.3.1). */
    private static List<String> headers(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.stripLeading().split("\r?\n|\r", -1)) {
            if (line.isEmpty()) {
                break;
            }
            boolean folded = (line.charAt(0) == ' ' || line.charAt(0) == '\t') && lines.size() > 1;
            lines.add(folded ? lines.remove(lines.size() - 1) + ' ' + line.strip() : line);
        }
        return lines;
    }
}
