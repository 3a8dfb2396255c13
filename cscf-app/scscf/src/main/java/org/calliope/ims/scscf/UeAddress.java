package org.calliope.ims.scscf;

import java.util.List;
import java.util.regex.Pattern;
import org.calliope.ims.element.SentBy;
import org.calliope.ims.element.TrustDomain;

/** Where a request comes from: the UE as its P-CSCF saw it (RFC 3261 18.2.1, RFC 3581). Pure. */
final class UeAddress {

    private static final int DEFAULT_PORT = 5060;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private UeAddress() {
    }

    /**
     * The first hop that is not one of ours. What stands below it the UE has written itself and may be anything.
     *
     * @param vias values of Via, topmost first
     * @return {@code address:port}, or the address alone when its port is not known; "" without any Via
     */
    static String of(List<String> vias, TrustDomain ours) {
        String ue = "";
        for (String via : vias) {
            ue = source(via);
            int colon = portColon(ue);
            String host = colon < 0 ? ue : ue.substring(0, colon);
            if (!ours.contains(host, colon < 0 ? DEFAULT_PORT : port(ue.substring(colon + 1)))) {
                return ue;
            }
        }
        return ue;
    }

    // without received the hop is where its Via says
    private static String source(String via) {
        String received = parameter(via, "received");
        if (!received.isEmpty()) {
            String port = parameter(via, "rport");
            return port.isEmpty() ? received : received + ':' + port;
        }
        return SentBy.of(via);
    }

    private static int portColon(String source) {
        int colon = source.lastIndexOf(':');
        return colon > source.indexOf(']') ? colon : -1;
    }

    private static int port(String digits) {
        return PORT.matcher(digits).matches() ? Integer.parseInt(digits) : DEFAULT_PORT;
    }

    private static String parameter(String header, String name) {
        int start = header.indexOf(';' + name + '=');
        if (start < 0) {
            return "";
        }
        int from = start + name.length() + 2;
        int to = header.indexOf(';', from);
        return header.substring(from, to < 0 ? header.length() : to).strip();
    }
}
