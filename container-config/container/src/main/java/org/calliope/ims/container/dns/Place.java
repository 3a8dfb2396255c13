package org.calliope.ims.container.dns;

import java.net.InetAddress;
import org.calliope.ims.container.transport.Transport;

/**
 * Where a server is.
 *
 * @param address resolved
 * @param port    1 to 65535
 */
public record Place(Transport transport, InetAddress address, int port) {

    @Override
    public String toString() {
        return transport.label() + ':' + address.getHostAddress() + ':' + port;
    }
}
