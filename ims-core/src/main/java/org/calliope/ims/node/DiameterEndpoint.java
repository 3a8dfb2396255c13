package org.calliope.ims.node;

/**
 * Where a Diameter node listens, TCP.
 *
 * @param host name or address
 * @param port 0 to 65535; 0 lets the system choose
 */
public record DiameterEndpoint(String host, int port) {

    /** @return {@code aaa://host:port}, RFC 6733 4.3.1 */
    public String uri() {
        return "aaa://" + host + ':' + port;
    }

    @Override
    public String toString() {
        return uri();
    }
}
