package org.calliope.ims.container.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A stream of bytes in whatever pieces, without sockets. */
class SipFramesTest {

    private static final String HEAD = "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\nf: <sip:a@b>;tag=1\r\nTo: <sip:x>\r\n"
        + "i: call\r\nCSeq: 1 OPTIONS\r\n";

    private static EmbeddedChannel channel() {
        return new EmbeddedChannel(new SipFrames(1_000,
            new ReadDeadline(Duration.ofSeconds(1), new StreamMeters(new SimpleMeterRegistry()))));
    }

    private static void write(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private static String read(EmbeddedChannel channel) {
        SipFrame frame = channel.readInbound();
        return frame == null ? null : new String(frame.bytes(), StandardCharsets.ISO_8859_1);
    }

    private static String refusal(String text) {
        EmbeddedChannel channel = channel();
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(() -> write(channel, text)).isInstanceOf(DecoderException.class)
            .satisfies(e -> thrown[0] = e.getCause());
        return ((FramingException) thrown[0]).answer().map(a -> new String(a, StandardCharsets.UTF_8)).orElse("");
    }

    @Test
    void eachByteByItself_RFC3261_18_3() {
        EmbeddedChannel channel = channel();
        String message = HEAD + "l: 4\r\n\r\nbody";
        for (char c : (message + message).toCharArray()) {
            write(channel, String.valueOf(c));
        }
        assertThat(read(channel)).isEqualTo(message);
        assertThat(read(channel)).isEqualTo(message);
        assertThat(read(channel)).isNull();
    }

    @Test
    void severalInOnePieceWithEmptyLinesBetween_RFC3261_7_5() {
        EmbeddedChannel channel = channel();
        String message = HEAD + "Content-Length: 0\r\n\r\n";
        write(channel, "\r\n" + message + message + "\r\n" + message);
        assertThat(channel.inboundMessages()).hasSize(3);
        assertThat(((SipFrame) channel.readInbound()).callId()).isEqualTo("call");
    }

    @Test
    void aBodyMayHoldAnything() {
        EmbeddedChannel channel = channel();
        String message = HEAD + "Content-Length: 8\r\n\r\n\r\n\r\n\0\0\0\0";
        write(channel, message);
        assertThat(read(channel)).isEqualTo(message);
    }

    @Test
    void aLengthThatIsMissingOrToldInTwoWaysOrNoNumberIsAnswered400_RFC3261_20_14() {
        assertThat(refusal(HEAD + "\r\n")).startsWith("SIP/2.0 400 Content-Length is missing\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\n"
            + "From: <sip:a@b>;tag=1\r\nTo: <sip:x>;tag=badreq\r\nCall-ID: call\r\nCSeq: 1 OPTIONS\r\n");
        assertThat(refusal(HEAD + "Content-Length: 1\r\nl: 2\r\n\r\n")).startsWith("SIP/2.0 400 Content-Length is said in two ways");
        assertThat(refusal(HEAD + "Content-Length: -99\r\n\r\n")).startsWith("SIP/2.0 400 Content-Length is not a number");
        assertThat(refusal(HEAD + "Content-Length: 99999999999999\r\n\r\n")).startsWith("SIP/2.0 400 ");
    }

    @Test
    void whatIsTooLongIsAnsweredBeforeItIsThere_RFC3261_21_4_11_and_21_5_7() {
        assertThat(refusal(HEAD + "Content-Length: 1000\r\n\r\n")).startsWith("SIP/2.0 413 ");
        assertThat(refusal(HEAD + "X: " + "x".repeat(1_000))).startsWith("SIP/2.0 513 ");
    }

    @Test
    void responsesAndWhatCanNotBeAnsweredAreNot() {
        assertThat(refusal(HEAD.replace("OPTIONS sip:x SIP/2.0", "SIP/2.0 200 OK") + "\r\n")).isEmpty();
        assertThat(refusal("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).isEmpty();
    }
}
