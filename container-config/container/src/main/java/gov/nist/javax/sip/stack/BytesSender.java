package gov.nist.javax.sip.stack;

import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ours, in the stack's package: bytes that were a message once can be sent again only from here. */
public final class BytesSender {

    private static final Logger LOG = LoggerFactory.getLogger(BytesSender.class);

    private BytesSender() { }

    /** Sends bytes to where the channel's last packet came from. */
    public static void reply(MessageChannel channel, byte[] message) throws IOException {
        channel.sendMessage(message, channel.getPeerPacketSourceAddress(), channel.getPeerPacketSourcePort(), false);
    }

    /**
     * Answers a message that could not be parsed, on the thread that has read it.
     *
     * @param bodyLength bytes of its body, negative when not known: a connection can not be read on then
     * @return what the parser gives back so that its body is read over and nothing else happens; null: there is none
     */
    public static SIPMessage refuse(MessageChannel channel, Optional<byte[]> answer, int bodyLength) {
        try {
            if (channel.getMessageProcessor() instanceof LeanUdpProcessor udp) {
                udp.answer(answer);
                return null;
            }
            if (answer.isPresent()) {
                // the stack knows the connection only after its first good message, and would make another
                ((ConnectionOrientedMessageChannel) channel).mySock.getOutputStream().write(answer.get());
            }
            if (bodyLength >= 0) {
                return nothingWith(bodyLength);
            }
        } catch (IOException | InvalidArgumentException e) {
            LOG.debug("a malformed message was not answered: {}", e.toString());
        }
        channel.close();
        return null;
    }

    /** The stack reads the body of a message that has no From, and drops both. */
    private static SIPMessage nothingWith(int bodyLength) throws InvalidArgumentException {
        SIPRequest nothing = new SIPRequest();
        nothing.setContentLength(new ContentLength(bodyLength));
        return nothing;
    }
}
