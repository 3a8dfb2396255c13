package org.calliope.ims.container.sip;

import java.util.ArrayDeque;
import java.util.Queue;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.mobicents.ext.javax.sip.dns.DNSLookupPerformer;
import org.mobicents.ext.javax.sip.dns.DefaultDNSLookupPerformer;
import org.mobicents.ext.javax.sip.dns.DefaultDNSServerLocator;

/**
 * Where to send a request, RFC 3263. An address needs no look-up: 4.1 and 4.2 take it as it is, and the core then
 * does not put what it found into a Route of the message.
 *
 * <p>The core also looks up names to find out whether they mean this server, on the thread that has read a message: a
 * few requests that name hosts nobody answers for would stop the server for as long as the look-ups take. This server
 * is known by the addresses it listens on, so such a name is never one of its own.
 */
final class Locator extends DefaultDNSServerLocator {

    private static final DNSLookupPerformer NO_LOOKUP = new DefaultDNSLookupPerformer() {
        @Override
        public Queue<Hop> locateHopsForNonNumericAddressWithPort(String host, int port, String transport) {
            return new ArrayDeque<>();
        }
    };

    @Override
    public Queue<Hop> locateHops(URI uri) {
        return uri instanceof SipURI sip && isAddress(sip.getHost()) ? new ArrayDeque<>() : super.locateHops(uri);
    }

    @Override
    public DNSLookupPerformer getDnsLookupPerformer() {
        return NO_LOOKUP;
    }

    static boolean isAddress(String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        // no top level domain is all digits (RFC 3696 2), and only IPv6 has colons
        char last = host.charAt(host.length() - 1);
        return last >= '0' && last <= '9' || host.indexOf(':') >= 0;
    }
}
