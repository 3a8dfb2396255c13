package org.calliope.ims.container.transport;

import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What a stack has that receives over connections. */
public interface StreamHost {

    StreamTransports streams();

    /** Bytes of the longest request that goes over UDP before TCP has been tried; 0: any goes. */
    int udpLargest();

    /** Whether this is a listening point of the stack: what is sent there goes through no socket. */
    boolean listens(InetAddress address, int port, String transport);

    /**
     * Sends a response to where the name in its Via leads (RFC 3263 5), after nobody took it where its request came from.
     *
     * @param from   listening point of the request
     * @param failed where it was tried
     * @return false when the Via has an address, which leads nowhere else
     */
    boolean respondElsewhere(SIPResponse response, StreamProcessor from, InetSocketAddress failed);
}
