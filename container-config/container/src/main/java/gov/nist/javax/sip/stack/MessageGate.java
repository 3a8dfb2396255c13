package gov.nist.javax.sip.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Asked about each message that comes in over a socket, before it is parsed. Any thread. */
public interface MessageGate {

    /** @return whether the server takes anything up yet; a packet that comes before comes again (RFC 3261 17.1.1.2) */
    boolean isOpen();

    /**
     * @param message bytes of which the first {@code length} are the message, valid during the call
     * @param here    the listening point, {@code host:port}
     * @param reply   what sends an answer over the socket that the message came through
     * @return whether the stack is to take the message up; when not, nothing more is to be done with it
     */
    boolean admits(byte[] message, int length, String here, InetAddress from, int fromPort, Reply reply);

    /**
     * A peer has shown that it is there, by a message of no other use (RFC 5626 3.5).
     *
     * @param transport lower case
     */
    void keptAlive(InetSocketAddress peer, String transport);

    /** Sends to where the message came from. */
    interface Reply {

        /** @param port to send to when the transport has no connection */
        void send(byte[] answer, int port) throws IOException;
    }

    /** A stack that has one. */
    interface Holder {
        MessageGate gate();
    }
}
