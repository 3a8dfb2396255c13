package org.calliope.ims.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.calliope.ims.registration.Cluster;
import org.calliope.ims.registration.ClusterStore;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.testkit.FreePorts;

/** S-CSCFs of one cluster on loopback, in this process or each in its own. */
final class TestCluster implements AutoCloseable {

    /** JGroups takes the port this far above for its connections of watching. */
    private static final int WATCHING = 100;

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
        while (true) {
            int port = FreePorts.draw(1).get(0);
            try (ServerSocket watching = new ServerSocket(port + WATCHING, 1, InetAddress.getLoopbackAddress())) {
                return watching.getLocalPort() - WATCHING;
            } catch (BindException taken) {
                // another's
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        joined.forEach(Registrations::close);
    }
}
