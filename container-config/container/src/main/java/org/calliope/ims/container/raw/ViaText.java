package org.calliope.ims.container.raw;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Via value as far as the way back needs it (RFC 3261 25.1 via-parm).
 *
 * @param host  with the brackets of an IPv6 address
 * @param port  -1 when there is none
 * @param rport whether it asks for the port that its request came from (RFC 3581 3)
 */
record ViaText(String text, String transport, String host, int port, boolean rport) {

    private static final Pattern VIA = Pattern.compile(
        "SIP\\s*/\\s*2\\.0\\s*/\\s*(\\w{1,20})\\s+(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9.-]{1,255})(?:\\s*:\\s*(\\d{1,5}))?(\\s*(?:;.*)?)");
    private static final Pattern EMPTY_RPORT = Pattern.compile("(?i);\\s*rport\\s*(?=;|$)");

    static Optional<ViaText> of(String text) {
        Matcher via = VIA.matcher(text);
        return via.matches() ? Optional.of(new ViaText(text, via.group(1), via.group(2), via.group(3) == null ? -1
            : Integer.parseInt(via.group(3)), EMPTY_RPORT.matcher(via.group(4)).find())) : Optional.empty();
    }

    /** RFC 3261 18.2.1 and RFC 3581 4: the Via says where the request really came from. */
    String returned(String address, int fromPort) {
        String value = rport ? EMPTY_RPORT.matcher(text).replaceFirst(";rport=" + fromPort) : text;
        boolean same = host.replaceAll("[\\[\\]]", "").equals(address);
        return rport || !same ? value + ";received=" + address : value;
    }
}
