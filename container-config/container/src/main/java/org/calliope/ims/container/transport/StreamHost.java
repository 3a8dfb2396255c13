package org.calliope.ims.container.transport;

import java.net.InetAddress;

/** What a stack has that receives over connections. */
public interface StreamHost {

    StreamTransports streams();

    /** Bytes of the longest request that goes over UDP before TCP has been tried; 0: any goes. */
    int udpLargest();

    /** Whether this is a listening point of the stack: what is sent there goes through no socket. */
    boolean listens(InetAddress address, int port, String transport);
}
