package org.calliope.ims.container.sip;

import java.util.ArrayDeque;
import java.util.Queue;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.mobicents.ext.javax.sip.dns.DefaultDNSServerLocator;

/**
 * Where to send a request, RFC 3263. An address needs no look-up: 4.1 and 4.2 take it as it is, and the core then
 * does not put what it found into a Route of the message.
 */
final class Locator extends DefaultDNSServerLocator {

    @Override
    public Queue<Hop> locateHops(URI uri) {
        return uri instanceof SipURI sip && isAddress(sip.getHost()) ? new ArrayDeque<>() : super.locateHops(uri);
    }

    private static boolean isAddress(String host) {
        // no top level domain is all digits (RFC 3696 2), and only IPv6 has colons
        char last = host.charAt(host.length() - 1);
        return last >= '0' && last <= '9' || host.indexOf(':') >= 0;
    }
}
