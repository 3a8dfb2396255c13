package org.calliope.ims.container.dns;

import java.util.Optional;
import java.util.OptionalInt;
import org.calliope.ims.container.transport.Transport;

/**
 * What a URI or a Via says about where to send.
 *
 * @param host      TARGET of RFC 3263 4: the maddr parameter, else the host; a name, not an address
 * @param port      when given
 * @param transport when given
 * @param secure    whether the URI is a sips URI
 */
public record Target(String host, OptionalInt port, Optional<Transport> transport, boolean secure) { }
