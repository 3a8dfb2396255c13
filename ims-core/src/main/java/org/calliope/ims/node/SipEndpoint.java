package org.calliope.ims.node;

/**
 * Where a SIP element listens, UDP and TCP.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record SipEndpoint(String host, int port) {

    /** @return {@code sip:host:port} */
    public String uri() {
        return "sip:" + host + ':' + port;
    }

    @Override
    public String toString() {
        return uri();
    }
}
