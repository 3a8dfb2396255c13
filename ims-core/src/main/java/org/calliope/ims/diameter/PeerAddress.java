package org.calliope.ims.diameter;

/**
 * Where a Diameter peer is reached, over TCP.
 *
 * @param originHost its Diameter identity, {@code hss.ims.example}
 * @param host       name or address
 * @param port       1 to 65535
 */
public record PeerAddress(String originHost, String host, int port) {
}
