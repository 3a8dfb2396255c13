package org.calliope.ims.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** A DNS server over UDP on loopback that has NAPTR records of telephone numbers below {@code e164.example}. */
final class NumberServer implements AutoCloseable {

    static final String SUFFIX = "e164.example";
    private static final long TTL = 60;
    private static final int LARGEST = 4_096;

    private final DatagramSocket socket;
    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean silent;

    NumberServer() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "number-server");
        thread.setDaemon(true);
        thread.start();
    }

    String hostPort() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** @param regexps of records of the service E2U+sip, the first one preferred */
    void with(String number, String... regexps) {
        StringBuilder name = new StringBuilder(number.substring(1)).reverse();
        records.put(name.toString().replaceAll("(.)", "$1.") + SUFFIX + '.', List.of(regexps));
    }

    /** From now on it says nothing. */
    void silent() {
        silent = true;
    }

    void speaking() {
        silent = false;
    }

    /** The names that were asked for, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        byte[] buffer = new byte[LARGEST];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                answer(packet);
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void answer(DatagramPacket packet) throws IOException {
        Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        Record question = query.getQuestion();
        asked.add(question.getName().toString());
        if (silent) {
            return;
        }
        Message response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        response.addRecord(question, Section.QUESTION);
        List<String> regexps = records.get(question.getName().toString());
        if (regexps == null) {
            response.getHeader().setRcode(Rcode.NXDOMAIN);
            Name zone = Name.fromString(SUFFIX + '.');
            response.addRecord(new SOARecord(zone, DClass.IN, TTL, zone, zone, 1, 1, 1, 1, TTL), Section.AUTHORITY);
        } else {
            for (String regexp : regexps) {
                // the library takes its text as it stands in a zone file, where a backslash escapes
                response.addRecord(new NAPTRRecord(question.getName(), DClass.IN, TTL, 100, regexps.indexOf(regexp), "u",
                    "E2U+sip", regexp.replace("\\", "\\\\"), Name.root), Section.ANSWER);
            }
        }
        byte[] bytes = response.toWire();
        socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
    }

    @Override
    public void close() {
        socket.close();
    }
}
