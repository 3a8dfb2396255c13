package org.calliope.ims.container.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server over UDP on loopback whose zone is written as in a zone file. Names that end in .silent get no answer. */
public final class FakeDns implements AutoCloseable {

    private static final long NEGATIVE_TTL = 60;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, List<Record>> records = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::serve, "fake-dns");

    public FakeDns() throws IOException {
        thread.start();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** @param lines records of a zone file, absolute names: {@code a.example. 60 IN A 127.0.0.1} */
    public FakeDns with(String... lines) throws IOException {
        for (String line : lines) {
            Record each = new Master(new ByteArrayInputStream((line + '\n').getBytes()), Name.root).nextRecord();
            records.computeIfAbsent(key(each.getName(), each.getType()), k -> new CopyOnWriteArrayList<>()).add(each);
        }
        return this;
    }

    private static String key(Name name, int type) {
        return name.toString().toLowerCase() + ' ' + Type.string(type);
    }

    /** @return the questions so far, in order: {@code a.example. A} */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        byte[] buffer = new byte[4_096];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                answer(packet);
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void answer(DatagramPacket packet) throws IOException {
        Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        Record question = query.getQuestion();
        asked.add(key(question.getName(), question.getType()));
        if (question.getName().toString().endsWith(".silent.")) {
            return;
        }
        Message response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        response.addRecord(question, Section.QUESTION);
        Name name = question.getName();
        List<Record> alias = records.getOrDefault(key(name, Type.CNAME), List.of());
        if (!alias.isEmpty()) {
            response.addRecord(alias.get(0), Section.ANSWER);
            name = ((CNAMERecord) alias.get(0)).getTarget();
        }
        List<Record> found = records.getOrDefault(key(name, question.getType()), List.of());
        found.forEach(r -> response.addRecord(r, Section.ANSWER));
        if (found.isEmpty()) {
            String owner = name.toString().toLowerCase() + ' ';
            boolean exists = records.keySet().stream().anyMatch(k -> k.startsWith(owner));
            response.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
            response.addRecord(new SOARecord(Name.fromString("example."), DClass.IN, NEGATIVE_TTL, Name.fromString("ns.example."),
                Name.fromString("admin.example."), 1, 1, 1, 1, NEGATIVE_TTL), Section.AUTHORITY);
        }
        byte[] bytes = response.toWire();
        socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
