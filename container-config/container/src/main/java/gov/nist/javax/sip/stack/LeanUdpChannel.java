package gov.nist.javax.sip.stack;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.calliope.ims.container.transport.LargeRequests;
import org.calliope.ims.container.transport.StreamHost;

/**
 * Messages from and to UDP peers. A request that may be longer than the path takes in one packet goes over TCP when
 * the peer has that (RFC 3261 18.1.1), and what belongs to the same transaction goes the same way.
 */
final class LeanUdpChannel extends UDPMessageChannel {

    private static final byte[] BAD_REQUEST = "SIP/2.0 400 Bad Request (".getBytes(StandardCharsets.US_ASCII);

    private volatile LargeRequests large;

    LeanUdpChannel(InetAddress peer, int port, SIPTransactionStack stack, LeanUdpProcessor processor) {
        super(peer, port, stack, processor);
    }

    /** One that works on what comes in, on a thread of this name. */
    LeanUdpChannel(SIPTransactionStack stack, LeanUdpProcessor processor, String thread) {
        super(stack, processor, thread);
    }

    /** The stack's own 400 to a long message lacks the empty line that ends it. */
    @Override
    protected void sendMessage(byte[] message, InetAddress to, int port, String protocol, boolean retry) throws IOException {
        boolean unended = startsWith(message, BAD_REQUEST) && message[message.length - 1] == '\n'
            && message[message.length - 3] != '\n';
        byte[] complete = unended ? Arrays.copyOf(message, message.length + 2) : message;
        if (unended) {
            complete[message.length] = '\r';
            complete[message.length + 1] = '\n';
        }
        super.sendMessage(complete, to, port, protocol, retry);
    }

    private static boolean startsWith(byte[] message, byte[] beginning) {
        return message.length > beginning.length && Arrays.equals(message, 0, beginning.length, beginning, 0, beginning.length);
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
