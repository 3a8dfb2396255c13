package org.calliope.ims.diameter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.calliope.ims.diameter.Dictionary.Name;

/**
 * The AVP of a message whose length cannot be true.
 *
 * @param session Session-Id, when it stood before
 */
record BrokenAvp(int code, long vendor, boolean mandatory, Optional<String> session) {

    private static final int HEADER = 8;
    private static final int VENDOR = 4;
    private static final int LENGTH_BITS = 24;
    private static final int MANDATORY_BIT = 30;

    /** @param message whose AVPs the codec did not take */
    static BrokenAvp find(byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message);
        bytes.position(Dictionary.HEADER_LENGTH);
        Optional<String> session = Optional.empty();
        while (bytes.remaining() >= HEADER) {
            int start = bytes.position();
            int code = bytes.getInt();
            int second = bytes.getInt();
            int length = second & (1 << LENGTH_BITS) - 1;
            boolean ofVendor = second < 0;
            long vendor = ofVendor && bytes.remaining() >= VENDOR ? Integer.toUnsignedLong(bytes.getInt()) : 0;
            int data = length - (ofVendor ? HEADER + VENDOR : HEADER);
            if (data < 0 || data > bytes.remaining()) {
                return new BrokenAvp(code, vendor, (second >>> MANDATORY_BIT & 1) == 1, session);
            }
            if (code == Name.SESSION_ID.code() && vendor == 0) {
                session = Optional.of(new String(message, bytes.position(), data, StandardCharsets.UTF_8));
            }
            int padded = (length + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
            bytes.position(Math.min(start + padded, bytes.limit()));
        }
        return new BrokenAvp(0, 0, false, session); // a rest that is shorter than any AVP
    }
}
