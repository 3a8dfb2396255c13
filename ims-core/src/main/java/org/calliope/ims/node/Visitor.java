package org.calliope.ims.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an HTTP request says of who sends it and from where, for those who decide whether it may pass. Immutable.
 *
 * @param method    the method
 * @param host      the name in the Host header, without port; null when there is none
 * @param address   the peer's address
 * @param fetchSite the Sec-Fetch-Site header, by which a browser says whose page asks; null when there is none
 */
public record Visitor(String method, String host, String address, String fetchSite) {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final Set<String> READING = Set.of("GET", "HEAD");

    public boolean reads() {
        return READING.contains(method);
    }

    /** Whether another site's page makes the user's browser change something here (CSRF). */
    public boolean crossSite() {
        return !reads() && fetchSite != null && !fetchSite.equals("same-origin") && !fetchSite.equals("none");
    }

    /**
     * A web page anywhere can make its own name resolve to this machine and then read as its own site (DNS rebinding);
     * it cannot do so with an address.
     */
    public boolean namesAddress() {
        String name = name();
        return name.equals("localhost") || ADDRESS.matcher(name).matches() || name.contains(":");
    }

    /** The host in lower case, empty when there is none. */
    public String name() {
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    /** Whether it comes from this machine. */
    public boolean local() {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
