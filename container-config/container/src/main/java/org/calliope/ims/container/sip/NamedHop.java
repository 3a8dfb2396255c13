package org.calliope.ims.container.sip;

import java.util.Optional;
import java.util.OptionalInt;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import org.calliope.ims.container.dns.ServiceNames;
import org.calliope.ims.container.dns.Target;

/**
 * A next hop that is a name and has to be located first.
 *
 * @param target what the URI says
 * @param plain  the same with the defaults of RFC 3261 19.1.2 for what it does not say
 */
record NamedHop(Target target, Hop plain) implements Hop {

    static Target target(SipURI uri) {
        String host = uri.getMAddrParam() == null ? uri.getHost() : uri.getMAddrParam();
        return new Target(host, uri.getPort() < 0 ? OptionalInt.empty() : OptionalInt.of(uri.getPort()),
            Optional.ofNullable(uri.getTransportParam()).flatMap(ServiceNames::transport), uri.isSecure());
    }

    @Override
    public String getHost() {
        return plain.getHost();
    }

    @Override
    public int getPort() {
        return plain.getPort();
    }

    @Override
    public String getTransport() {
        return plain.getTransport();
    }
}
