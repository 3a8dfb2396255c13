package gov.nist.javax.sip.stack;

import java.io.IOException;
import java.net.InetAddress;
import javax.sip.ListeningPoint;

/**
 * Ours, in the stack's package: UDP is received by {@link LeanUdpProcessor}, everything else as the stack does it.
 * Made by the stack by name.
 */
public final class LeanProcessorFactory extends OIOMessageProcessorFactory {

    @Override
    public MessageProcessor createMessageProcessor(SIPTransactionStack stack, InetAddress address, int port,
                                                   String transport) throws IOException {
        if (!transport.equalsIgnoreCase(ListeningPoint.UDP)) {
            return super.createMessageProcessor(stack, address, port, transport);
        }
        MessageProcessor processor = new LeanUdpProcessor(address, stack, port);
        stack.udpFlag = true;
        return processor;
    }
}
