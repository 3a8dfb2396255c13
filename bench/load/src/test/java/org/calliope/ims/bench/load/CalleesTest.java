package org.calliope.ims.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalleesTest {

    private static final String INVITE = "INVITE sip:v@127.17.9.2:5070 SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=1\r\n"
        + "Record-Route: <sip:p;lr>\r\n"
        + "From: <sip:a@x>;tag=1\r\nTo: <sip:v@x>\r\nCall-ID: c1\r\nCSeq: 1 INVITE\r\n\r\n";

    private final Queue<Runnable> timers = new ArrayDeque<>();
    private final Callees callees = new Callees(new Clock() {
        @Override
        public long now() {
            return 0;
        }

        @Override
        public void after(long nanos, Runnable work) {
            timers.add(work);
        }
    });
    private DatagramSocket server;
    private Selector selector;
    private Ue ue;

    @BeforeEach
    void open() throws IOException {
        server = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        server.setSoTimeout(5000);
        selector = Selector.open();
        ue = Ue.open("127.17.9.2", 0, (InetSocketAddress) server.getLocalSocketAddress(), selector, Ue.buffer());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private String next() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void repeatsItsAnswerUntilTheAck_RFC3261_13_3_1_4() throws IOException {
        callees.request(ue, INVITE);
        assertThat(next()).startsWith("SIP/2.0 180 ").contains("Record-Route: <sip:p;lr>");
        String ok = next();
        assertThat(ok).startsWith("SIP/2.0 200 ").contains("Contact: <sip:v@127.17.9.2:5070>", "To: <sip:v@x>;tag=");
        timers.remove().run();
        assertThat(next()).isEqualTo(ok);
        callees.request(ue, INVITE);
        assertThat(next()).as("an INVITE that comes again is the same call").isEqualTo(ok);
        callees.request(ue, INVITE.replace("INVITE", "ACK"));
        timers.remove().run();
        assertThat(timers).isEmpty();
        callees.request(ue, INVITE.replace("INVITE", "BYE"));
        assertThat(next()).startsWith("SIP/2.0 200 ").contains("CSeq: 1 BYE");
    }
}
