package gov.nist.javax.sip.stack;

import java.io.IOException;

/** Ours, in the stack's package: bytes that were a message once can be sent again only from here. */
public final class BytesSender {

    private BytesSender() { }

    /** Sends bytes to where the channel's last packet came from. */
    public static void reply(MessageChannel channel, byte[] message) throws IOException {
        channel.sendMessage(message, channel.getPeerPacketSourceAddress(), channel.getPeerPacketSourcePort(), false);
    }

    /** Sends bytes to the channel's peer. */
    public static void send(MessageChannel channel, byte[] message) throws IOException {
        channel.sendMessage(message, channel.getPeerInetAddress(), channel.getPeerPort(), false);
    }
}
