package org.calliope.ims.testkit.diameter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A Diameter message, RFC 6733 3. Immutable.
 *
 * @param flags    the byte of R, P, E and T bits as it is on the wire
 * @param hopByHop 32 bits
 * @param endToEnd 32 bits
 */
public record DiameterMessage(int flags, int command, int application, int hopByHop, int endToEnd, List<Avp> avps) {

    /** Bits of {@link #flags}. */
    public static final int REQUEST = 0x80;
    public static final int PROXIABLE = 0x40;
    public static final int ERROR = 0x20;
    public static final int RETRANSMITTED = 0x10;

    /** Bytes before the AVPs. */
    public static final int HEADER = 20;

    private static final int VERSION = 1;
    private static final int LOW_BITS = 24;
    private static final int LOW_MASK = (1 << LOW_BITS) - 1;
    private static final int COMMAND_AT = 4;
    private static final int APPLICATION_AT = 8;
    private static final int HOP_BY_HOP_AT = 12;
    private static final int END_TO_END_AT = 16;

    public DiameterMessage {
        avps = List.copyOf(avps);
    }

    public boolean isRequest() {
        return (flags & REQUEST) != 0;
    }

    public boolean isError() {
        return (flags & ERROR) != 0;
    }

    public DiameterMessage flags(int other) {
        return new DiameterMessage(other, command, application, hopByHop, endToEnd, avps);
    }

    public DiameterMessage identifiers(int otherHopByHop, int otherEndToEnd) {
        return new DiameterMessage(flags, command, application, otherHopByHop, otherEndToEnd, avps);
    }

    public DiameterMessage application(int other) {
        return new DiameterMessage(flags, command, other, hopByHop, endToEnd, avps);
    }

    /** The same with more at its end. */
    public DiameterMessage with(Avp... more) {
        List<Avp> all = new ArrayList<>(avps);
        all.addAll(Arrays.asList(more));
        return new DiameterMessage(flags, command, application, hopByHop, endToEnd, all);
    }

    public DiameterMessage without(AvpName name) {
        return new DiameterMessage(flags, command, application, hopByHop, endToEnd,
                avps.stream().filter(avp -> !avp.is(name)).toList());
    }

    /** The same with this AVP in place of those of its name. */
    public DiameterMessage replacing(AvpName name, Avp avp) {
        return without(name).with(avp);
    }

    /** @return the first of this name */
    public Optional<Avp> find(AvpName name) {
        return avps.stream().filter(avp -> avp.is(name)).findFirst();
    }

    public List<Avp> all(AvpName name) {
        return avps.stream().filter(avp -> avp.is(name)).toList();
    }

    /** @throws AssertionError when there is none */
    public String text(AvpName name) {
        return required(name).text();
    }

    /** @throws AssertionError when there is none */
    public long number(AvpName name) {
        return required(name).number();
    }

    /** @throws AssertionError when there is none */
    public List<Avp> group(AvpName name) {
        return required(name).group();
    }

    private Avp required(AvpName name) {
        return find(name).orElseThrow(() -> new AssertionError("no " + name + " in " + this));
    }

    /** @return Result-Code; 0 when there is none, as with {@link #experimentalResult} */
    public long result() {
        return find(AvpName.RESULT_CODE).map(Avp::number).orElse(0L);
    }

    /** @return Experimental-Result-Code; 0 when there is none */
    public long experimentalResult() {
        return find(AvpName.EXPERIMENTAL_RESULT).stream().flatMap(group -> group.group().stream())
                .filter(avp -> avp.is(AvpName.EXPERIMENTAL_RESULT_CODE)).mapToLong(Avp::number).findFirst().orElse(0);
    }

    public byte[] encode() {
        byte[] body = Avp.encode(avps);
        return ByteBuffer.allocate(HEADER + body.length).putInt(VERSION << LOW_BITS | HEADER + body.length)
                .putInt(flags << LOW_BITS | command).putInt(application).putInt(hopByHop).putInt(endToEnd).put(body)
                .array();
    }

    /** @return how long the message is that begins so */
    static int length(byte[] header) {
        return ByteBuffer.wrap(header).getInt() & LOW_MASK;
    }

    /** @throws IllegalArgumentException when its AVPs cannot be told apart */
    public static DiameterMessage decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int second = in.getInt(COMMAND_AT);
        return new DiameterMessage(second >>> LOW_BITS, second & LOW_MASK, in.getInt(APPLICATION_AT),
                in.getInt(HOP_BY_HOP_AT), in.getInt(END_TO_END_AT), Avp.decode(in.position(HEADER)));
    }
}
