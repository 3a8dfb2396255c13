package org.calliope.ims.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The messages of {@code rfc4475.txt}, their notation expanded to the bytes that are sent. */
final class TortureMessages {

    private static final Pattern HEAD = Pattern.compile("([\\d.]+) (\\w+): (.*) -> ([\\w ]+?)(?: \\| ([\\w ]+))?$");
    private static final Pattern ONE_LINE = Pattern.compile("<allOneLine>\n(.*?)\n</allOneLine>", Pattern.DOTALL);
    private static final Pattern REPEAT = Pattern.compile("<repeat count=(\\d+)>(.*?)</repeat>");
    private static final Pattern HEX = Pattern.compile("<hex>([0-9A-F]+)</hex>\n?");
    private static final Pattern CALL_ID = Pattern.compile("(?im)^(?:Call-ID|i)\\s*:\\s*(\\S+)");
    private static final Pattern BODY = Pattern.compile("\r\n\r\n(.*)", Pattern.DOTALL);

    /**
     * @param statuses what may be answered; empty: nothing is
     * @param overTcp  the same for TCP
     */
    record Message(String section, String name, String title, byte[] bytes, List<Integer> statuses, List<Integer> overTcp) {
        /** "" when it has none. */
        String callId() {
            return CALL_ID.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).results().map(m -> m.group(1)).findFirst().orElse("");
        }

        @Override
        public String toString() {
            return section + ' ' + name + ": " + title;
        }
    }

    private TortureMessages() { }

    static List<Message> read() {
        try (InputStream in = TortureMessages.class.getResourceAsStream("/rfc4475.txt")) {
            List<Message> messages = new ArrayList<>();
            String[] parts = new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("(?m)^### ");
            for (String part : List.of(parts).subList(1, parts.length)) {
                messages.add(message(part));
            }
            return messages;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message message(String part) {
        int line = part.indexOf('\n');
        MatchResult head = HEAD.matcher(part.substring(0, line)).results().findFirst().orElseThrow();
        List<Integer> statuses = statuses(head.group(4));
        return new Message(head.group(1), head.group(2), head.group(3), expand(part.substring(line + 1)), statuses,
            head.group(5) == null ? statuses : statuses(head.group(5)));
    }

    private static List<Integer> statuses(String text) {
        return "silence".equals(text) ? List.of() : List.of(text.split(" ")).stream().map(Integer::valueOf).toList();
    }

    /** Bytes as ISO 8859-1 characters until the end, so that each is one. */
    private static byte[] expand(String notation) {
        String text = ONE_LINE.matcher(notation).replaceAll(m -> quote(m.group(1).replace("\n", "")));
        text = REPEAT.matcher(text).replaceAll(m -> quote(m.group(2).repeat(Integer.parseInt(m.group(1)))));
        text = text.replace("\n", "\r\n");
        text = HEX.matcher(text).replaceAll(m -> quote(new String(HexFormat.of().parseHex(m.group(1)), StandardCharsets.ISO_8859_1)));
        int length = BODY.matcher(text).results().findFirst().map(m -> m.group(1).length()).orElse(0);
        return text.replace("@LENGTH@", Integer.toString(length)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String quote(String literal) {
        return java.util.regex.Matcher.quoteReplacement(literal);
    }
}
