package org.calliope.ims.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Loopback ports that nobody uses at the moment, neither for TCP nor for UDP. */
public final class FreePorts {
    private static final int ATTEMPTS = 200;

    private FreePorts() {
    }

    /** Different ports, all held while they are drawn and free when this returns. */
    public static List<Integer> draw(int count) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        List<AutoCloseable> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; ports.size() < count && i < ATTEMPTS; i++) {
                ServerSocket tcp = new ServerSocket(0, 1, loopback);
                held.add(tcp);
                try {
                    held.add(new DatagramSocket(tcp.getLocalPort(), loopback));
                    ports.add(tcp.getLocalPort());
                } catch (IOException e) {
                    // Taken for UDP: the next one.
                    continue;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no free loopback port", e);
        } finally {
            held.forEach(FreePorts::close);
        }
        if (ports.size() < count) {
            throw new IllegalStateException("no " + count + " loopback ports free for both UDP and TCP");
        }
        return List.copyOf(ports);
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket that was never used does not close", e);
        }
    }
}
