package org.calliope.ims.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Loopback ports that nobody uses at the moment, neither for TCP nor for UDP, and that stay free until they are used: they are
 * none of those that a system gives to who asks for any port (Linux 32768 and up, RFC 6335 6 49152 and up), and none is drawn
 * twice. Safe for use by several threads.
 */
public final class FreePorts {
    private static final int FIRST = 10_000;
    private static final int COUNT = 22_000;
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts() {
    }

    /** Different ports. */
    public static List<Integer> draw(int count) {
        return IntStream.generate(FreePorts::draw).limit(count).boxed().toList();
    }

    private static int draw() {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no loopback port is free for both UDP and TCP");
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
             DatagramSocket udp = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException e) {
            return false; // another's
        }
    }
}
