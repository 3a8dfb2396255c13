package org.calliope.ims.container.sip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.container.transport.Transport;

/**
 * Where the container listens.
 *
 * @param label     who listens there, for the trace: an element's label, or the address itself
 * @param transport what it speaks there
 * @param host      an IP address of this machine, as {@link InetAddress#getHostAddress()} writes it
 * @param port      1 to 65535
 */
public record ListenAddress(String label, Transport transport, String host, int port) {

    private static final Pattern TEXT = Pattern.compile("(udp|tcp|tls|ws|wss):(?:([0-9.]+)|\\[([0-9A-Fa-f:.]+)]):([0-9]{1,5})");
    private static final Pattern ON_A_HOST = Pattern.compile("(udp|tcp|tls|ws|wss):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    /** @throws IllegalArgumentException saying what would be right */
    public static ListenAddress parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("an address to listen on is transport:address:port with udp, tcp, tls, ws or wss, as in"
                + " udp:127.0.0.1:5080 or tls:[::1]:5061, not " + text);
        }
        String host = address(parts.group(2) == null ? parts.group(3) : parts.group(2));
        return new ListenAddress(text.substring(text.indexOf(':') + 1), Transport.of(parts.group(1)), host,
            port(parts.group(4)));
    }

    /**
     * @param text transport and port at an element's own address, as in {@code tls:5061}
     * @throws IllegalArgumentException saying what would be right
     */
    public static ListenAddress parse(String text, String label, String host) {
        Matcher parts = ON_A_HOST.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a transport of an element is transport:port with udp, tcp, tls, ws or wss, as in"
                + " tls:5061, not " + text);
        }
        return new ListenAddress(label, Transport.of(parts.group(1)), address(host), port(parts.group(2)));
    }

    /** @param host IP address, with or without brackets, or a name, which is looked up */
    public static String address(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host + " is no address of this machine", e);
        }
    }

    private static int port(String digits) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port " + port + " is not within 1 to " + HIGHEST_PORT);
        }
        return port;
    }

    /** {@code host:port}, by which a channel, a Via or a packet's address is found to mean this place. */
    String sentBy() {
        return key(host, port);
    }

    /** @param host with or without the brackets of an IPv6 address */
    static String key(String host, int port) {
        return (host.charAt(0) == '[' ? host.substring(1, host.length() - 1) : host) + ':' + port;
    }
}
