package org.calliope.ims.samples.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;

/** The UDP ports for sound. One thread sends every packet back where it came from. {@link #take} and {@link #close}: any thread. */
final class SoundPorts implements AutoCloseable {

    private static final int LONGEST_PACKET = 65_535;

    private final InetAddress address;
    private final int first;
    private final int last;
    private final Selector selector;

    private SoundPorts(InetAddress address, int first, int last) throws IOException {
        this.address = address;
        this.first = first;
        this.last = last;
        this.selector = Selector.open();
    }

    /**
     * @param address IP address of this machine
     * @param range   first and last port, as {@code 20000-20099}; a call takes an even one and the one behind it
     * @throws IllegalArgumentException when that is no such range
     */
    static SoundPorts open(String address, String range) throws IOException {
        String[] ends = range.split("-");
        if (ends.length != 2) {
            throw new IllegalArgumentException(range + " is no range as 20000-20099");
        }
        SoundPorts ports = new SoundPorts(InetAddress.getByName(address), Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        Thread thread = new Thread(ports::run, "echo-sound");
        thread.setDaemon(true);
        thread.start();
        return ports;
    }

    /** @return the port for a call, which its session closes; empty when there is none left */
    synchronized Optional<SoundPort> take() throws IOException {
        for (int port = first + first % 2; port < last; port += 2) { // RFC 3550 11: RTP is at even ports
            DatagramChannel channel = DatagramChannel.open();
            try {
                InetSocketAddress at = new InetSocketAddress(address, port);
                channel.bind(at).configureBlocking(false);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                selector.wakeup(); // the thread looks at it from now on
                return Optional.of(new SoundPort(key, at));
            } catch (BindException taken) {
                channel.close();
            }
        }
        return Optional.empty();
    }

    private void run() {
        ByteBuffer packet = ByteBuffer.allocateDirect(LONGEST_PACKET);
        while (selector.isOpen()) {
            try {
                selector.select(key -> sendBack((DatagramChannel) key.channel(), packet));
            } catch (IOException | ClosedSelectorException e) {
                // the application ends
                return;
            }
        }
    }

    private static void sendBack(DatagramChannel channel, ByteBuffer packet) {
        try {
            packet.clear();
            SocketAddress from = channel.receive(packet);
            if (from != null) {
                channel.send(packet.flip(), from);
            }
        } catch (IOException lost) {
            // the call has ended meanwhile, or the phone is gone: as a packet that is lost
        }
    }

    /** Those of calls that still go on are closed with their sessions. */
    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
