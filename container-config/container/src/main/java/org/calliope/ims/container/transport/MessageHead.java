package org.calliope.ims.container.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The header fields of a message before it is parsed: as much as is needed to find its end, or to answer when it can
 * not be parsed. Any thread.
 */
public final class MessageHead {

    private static final String CONTENT_LENGTH = "content-length";
    private static final String CALL_ID = "call-id";

    private record Field(String name, String text) {

        String value() {
            return text.substring(text.indexOf(':') + 1).strip();
        }
    }

    private final String startLine;
    private final List<Field> fields = new ArrayList<>();

    /** @param bytes start line and header fields, with or without what follows them */
    public MessageHead(byte[] bytes, int length) {
        String[] lines = new String(bytes, 0, length, StandardCharsets.UTF_8).split("\r?\n", -1);
        startLine = lines[0];
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            add(lines[i]);
        }
    }

    private void add(String line) {
        boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
        int last = fields.size() - 1;
        if (folded && last >= 0) {
            fields.set(last, new Field(fields.get(last).name, fields.get(last).text + ' ' + line.strip()));
        } else if (!folded) {
            int colon = Math.max(line.indexOf(':'), 0);
            fields.add(new Field(longName(line.substring(0, colon).strip().toLowerCase(Locale.ROOT)), line));
        }
    }

    /** RFC 3261 7.3.3. */
    private static String longName(String name) {
        return switch (name) {
            case "v" -> "via";
            case "f" -> "from";
            case "t" -> "to";
            case "i" -> CALL_ID;
            case "l" -> CONTENT_LENGTH;
            default -> name;
        };
    }

    String callId() {
        return values(CALL_ID).findFirst().orElse("");
    }

    /**
     * The bytes of the body.
     *
     * @throws FramingException when that is not said, said in two ways or not a number (RFC 3261 18.3, 20.14)
     */
    int contentLength() throws FramingException {
        List<String> lengths = values(CONTENT_LENGTH).distinct().toList();
        if (lengths.size() != 1) {
            throw refusal(400, lengths.isEmpty() ? "Content-Length is missing" : "Content-Length is said in two ways");
        }
        if (!lengths.get(0).matches("[0-9]{1,9}")) {
            throw refusal(400, "Content-Length is not a number");
        }
        return Integer.parseInt(lengths.get(0));
    }

    FramingException refusal(int status, String reason) {
        return new FramingException(reason, answer(status, reason));
    }

    /**
     * An answer to a request that can not be taken up, with what RFC 3261 8.2.6.2 wants copied.
     *
     * @return empty without a Via, and for responses and ACK, which are not answered
     */
    public Optional<byte[]> answer(int status, String reason) {
        if (values("via").findAny().isEmpty() || startLine.startsWith("SIP/") || startLine.startsWith("ACK ")) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("SIP/2.0 ").append(status).append(' ')
            .append(reason.replaceAll("\\p{Cntrl}+", " ")).append("\r\n");
        fields("via").forEach(f -> text.append("Via: ").append(f.value()).append("\r\n"));
        fields("from").limit(1).forEach(f -> text.append("From: ").append(f.value()).append("\r\n"));
        fields("to").limit(1).forEach(f -> text.append("To: ").append(tagged(f.value())).append("\r\n"));
        fields(CALL_ID).limit(1).forEach(f -> text.append("Call-ID: ").append(f.value()).append("\r\n"));
        fields("cseq").limit(1).forEach(f -> text.append("CSeq: ").append(f.value()).append("\r\n"));
        return Optional.of(text.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String tagged(String to) {
        return to.toLowerCase(Locale.ROOT).contains(";tag=") ? to : to + ";tag=badreq";
    }

    private Stream<Field> fields(String name) {
        return fields.stream().filter(f -> f.name.equals(name));
    }

    private Stream<String> values(String name) {
        return fields(name).map(Field::value);
    }
}
