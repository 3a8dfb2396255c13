package org.calliope.ims.container.transport;

import java.time.Duration;
import java.util.List;

/**
 * What a connection may take of this server. Sizes are bytes.
 *
 * @param maxMessage              longest message accepted
 * @param readTimeout             how long a peer may take from a message's first byte to its last
 * @param connectTimeout          how long a connection of ours may take to come about
 * @param handshakeTimeout        how long TLS and WebSocket handshakes may take
 * @param idleTimeout             a connection on which nothing came for so long is closed
 * @param maxConnections          connections that others have opened, of all transports together
 * @param maxConnectionsPerAddress as before, from one IP address
 * @param maxWriteQueue           bytes that may wait for a peer to read them
 * @param webSocketOrigins        origins from which pages may connect; empty: any
 */
public record StreamSettings(int maxMessage, Duration readTimeout, Duration connectTimeout, Duration handshakeTimeout,
                             Duration idleTimeout, int maxConnections, int maxConnectionsPerAddress, int maxWriteQueue,
                             List<String> webSocketOrigins) { }
