package org.calliope.ims.container.transport;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/** STUN as far as SIP needs it: a binding request is answered with where it came from (RFC 5389 10, RFC 5626 8). */
public final class StunBinding {

    private static final int HEADER = 20;
    private static final int COOKIE = 0x2112A442;
    private static final int FINGERPRINT_XOR = 0x5354554E;
    private static final short REQUEST = 0x0001;
    private static final short SUCCESS = 0x0101;
    private static final short ERROR = 0x0111;
    private static final short ERROR_CODE = 0x0009;
    private static final short UNKNOWN_ATTRIBUTES = 0x000A;
    private static final short XOR_MAPPED_ADDRESS = 0x0020;
    private static final short FINGERPRINT = (short) 0x8028;
    /** First of the attribute types that may be left out of account (RFC 5389 15). */
    private static final int OPTIONAL = 0x8000;
    /** USERNAME, MESSAGE-INTEGRITY, REALM, NONCE: known, and nothing here depends on them. */
    private static final Set<Integer> KNOWN = Set.of(0x0006, 0x0008, 0x0014, 0x0015);

    private StunBinding() { }

    /** Whether a packet is STUN and no SIP, which begins with a letter (RFC 5389 8). */
    public static boolean isStun(byte[] packet, int length) {
        return length >= HEADER && (packet[0] & 0xC0) == 0 && ByteBuffer.wrap(packet).getInt(4) == COOKIE;
    }

    /** @return what to send back; empty when it is no binding request, or a broken one */
    public static Optional<byte[]> answer(byte[] packet, int length, InetAddress from, int port) {
        ByteBuffer request = ByteBuffer.wrap(packet, 0, length);
        boolean complete = request.getShort(0) == REQUEST && (request.getShort(2) & 0xFFFF) == length - HEADER
            && length % 4 == 0;
        if (!complete) {
            return Optional.empty();
        }
        byte[] transaction = new byte[12];
        request.get(8, transaction);
        Optional<List<Integer>> unknown = unknown(request.position(HEADER));
        return unknown.map(types -> types.isEmpty()
            ? message(SUCCESS, transaction, mapped(transaction, from.getAddress(), port)) : message(ERROR, transaction, refusal(types)));
    }

    /** @return types that we would have to know; empty when the attributes do not fit into the packet */
    private static Optional<List<Integer>> unknown(ByteBuffer attributes) {
        List<Integer> unknown = new ArrayList<>();
        while (attributes.hasRemaining()) {
            int type = attributes.getShort() & 0xFFFF;
            int padded = (attributes.getShort() & 0xFFFF) + 3 & ~3;
            if (padded > attributes.remaining()) {
                return Optional.empty();
            }
            if (type < OPTIONAL && !KNOWN.contains(type)) {
                unknown.add(type);
            }
            attributes.position(attributes.position() + padded);
        }
        return Optional.of(unknown);
    }

    private static ByteBuffer mapped(byte[] transaction, byte[] address, int port) {
        ByteBuffer mask = ByteBuffer.allocate(16).putInt(COOKIE).put(transaction);
        ByteBuffer attribute = ByteBuffer.allocate(8 + address.length).putShort(XOR_MAPPED_ADDRESS)
            .putShort((short) (4 + address.length)).put((byte) 0).put((byte) (address.length == 4 ? 1 : 2)).putShort((short) (port ^ COOKIE >>> 16));
        for (int i = 0; i < address.length; i++) {
            attribute.put((byte) (address[i] ^ mask.get(i)));
        }
        return attribute.flip();
    }

    private static ByteBuffer refusal(List<Integer> unknown) {
        byte[] reason = "Unknown Attribute".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer attributes = ByteBuffer.allocate(8 + 20 + 4 + (2 * unknown.size() + 3 & ~3)).putShort(ERROR_CODE)
            .putShort((short) (4 + reason.length)).putShort((short) 0).put((byte) 4).put((byte) 20).put(reason).put(new byte[3])
            .putShort(UNKNOWN_ATTRIBUTES).putShort((short) (2 * unknown.size()));
        unknown.forEach(type -> attributes.putShort(type.shortValue()));
        return attributes.rewind();
    }

    private static byte[] message(short type, byte[] transaction, ByteBuffer attributes) {
        int length = HEADER + attributes.remaining();
        ByteBuffer message = ByteBuffer.allocate(length + 8).putShort(type).putShort((short) (length + 8 - HEADER)).putInt(COOKIE)
            .put(transaction).put(attributes);
        CRC32 crc = new CRC32();
        crc.update(message.array(), 0, length);
        return message.putShort(FINGERPRINT).putShort((short) 4).putInt((int) crc.getValue() ^ FINGERPRINT_XOR).array();
    }
}
