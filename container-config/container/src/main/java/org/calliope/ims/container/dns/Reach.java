package org.calliope.ims.container.dns;

import java.util.List;
import org.calliope.ims.container.transport.Transport;

/**
 * Where this server can send to: a place is of use only when it has a socket of that kind.
 *
 * @param transports in the order of preference
 * @param ipv4       whether it has IPv4 addresses
 * @param ipv6       whether it has IPv6 addresses
 */
public record Reach(List<Transport> transports, boolean ipv4, boolean ipv6) { }
