package gov.nist.javax.sip.stack;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives UDP on the threads that work on the messages, one at a time. The stack's own processor has a thread that
 * only receives, into a new array of the largest size for each packet and into a queue without bounds; here what
 * nobody has time for waits in the kernel's buffer, which is bounded. How long that wait is, a packet to itself tells.
 */
public final class LeanUdpProcessor extends UDPMessageProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(LeanUdpProcessor.class);
    private static final int LARGEST = 65_535;
    /** A probe that has not come by then was lost with others that the full buffer could not take. */
    private static final long LOST_NANOS = 1_000_000_000L;

    private final byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    private final MessageGate gate;
    private final String here;
    private volatile long sent;
    private volatile boolean underWay;
    private volatile long waited;

    LeanUdpProcessor(InetAddress address, SIPTransactionStack stack, int port) throws IOException {
        super(address, stack, port);
        gate = ((MessageGate.Holder) stack).gate();
        here = address.getHostAddress() + ':' + port;
        messageQueue = new Socket();
    }

    @Override
    public void start() {
        isRunning = true;
        messageChannels = new LinkedList<>();
        for (int i = 0; i < sipStack.threadPoolSize; i++) {
            startChannel("sip-udp-" + getPort() + '-' + i);
        }
    }

    // the stack's list has no type
    @SuppressWarnings("unchecked")
    private void startChannel(String thread) {
        messageChannels.add(new UDPMessageChannel(sipStack, this, thread));
    }

    /** Sends a packet to this socket, unless one is on its way. One thread. */
    public void probe() {
        if (underWay && System.nanoTime() - sent < LOST_NANOS) {
            return;
        }
        if (underWay) {
            waited = LOST_NANOS;
        }
        sent = System.nanoTime();
        underWay = true;
        try {
            sock.send(new DatagramPacket(mark, mark.length, sock.getLocalAddress(), getPort()));
        } catch (IOException e) {
            underWay = false;
            LOG.debug("UDP port {} can not be probed: {}", getPort(), e.toString());
        }
    }

    /** @return nanoseconds that a packet waits in the socket, as far as is known */
    public long waited() {
        return underWay ? Math.max(waited, System.nanoTime() - sent) : waited;
    }

    private boolean isProbe(DatagramPacket packet) {
        boolean probe = packet.getLength() == mark.length
            && Arrays.equals(packet.getData(), 0, mark.length, mark, 0, mark.length);
        if (probe) {
            waited = System.nanoTime() - sent;
            underWay = false;
        }
        return probe;
    }

    private boolean admits(DatagramPacket packet) {
        InetAddress from = packet.getAddress();
        return gate.admits(packet.getData(), packet.getLength(), here, from, packet.getPort(),
            (answer, port) -> sock.send(new DatagramPacket(answer, answer.length, from, port)));
    }

    /** Nothing waits in this queue: whoever takes from it receives. */
    private final class Socket extends LinkedBlockingQueue<DatagramQueuedMessageDispatch> {

        private static final long serialVersionUID = 1L;

        private final ReentrantLock turn = new ReentrantLock();
        private final byte[] buffer = new byte[LARGEST];

        @Override
        public DatagramQueuedMessageDispatch take() throws InterruptedException {
            turn.lockInterruptibly();
            try {
                return receive();
            } finally {
                turn.unlock();
            }
        }

        private DatagramQueuedMessageDispatch receive() throws InterruptedException {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                try {
                    sock.receive(packet);
                    if (isProbe(packet) || !admits(packet)) {
                        continue;
                    }
                    packet.setData(Arrays.copyOf(buffer, packet.getLength()));
                    return new DatagramQueuedMessageDispatch(packet, System.currentTimeMillis());
                } catch (SocketException e) {
                    if (!isRunning) {
                        throw new InterruptedException("the socket is closed");
                    }
                    LOG.warn("UDP port {}: {}", getPort(), e.toString());
                } catch (IOException e) {
                    LOG.warn("UDP port {}: {}", getPort(), e.toString());
                }
            }
        }
    }
}
