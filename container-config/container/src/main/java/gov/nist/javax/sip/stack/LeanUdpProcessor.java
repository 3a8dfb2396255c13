package gov.nist.javax.sip.stack;

import gov.nist.core.HostPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import org.calliope.ims.container.raw.EarlyAnswer;
import org.calliope.ims.container.raw.Glance;
import org.calliope.ims.container.transport.StunBinding;
import org.calliope.ims.node.RareLog;
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
    private static final String TRANSPORT = "udp";
    /** A probe that has not come by then was lost with others that the full buffer could not take. */
    private static final long LOST_NANOS = 1_000_000_000L;

    private final byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    private final RareLog rareLog = new RareLog(LOG, Duration.ofSeconds(1));
    private final ReadingTurns turns = new ReadingTurns(Runtime.getRuntime().availableProcessors(), System::nanoTime);
    private final MessageGate gate;
    private final String here;
    private volatile long sent;
    private volatile boolean underWay;
    private volatile long waited;
    /** Where the packet came from that this thread works on. */
    private final ThreadLocal<InetSocketAddress> source = new ThreadLocal<>();

    LeanUdpProcessor(InetAddress address, SIPTransactionStack stack, int port) throws IOException {
        super(address, stack, port);
        gate = ((MessageGate.Holder) stack).gate();
        here = address.getHostAddress() + ':' + port;
        messageQueue = new Socket();
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws UnknownHostException {
        return createMessageChannel(target.getInetAddress(), target.getPort());
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress host, int port) {
        return new LeanUdpChannel(host, port, sipStack, this);
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
        messageChannels.add(new LeanUdpChannel(sipStack, this, thread));
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
        try {
            return gate.isOpen() && gate.admits(packet.getData(), packet.getLength(), here, from, packet.getPort(),
                (answer, port) -> send(answer, new InetSocketAddress(from, port)));
        } catch (RuntimeException e) {
            // the thread's edge: one message must not end it
            rareLog.warn("a message from " + from.getHostAddress() + " was dropped: " + e, e);
            return false;
        }
    }

    /** Lets others read for those of the threads that a message holds up; to be called every few milliseconds. */
    public void relieve() {
        turns.relieve();
    }

    /** Answers the request that the calling thread works on, which can not be parsed. */
    public void answer(Glance request, String status) {
        InetSocketAddress from = source.get();
        try {
            Optional<EarlyAnswer> answer = EarlyAnswer.to(request, status, List.of(), from.getAddress(), from.getPort());
            if (answer.isPresent()) {
                send(answer.get().bytes(), new InetSocketAddress(from.getAddress(), answer.get().port()));
            }
        } catch (IOException e) {
            LOG.debug("{} was not answered: {}", from, e.toString());
        }
    }

    /** RFC 5626 3.5.2: how a peer behind a NAT keeps its binding and learns of it. Many telephones send empty lines and expect nothing. */
    private boolean isKeepAlive(DatagramPacket packet) throws IOException {
        boolean keepAlive = Glance.isBlank(packet.getData(), packet.getLength()) || isStun(packet);
        if (keepAlive) {
            gate.keptAlive((InetSocketAddress) packet.getSocketAddress(), TRANSPORT);
        }
        return keepAlive;
    }

    private boolean isStun(DatagramPacket packet) throws IOException {
        if (!StunBinding.isStun(packet.getData(), packet.getLength())) {
            return false;
        }
        Optional<byte[]> answer = StunBinding.answer(packet.getData(), packet.getLength(), packet.getAddress(), packet.getPort());
        if (answer.isPresent()) {
            send(answer.get(), packet.getSocketAddress());
        }
        return true;
    }

    /** Sends bytes that are no message of the stack's, or were one once. */
    public void send(byte[] message, SocketAddress to) throws IOException {
        sock.send(new DatagramPacket(message, message.length, to));
    }

    /** Nothing waits in this queue: whoever takes from it receives. */
    private final class Socket extends LinkedBlockingQueue<DatagramQueuedMessageDispatch> {

        private static final long serialVersionUID = 1L;
        /** A packet that was there already is read faster than that. */
        private static final long WAITED_NANOS = 5_000;

        private final transient ThreadLocal<byte[]> buffer = ThreadLocal.withInitial(() -> new byte[LARGEST]);

        @Override
        public DatagramQueuedMessageDispatch take() throws InterruptedException {
            turns.await();
            boolean read = false;
            try {
                long before = System.nanoTime();
                DatagramQueuedMessageDispatch packet = receive();
                turns.hasRead(System.nanoTime() - before > WAITED_NANOS);
                read = true;
                return packet;
            } finally {
                if (!read) {
                    turns.leave();
                }
            }
        }

        private DatagramQueuedMessageDispatch receive() throws InterruptedException {
            // the channel that took the thread's last packet is through with it
            byte[] bytes = buffer.get();
            while (true) {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                try {
                    sock.receive(packet);
                    if (isProbe(packet) || !admits(packet) || isKeepAlive(packet)) {
                        continue;
                    }
                    source.set((InetSocketAddress) packet.getSocketAddress());
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
