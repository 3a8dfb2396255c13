package org.calliope.ims.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes to {@link SipMessage}, shared by datagrams and streams. */
final class MessageReader {
    private MessageReader() {}

    static SipMessage read(byte[] bytes) {
        int start = skipLineEnds(bytes, 0);
        int bodyStart = bodyStart(bytes, start, bytes.length);
        if (bodyStart < 0) {
            throw new MalformedMessage("no empty line after the headers");
        }
        String head = new String(bytes, start, bodyStart - start, StandardCharsets.UTF_8);
        List<String> lines = unfold(head);
        List<Header> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            // A line that is no header stays visible under an empty name.
            headers.add(colon < 0 ? new Header("", line)
                    : new Header(line.substring(0, colon).trim(), line.substring(colon + 1).trim()));
        }
        int available = bytes.length - bodyStart;
        int length = contentLength(headers, available);
        byte[] body = Arrays.copyOfRange(bytes, bodyStart, bodyStart + Math.min(length, available));
        return SipMessage.received(lines.get(0), headers, body, Arrays.copyOfRange(bytes, start, bytes.length));
    }

    /** RFC 3261 7.5 and 18.3: line ends ahead of a message are no part of it; over TCP they keep a connection alive. */
    static int skipLineEnds(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    /** The index behind the empty line that ends the headers, -1 when it has not come. */
    static int bodyStart(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                if (i + 1 < end && bytes[i + 1] == '\n') {
                    return i + 2;
                }
                if (i + 2 < end && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return -1;
    }

    /** RFC 3261 7.3.1: a line that begins with a blank continues the one before. */
    static List<String> unfold(String head) {
        List<String> lines = new ArrayList<>();
        for (String line : head.split("\r?\n")) {
            if (!lines.isEmpty() && !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + line.trim());
            } else if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        if (lines.isEmpty()) {
            throw new MalformedMessage("no start line");
        }
        return lines;
    }

    static int contentLength(List<Header> headers, int otherwise) {
        return headers.stream().filter(h -> h.is("Content-Length")).findFirst()
                .map(Header::value).filter(v -> v.matches("\\d{1,9}")).map(Integer::parseInt).orElse(otherwise);
    }
}
