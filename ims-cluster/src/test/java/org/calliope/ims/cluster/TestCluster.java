package org.calliope.ims.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.calliope.ims.registration.Cluster;
import org.calliope.ims.registration.ClusterStore;
import org.calliope.ims.registration.Registrations;

/** S-CSCFs of one cluster on loopback, in this process or each in its own. */
final class TestCluster implements AutoCloseable {

    /** JGroups takes the port this far above for its connections of watching. */
    private static final int WATCHING = 100;
    private static final int HIGHEST = 65_000;

    private final List<InetSocketAddress> members;
    private final List<Registrations> joined = new ArrayList<>();

    TestCluster(int size) {
        members = IntStream.range(0, size).mapToObj(i -> new InetSocketAddress("127.0.0.1", free())).toList();
    }

    static String name(int number) {
        return "sip:s" + number + ".ims.example:5064";
    }

    Registrations join(int number) {
        Registrations registrations = ClusterStore.find()
                .join(new Cluster("test", name(number), members.get(number), members));
        joined.add(registrations);
        return registrations;
    }

    /** @return what {@link #of} takes */
    String ports() {
        return String.join(",", members.stream().map(member -> Integer.toString(member.getPort())).toList());
    }

    static Cluster of(String ports, int number) {
        List<InetSocketAddress> members = List.of(ports.split(",")).stream()
                .map(port -> new InetSocketAddress("127.0.0.1", Integer.parseInt(port))).toList();
        return new Cluster("test", name(number), members.get(number), members);
    }

    private static int free() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        while (true) {
            try (ServerSocket one = new ServerSocket(0, 1, loopback)) {
                if (one.getLocalPort() < HIGHEST) {
                    try (ServerSocket watching = new ServerSocket(one.getLocalPort() + WATCHING, 1, loopback)) {
                        return watching.getLocalPort() - WATCHING;
                    }
                }
            } catch (IOException taken) {
                if (taken instanceof java.net.BindException) {
                    continue;
                }
                throw new UncheckedIOException(taken);
            }
        }
    }

    @Override
    public void close() {
        joined.forEach(Registrations::close);
    }
}
