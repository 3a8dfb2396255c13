package org.calliope.ims.element;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.servlet.ServletContext;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.node.Topology;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;

/**
 * Whose word on identities counts (TS 24.229 4.4, RFC 3324): the elements of this network, and who is named in the
 * configuration. An element of the core takes no request from anybody else, so that a UE which goes around its
 * P-CSCF cannot say who it is. Immutable.
 */
public final class TrustDomain {

    /** In a list of trusted peers: everybody. */
    public static final String EVERYBODY = "*";

    private static final int FORBIDDEN = 403;

    private static final String UDP = "UDP";
    private static final int DEFAULT_PORT = 5060;

    private final Set<String> peers = new HashSet<>();
    private final boolean everybody;
    private final Set<String> here;

    /**
     * @param trusted {@code host} for all ports of a host, {@code host:port}, or {@link #EVERYBODY}
     * @param here    {@code host:port} of each place where this server listens
     */
    public TrustDomain(Topology topology, List<String> trusted, Set<String> here) {
        this.here = Set.copyOf(here);
        for (SipEndpoint element : topology.sipElements()) {
            add(element.host(), ":" + element.port());
        }
        everybody = trusted.contains(EVERYBODY);
        for (String peer : everybody ? List.<String>of() : trusted) {
            int colon = peer.lastIndexOf(':');
            boolean hasPort = colon > peer.lastIndexOf(']') && colon == peer.indexOf(':', peer.lastIndexOf(']') + 1);
            add(hasPort ? peer.substring(0, colon) : peer, hasPort ? peer.substring(colon) : "");
        }
    }

    /** @param context of an application, which knows where its server listens */
    public static TrustDomain of(Topology topology, List<String> trusted, ServletContext context) {
        Set<String> here = new HashSet<>();
        if (context.getAttribute(SipServlet.OUTBOUND_INTERFACES) instanceof List<?> interfaces) {
            interfaces.forEach(one -> {
                if (one instanceof SipURI uri) {
                    here.add(uri.getHost() + ':' + uri.getPort());
                }
            });
        }
        return new TrustDomain(topology, trusted, here);
    }

    /** @param clause where the caller's duty to look is written */
    public void check(SipServletRequest request, String clause) {
        check(request.getRemoteAddr(), request.getRemotePort(), request.getTransport(),
                MessageValues.text(request, Headers.VIA), clause);
    }

    void check(String address, int port, String transport, String via, String clause) {
        if (!contains(address, port) && (transport.equalsIgnoreCase(UDP) || !connects(address, via))) {
            throw new SipRefusal(FORBIDDEN, "the request does not come from the trust domain", "trust domain", clause,
                    Map.of("source", address + ':' + port));
        }
    }

    /**
     * A connection comes from whatever port (RFC 3261 18.1.1 has one made for each large request): the Via says which one
     * of those at its address has made it. An element of this server needs none.
     */
    private boolean connects(String address, String via) {
        String sentBy = SentBy.of(via);
        int colon = sentBy.lastIndexOf(':');
        String port = colon > sentBy.indexOf(']') ? sentBy.substring(colon) : ":" + DEFAULT_PORT;
        return peers.contains(address + port) && !here.contains(address + port);
    }

    /** @return whether who is there belongs to it; a name counts as it is written in the configuration */
    public boolean contains(String address, int port) {
        return everybody || peers.contains(address + ':' + port) || peers.contains(address);
    }

    // a packet's source is an address: a name is looked up once, here
    private void add(String host, String port) {
        peers.add(host + port);
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                peers.add(address.getHostAddress() + port);
            }
        } catch (UnknownHostException e) {
            // a name without address has no packets either
            peers.remove(host + port);
        }
    }
}
