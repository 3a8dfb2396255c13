package org.calliope.ims.pcscf;

/**
 * Where a request came from: what TS 24.229 5.2.2.3 associates with a user when SIP Digest goes without TLS.
 *
 * @param address   source address of the packet
 * @param port      source port of the packet
 * @param transport lower case
 * @param sentBy    host and port that the UE writes into its Via, lower case
 */
public record Source(String address, int port, String transport, String sentBy) {

    /** @return whether the packet came over a TLS session, which address, port and transport are then the name of */
    boolean secure() {
        return transport.equals("tls") || transport.equals("wss");
    }

    /** @return the packet's origin as traces and records name it; as a key it is {@link Origin#packet} */
    String packet() {
        return address + '|' + port + '|' + transport;
    }
}
