package gov.nist.javax.sip.stack;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.calliope.ims.container.transport.LargeRequests;
import org.calliope.ims.container.transport.StreamHost;

/**
 * A transaction's way to a UDP peer. A request that may be longer than the path takes in one packet goes over TCP when
 * the peer has that (RFC 3261 18.1.1), and what belongs to the same transaction goes the same way.
 */
final class LeanUdpChannel extends UDPMessageChannel {

    private volatile LargeRequests large;

    LeanUdpChannel(InetAddress peer, int port, SIPTransactionStack stack, LeanUdpProcessor processor) {
        super(peer, port, stack, processor);
    }

    @Override
    public void sendMessage(SIPMessage message, InetAddress to, int port) throws IOException {
        int largest = ((StreamHost) sipStack).udpLargest();
        if (message instanceof SIPRequest request && largest > 0) {
            send(request, largest, to, port);
        } else {
            super.sendMessage(message, to, port);
        }
    }

    private void send(SIPRequest request, int largest, InetAddress to, int port) throws IOException {
        byte[] bytes = request.encodeAsBytes(getTransport());
        if (large == null && bytes.length > largest) {
            large = ((StreamHost) sipStack).streams().largeRequests(getMessageProcessor().getIpAddress(), getPort(),
                new InetSocketAddress(to, port), again -> overUdp(again, again.encodeAsBytes(getTransport()), to, port)).orElse(null);
        }
        if (large == null) {
            overUdp(request, bytes, to, port);
        } else if (!large.send(request)) {
            large = null;
            overUdp(request, request.encodeAsBytes(getTransport()), to, port);
        }
    }

    private void overUdp(SIPRequest request, byte[] bytes, InetAddress to, int port) throws IOException {
        sendMessage(bytes, to, port, true);
        request.setRemoteAddress(to);
        request.setRemotePort(port);
        request.setLocalAddress(getMessageProcessor().getIpAddress());
        request.setLocalPort(getPort());
        logMessage(request, to, port, System.currentTimeMillis());
    }
}
