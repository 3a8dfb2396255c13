package org.calliope.ims.samples.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SoundPortsTest {

    private static final int PATIENCE_MILLIS = 10_000;

    @Test
    void whatComesGoesBackAndAPortIsFreeAgainAfterTheCall_RFC3550_11() throws IOException {
        int port = freeEven();
        try (SoundPorts ports = SoundPorts.open("127.0.0.1", port + "-" + (port + 1)); DatagramSocket phone = new DatagramSocket(0,
                InetAddress.getLoopbackAddress())) {
            SoundPort taken = ports.take().orElseThrow();
            assertThat(ports.take()).as("a second call").isEmpty();

            byte[] packet = "sound".getBytes(StandardCharsets.US_ASCII);
            phone.setSoTimeout(PATIENCE_MILLIS);
            phone.send(new DatagramPacket(packet, packet.length, taken.address()));
            DatagramPacket back = new DatagramPacket(new byte[100], 100);
            phone.receive(back);
            assertThat(new String(back.getData(), 0, back.getLength(), StandardCharsets.US_ASCII)).isEqualTo("sound");
            assertThat(back.getPort()).isEqualTo(port);

            taken.valueUnbound(null);
            SoundPort again = Awaitility.await().until(ports::take, Optional::isPresent).orElseThrow();
            assertThat(again.address().getPort()).isEqualTo(port);
            again.valueUnbound(null);
        }
    }

    private static int freeEven() throws IOException {
        while (true) {
            try (DatagramSocket drawn = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                if (drawn.getLocalPort() % 2 == 0) {
                    return drawn.getLocalPort();
                }
            }
        }
    }
}
