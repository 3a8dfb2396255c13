package org.calliope.ims.container.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How names are looked up, and what is done about servers that fail.
 *
 * @param servers    who is asked, in this order; empty: the servers of this machine's configuration
 * @param timeout    how long a message waits for its target's place, all questions together
 * @param hopTimeout how long a server may be silent when there is another one to try
 * @param hopPenalty how long a server that failed is tried last
 */
public record DnsSettings(List<InetSocketAddress> servers, Duration timeout, Duration hopTimeout, Duration hopPenalty) {

    private static final int PORT = 53;
    private static final Pattern SERVER = Pattern.compile(
        "(?<v4>[0-9.]+)(:(?<port4>[0-9]{1,5}))?|\\[(?<v6>[0-9A-Fa-f:.]+)](:(?<port6>[0-9]{1,5}))?|(?<bare>[0-9A-Fa-f:.]+)");

    /**
     * @param text an address, or an address and a port: {@code 10.0.0.1}, {@code 10.0.0.1:5353}, {@code [::1]:5353}
     * @throws IllegalArgumentException when it is something else; a name would have to be looked up itself
     */
    public static InetSocketAddress server(String text) {
        Matcher parts = SERVER.matcher(text);
        if (parts.matches()) {
            String address = part(parts, "v4", part(parts, "v6", parts.group("bare")));
            int port = Integer.parseInt(part(parts, "port4", part(parts, "port6", Integer.toString(PORT))));
            try {
                return new InetSocketAddress(InetAddress.getByName(address), port);
            } catch (UnknownHostException e) {
                throw wrong(text, e);
            }
        }
        throw wrong(text, null);
    }

    private static String part(Matcher parts, String group, String otherwise) {
        return parts.group(group) == null ? otherwise : parts.group(group);
    }

    private static IllegalArgumentException wrong(String text, Exception cause) {
        return new IllegalArgumentException("conf/server.properties: dns-servers takes addresses, with a port or without,"
            + " as in 10.0.0.1, 10.0.0.1:5353 or [::1]:53, not " + text, cause);
    }
}
