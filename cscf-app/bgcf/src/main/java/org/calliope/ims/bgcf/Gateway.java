package org.calliope.ims.bgcf;

/**
 * Where a request leaves by: an MGCF, another network's BGCF, a trunk.
 *
 * @param name    as the routes name it
 * @param uri     SIP URI without parameters but transport
 * @param trusted whether it belongs to the trust domain (TS 24.229 4.4)
 */
record Gateway(String name, String uri, boolean trusted) {

    /** @return {@code host:port} */
    String hostPort() {
        String rest = uri.substring(uri.indexOf(':') + 1);
        int parameters = rest.indexOf(';');
        String hostPort = parameters < 0 ? rest : rest.substring(0, parameters);
        return hostPort.indexOf(':', hostPort.indexOf(']') + 1) < 0 ? hostPort + ":5060" : hostPort;
    }
}
