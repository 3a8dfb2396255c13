package org.calliope.ims.element;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.node.Topology;

/**
 * Who a request leaves to by configuration: an MGCF, another network's BGCF, a trunk, an emergency centre.
 *
 * @param name    as the configuration calls it
 * @param uri     SIP URI without parameters but transport
 * @param trusted whether it belongs to the trust domain (TS 24.229 4.4)
 */
public record PeerServer(String name, String uri, boolean trusted) {

    private static final Pattern URI = Pattern.compile(
            "sip:([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(;transport=(udp|tcp))?");
    private static final String UNTRUSTED = "untrusted";
    private static final int HIGHEST_PORT = 65_535;

    /**
     * @param file  that the value is from
     * @param key   that the value is from
     * @param value {@code sip:192.0.2.10:5060;transport=tcp}, with {@code untrusted} behind it or not
     * @throws ConfigException naming file and key
     */
    public static PeerServer parse(String file, String key, String name, String value) {
        String[] words = value.strip().split("\\s+");
        Matcher uri = URI.matcher(words[0]);
        if (!uri.matches() || uri.group(2) != null && !isPort(uri.group(2).substring(1))) {
            throw new ConfigException(file, key,
                    "'" + words[0] + "' is no SIP URI such as sip:192.0.2.10:5060 or sip:gw.example;transport=tcp");
        }
        if (words.length > 2 || words.length == 2 && !words[1].equals(UNTRUSTED)) {
            throw new ConfigException(file, key, "behind the SIP URI stands nothing, or " + UNTRUSTED);
        }
        return new PeerServer(name, words[0], words.length == 1);
    }

    private static boolean isPort(String digits) {
        return Integer.parseInt(digits) > 0 && Integer.parseInt(digits) <= HIGHEST_PORT;
    }

    /**
     * What goes from here to an element of this network comes back.
     *
     * @throws ConfigException naming file and key when it is one
     */
    public void checkOutside(Topology topology, String file, String key) {
        for (SipEndpoint element : topology.sipElements()) {
            if (hostPort().equalsIgnoreCase(element.host() + ':' + element.port())) {
                throw new ConfigException(file, key, uri + " is an element of this network, see " + Topology.FILE);
            }
        }
    }

    /** @return {@code host:port} */
    public String hostPort() {
        String rest = uri.substring(uri.indexOf(':') + 1);
        int parameters = rest.indexOf(';');
        String hostPort = parameters < 0 ? rest : rest.substring(0, parameters);
        return hostPort.indexOf(':', hostPort.indexOf(']') + 1) < 0 ? hostPort + ":5060" : hostPort;
    }
}
