package org.calliope.ims.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.ChargingRecord.Side;
import org.calliope.ims.charging.Closing;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.rf.AccountingAnswer;
import org.calliope.ims.rf.AccountingRequest;
import org.calliope.ims.rf.Media;
import org.calliope.ims.rf.RecordType;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.impl.parser.MessageParser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ACR and ACA as octets. Codes and flags are written out here a second time, from TS 32.299 table 7.2.0.1. */
class RfMessagesTest {

    private static final MessageParser PARSER = new MessageParser();
    private static final CommonAvps COMMON = new CommonAvps("scscf.ims.example", "ims.example");
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00.250Z");
    private static final long NOON_OF_NTP = NOON.getEpochSecond() + 2_208_988_800L;
    private static final ChargingRecord RECORD = new ChargingRecord("S-CSCF", Side.TERMINATING, "INVITE", "icid-1", "call@1",
            "sip:bob@ims.example", List.of("sip:alice@ims.example", "tel:+4930111"), "sip:bob@ims.example",
            List.of("sip:as1.ims.example"), List.of(), "other.example", "ims.example", NOON, Optional.empty(), Optional.empty(), 0,
            Closing.LOST);
    private static final Media MEDIA = Media.of(Media.Kind.ANSWER, List.of("v=0", "c=IN IP4 10.0.0.1", "m=audio 4000 RTP/AVP 8",
            "a=sendrecv"));
    private static final int M = 0x40;
    private static final int VM = 0xC0;
    private static final int VENDOR_3GPP = 10_415;

    private static AccountingRequest request(RecordType type, Optional<Integer> cause) {
        return new AccountingRequest("scscf.ims.example;1;1;rf", type, 7, NOON, Duration.ofSeconds(300), RECORD, "INVITE",
                Optional.of(NOON), Optional.of(NOON.plusMillis(1_500)), MEDIA, cause);
    }

    private static IMessage message(AccountingRequest request) {
        IMessage message = PARSER.createEmptyMessage(Command.ACCOUNTING.code(), Command.ACCOUNTING.application());
        message.setRequest(true);
        RfMessages.write(request, COMMON, "charging.example", "cdf.charging.example", new AvpWriter(message.getAvps()));
        return message;
    }

    private static byte[] body(AccountingRequest request) {
        byte[] whole = RawPeer.bytes(message(request));
        return Arrays.copyOfRange(whole, Dictionary.HEADER_LENGTH, whole.length);
    }

    private static byte[] avp(int code, int flags, byte[]... content) {
        byte[] data = join(content);
        int head = (flags & 0x80) == 0 ? 8 : 12;
        ByteBuffer out = ByteBuffer.allocate((head + data.length + 3) / 4 * 4).putInt(code).putInt(flags << 24 | head + data.length);
        if (head == 12) {
            out.putInt(VENDOR_3GPP);
        }
        return out.put(data).array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(4).putInt((int) number).array();
    }

    @Test
    @DisplayName("TS 32.299 6.2.2, 7.2: an ACR, octet by octet: base AVPs with the M bit, those of 3GPP with V and M")
    void octets() {
        byte[] ims = join(avp(823, VM, avp(824, VM, text("INVITE"))), avp(829, VM, number(1)), avp(862, VM, number(0)),
                avp(830, VM, text("call@1")), avp(831, VM, text("sip:alice@ims.example")), avp(831, VM, text("tel:+4930111")),
                avp(832, VM, text("sip:bob@ims.example")),
                avp(833, VM, avp(834, VM, number(NOON_OF_NTP)), avp(2301, VM, number(250)), avp(835, VM, number(NOON_OF_NTP + 1)),
                        avp(2302, VM, number(750))),
                avp(850, VM, avp(836, VM, text("sip:as1.ims.example"))),
                avp(838, VM, avp(839, VM, text("other.example")), avp(840, VM, text("ims.example"))),
                avp(841, VM, text("icid-1")), avp(842, VM, text("c=IN IP4 10.0.0.1")),
                avp(843, VM, avp(844, VM, text("audio 4000 RTP/AVP 8")), avp(845, VM, text("a=sendrecv")), avp(2036, VM, number(1))),
                avp(861, VM, number(-1)));
        byte[] expected = join(avp(263, M, text("scscf.ims.example;1;1;rf")), avp(264, M, text("scscf.ims.example")),
                avp(296, M, text("ims.example")), avp(283, M, text("charging.example")), avp(480, M, number(1)), avp(485, M, number(7)),
                avp(259, M, number(3)), avp(293, M, text("cdf.charging.example")), avp(85, M, number(300)), avp(55, M, number(NOON_OF_NTP)),
                avp(461, M, text("15.32260@3gpp.org")),
                avp(873, VM, avp(443, M, avp(450, M, number(2)), avp(444, M, text("sip:bob@ims.example"))), avp(876, VM, ims)));

        assertThat(HexFormat.of().formatHex(body(request(RecordType.EVENT, Optional.of(-1))))).isEqualTo(HexFormat.of().formatHex(expected));
    }

    @Test
    @DisplayName("RFC 6733 9.8.1, 9.7.1: command 271 of application 3, record types from 1 to 4")
    void types() {
        byte[] whole = RawPeer.bytes(message(request(RecordType.STOP, Optional.of(0))));
        Header header = Header.of(ByteBuffer.wrap(whole));

        assertThat(header.command()).isEqualTo(271);
        assertThat(header.application()).isEqualTo(3);
        assertThat(List.of(RecordType.values())).extracting(RecordType::code).containsExactly(1, 2, 3, 4);
    }

    private static AvpReader subscription(String served) {
        ChargingRecord record = new ChargingRecord("S-CSCF", Side.ORIGINATING, "MESSAGE", "", "call@1", served, List.of(), served,
                List.of(), List.of(), "", "", NOON, Optional.empty(), Optional.empty(), 0, Closing.LOST);
        IMessage message = message(new AccountingRequest("s", RecordType.EVENT, 0, NOON, Duration.ZERO, record, "", Optional.empty(),
                Optional.empty(), Media.NONE, Optional.empty()));
        return new AvpReader(message.getAvps()).group(Name.SERVICE_INFORMATION).group(Name.SUBSCRIPTION_ID);
    }

    @Test
    @DisplayName("RFC 8506 8.46, 8.47: the served user as a number, as a SIP URI, or as a number that only this network knows")
    void subscriptions() {
        assertThat(subscription("tel:+4930111").text(Name.SUBSCRIPTION_ID_DATA)).isEqualTo("4930111");
        assertThat(subscription("tel:+4930111").number(Name.SUBSCRIPTION_ID_TYPE)).isEqualTo(0);
        assertThat(subscription("sip:bob@ims.example").number(Name.SUBSCRIPTION_ID_TYPE)).isEqualTo(2);
        assertThat(subscription("tel:111;phone-context=ims.example").number(Name.SUBSCRIPTION_ID_TYPE)).isEqualTo(4);
    }

    @Test
    @DisplayName("TS 32.299 6.2.2: what is not known is left out")
    void sparse() {
        ChargingRecord record = new ChargingRecord("S-CSCF", Side.ORIGINATING, "MESSAGE", "", "call@1", "sip:a@ims.example", List.of(),
                "sip:b@ims.example", List.of(), List.of(), "", "", NOON, Optional.empty(), Optional.empty(), 0, Closing.LOST);
        IMessage message = message(new AccountingRequest("s", RecordType.INTERIM, 1, NOON, Duration.ZERO, record, "", Optional.empty(),
                Optional.empty(), Media.NONE, Optional.empty()));
        AvpReader ims = new AvpReader(message.getAvps()).group(Name.SERVICE_INFORMATION).group(Name.IMS_INFORMATION);

        assertThat(new AvpReader(message.getAvps()).has(Name.ACCT_INTERIM_INTERVAL)).isFalse();
        assertThat(List.of(Name.EVENT_TYPE, Name.TIME_STAMPS, Name.INTER_OPERATOR_IDENTIFIER, Name.IMS_CHARGING_IDENTIFIER,
                Name.SDP_MEDIA_COMPONENT, Name.CAUSE_CODE)).noneMatch(ims::has);
    }

    @Test
    @DisplayName("the trace shows a Cause-Code with its sign")
    void readable() {
        assertThat(AvpText.lines(RawPeer.bytes(message(request(RecordType.EVENT, Optional.of(-202)))))).anyMatch(line ->
                line.startsWith("Service-Information: {") && line.contains("Cause-Code: -202") && line.contains("SIP-Method: INVITE"));
    }

    private static AccountingAnswer answer(Consumer<AvpWriter> content) {
        IMessage message = PARSER.createEmptyMessage(Command.ACCOUNTING.code(), Command.ACCOUNTING.application());
        content.accept(new AvpWriter(message.getAvps()));
        return RfMessages.answer(new AvpReader(message.getAvps()));
    }

    @Test
    @DisplayName("RFC 6733 9.7.2, 9.8.2: of an ACA the result, the interval and the reason")
    void answers() {
        assertThat(answer(out -> out.put(Name.RESULT_CODE, 2001).put(Name.ACCT_INTERIM_INTERVAL, 60))).isEqualTo(
                new AccountingAnswer(2001, Optional.of(Duration.ofSeconds(60)), ""));
        assertThat(answer(out -> out.put(Name.RESULT_CODE, 4002).put(Name.ERROR_MESSAGE, "disk full"))).isEqualTo(
                new AccountingAnswer(4002, Optional.empty(), "disk full"));
        assertThatExceptionOfType(DiameterRefusal.class).isThrownBy(() -> answer(out -> { }));
    }

    @Test
    @DisplayName("RFC 6733 7.1: what may be tried again, and what is refused for good")
    void results() {
        assertThat(List.of(2001, 2002)).allMatch(code -> new AccountingAnswer(code, Optional.empty(), "").accepted());
        assertThat(List.of(3002, 3003, 3004, 3007, 4001, 4002)).allMatch(code -> new AccountingAnswer(code, Optional.empty(), "").tryAgain());
        assertThat(List.of(3008, 3009, 5001, 5004, 5012, 5030)).noneMatch(code -> {
            AccountingAnswer answer = new AccountingAnswer(code, Optional.empty(), "");
            return answer.accepted() || answer.tryAgain();
        });
    }
}
