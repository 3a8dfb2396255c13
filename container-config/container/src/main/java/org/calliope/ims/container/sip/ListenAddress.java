package org.calliope.ims.container.sip;

/**
 * Where the container listens.
 *
 * @param label     who listens there, for the trace: an element's label, or the address itself
 * @param transport {@code udp} or {@code tcp}
 * @param host      an IP address of this machine
 * @param port      1 to 65535
 */
public record ListenAddress(String label, String transport, String host, int port) {

    /** {@code host:port}, as the sent-by of a Via names it. */
    String sentBy() {
        return host + ':' + port;
    }
}
