package org.calliope.ims.container.transport;

import java.net.InetAddress;

/** What a stack has that receives over connections. */
public interface StreamHost {

    StreamTransports streams();

    /** Whether this is a listening point of the stack: what is sent there goes through no socket. */
    boolean listens(InetAddress address, int port, String transport);
}
