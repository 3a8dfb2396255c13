package gov.nist.javax.sip.stack;

import java.io.IOException;
import java.net.InetAddress;
import javax.sip.ListeningPoint;
import org.calliope.ims.container.transport.StreamHost;
import org.calliope.ims.container.transport.StreamProcessor;
import org.calliope.ims.container.transport.Transport;

/**
 * Ours, in the stack's package: UDP is received by {@link LeanUdpProcessor}, everything else by
 * {@link StreamProcessor}. Made by the stack by name.
 */
public final class LeanProcessorFactory implements MessageProcessorFactory {

    @Override
    public MessageProcessor createMessageProcessor(SIPTransactionStack stack, InetAddress address, int port,
                                                   String transport) throws IOException {
        if (!transport.equalsIgnoreCase(ListeningPoint.UDP)) {
            return ((StreamHost) stack).streams().processor(stack, address, port, Transport.of(transport));
        }
        MessageProcessor processor = new LeanUdpProcessor(address, stack, port);
        stack.udpFlag = true;
        return processor;
    }
}
