package org.calliope.ims.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a byte stream into SIP messages by Content-Length (RFC 3261 18.3). Bytes go in as they come, whole messages
 * come out. One thread at a time.
 */
public final class StreamFramer {
    private byte[] waiting = new byte[0];

    /** Takes what the connection delivered and gives every message that is complete by now, each as its exact bytes. */
    public List<byte[]> accept(byte[] chunk, int length) {
        byte[] all = Arrays.copyOf(waiting, waiting.length + length);
        System.arraycopy(chunk, 0, all, waiting.length, length);
        List<byte[]> complete = new ArrayList<>();
        int from = MessageReader.skipLineEnds(all, 0);
        int end = messageEnd(all, from);
        while (end >= 0) {
            complete.add(Arrays.copyOfRange(all, from, end));
            from = MessageReader.skipLineEnds(all, end);
            end = messageEnd(all, from);
        }
        waiting = Arrays.copyOfRange(all, from, all.length);
        return complete;
    }

    /** Whether bytes of a message that is not complete are held back. */
    public boolean pending() {
        return waiting.length > 0;
    }

    private static int messageEnd(byte[] bytes, int from) {
        int bodyStart = MessageReader.bodyStart(bytes, from, bytes.length);
        if (bodyStart < 0) {
            return -1;
        }
        String head = new String(bytes, from, bodyStart - from, StandardCharsets.UTF_8);
        List<Header> headers = MessageReader.unfold(head).stream().filter(line -> line.indexOf(':') > 0)
                .map(line -> new Header(line.substring(0, line.indexOf(':')).trim(), line.substring(line.indexOf(':') + 1).trim()))
                .toList();
        // Content-Length is mandatory on streams (RFC 3261 20.14); without it the message has no body here.
        int end = bodyStart + MessageReader.contentLength(headers, 0);
        return end <= bytes.length ? end : -1;
    }
}
