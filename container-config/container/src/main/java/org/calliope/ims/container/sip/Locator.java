package org.calliope.ims.container.sip;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.mobicents.ext.javax.sip.dns.DNSLookupPerformer;
import org.mobicents.ext.javax.sip.dns.DNSServerLocator;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Record;

/**
 * Keeps the SIP core from asking DNS, which it does on the thread that has read or sends a message. Where a request goes
 * is found out beneath it ({@link Outbound}); this server is known by the addresses it listens on, so a name is never
 * one of its own.
 */
final class Locator implements DNSServerLocator, DNSLookupPerformer {

    static boolean isAddress(String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        // no top level domain is all digits (RFC 3696 2), and only IPv6 has colons
        char last = host.charAt(host.length() - 1);
        return last >= '0' && last <= '9' || host.indexOf(':') >= 0;
    }

    @Override
    public Queue<Hop> locateHops(URI uri) {
        return new ArrayDeque<>();
    }

    @Override
    public Queue<Hop> resolveHostByAandAAAALookup(String host, int port, String transport) {
        return new ArrayDeque<>();
    }

    @Override
    public Queue<Hop> locateHopsForNonNumericAddressWithPort(String host, int port, String transport) {
        return new ArrayDeque<>();
    }

    /** No ENUM here: applications that want it ask for it themselves. */
    @Override
    public SipURI getSipURI(URI uri) {
        return uri instanceof SipURI sip ? sip : null;
    }

    @Override
    public List<Record> performSRVLookup(String name) {
        return List.of();
    }

    @Override
    public List<NAPTRRecord> performNAPTRLookup(String domain, boolean secure, Set<String> transports) {
        return List.of();
    }

    @Override
    public DNSLookupPerformer getDnsLookupPerformer() {
        return this;
    }

    @Override
    public void setDnsLookupPerformer(DNSLookupPerformer other) { }

    @Override
    public void addLocalHostName(String name) { }

    @Override
    public void removeLocalHostName(String name) { }

    @Override
    public void mapLocalHostNameToIP(String name, Set<String> addresses) { }

    @Override
    public void unmapLocalHostNameToIP(String name) { }

    @Override
    public void addSupportedTransport(String transport) { }

    @Override
    public void removeSupportedTransport(String transport) { }

    @Override
    public void setDNSTimeout(int seconds) { }

    @Override
    public int getDNSTimeout() {
        return 0;
    }
}
