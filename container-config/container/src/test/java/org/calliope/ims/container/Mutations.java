package org.calliope.ims.container;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/** Messages that went wrong on purpose: one of RFC 4475 or a plain one, changed once to four times. The same seed gives the same. */
final class Mutations {

    private static final String[] HOSTS = {"[::1]", "[fe80::1%25lo]", "[::ffff:127.0.0.1]", "[::", "::1", "[1:2:3:4:5:6:7:8:9]", "[]",
        "256.256.256.256", "127.0.0.1:99999", "127.0.0.1:-1", "-", "a..b", "127.0.0.1:0", "xn--\u00e9", "127.1", "[v1.x]", ""};
    private static final String[] METHODS = {"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "MESSAGE", "SUBSCRIBE", "NOTIFY",
        "REFER", "PUBLISH", "PRACK", "UPDATE", "INFO", "invite", "X", "", "%00", "INVITE\u0000"};
    private static final String[] SCHEMES = {"sip:", "sips:", "tel:+1", "urn:service:sos", "http://", "sip:@", "sip:a:b@", "sip:%zz@", "sip::",
        ":", "sip:a@b?c=d&e", "sip:a@b;lr=;;x=\"", "sip:;;;", "*"};
    private static final String[] NUMBERS = {"-1", "0", "4294967296", "99999999999999999999999", "1e9", "0x10", "+5", " ", "2147483648", "\u0665"};
    private static final String[] PIECES = {"\"", "<", ">", ";", ",", ":", "@", "(", ")", "\\", "\r\n ", "\r\n", "\n", "\r", "\t", "\0", "%", "=", "?",
        "((((((((", "\"\"\"", ";;;", ",,,", "<<<>>>", "\u00ff\u00fe", "\u00c0\u0080", "\u00ed\u00a0\u0080"};

    private final Random random;
    private final List<String> originals = new ArrayList<>();
    private int made;

    Mutations(long seed) {
        random = new Random(seed);
        TortureMessages.read().forEach(m -> originals.add(new String(m.bytes(), StandardCharsets.ISO_8859_1)));
        for (String method : List.of("OPTIONS", "INVITE", "REGISTER", "MESSAGE", "SUBSCRIBE", "NOTIFY", "BYE", "CANCEL", "ACK")) {
            originals.add(plain(method));
        }
        originals.add(plain("OPTIONS").replaceFirst(".*\r\n", "SIP/2.0 200 OK\r\n"));
        originals.add(plain("INVITE").replaceFirst(".*\r\n", "SIP/2.0 183 Session Progress\r\n"));
    }

    static String plain(String method) {
        return method + " sip:user@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bKplain\r\nMax-Forwards: 70\r\n"
            + "From: \"A\" <sip:a@example.org>;tag=1\r\nTo: <sip:user@example.org>\r\nCall-ID: plain\r\nCSeq: 1 " + method + "\r\n"
            + "Contact: <sip:a@127.0.0.1:9>\r\nEvent: presence\r\nExpires: 600\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nbody";
    }

    byte[] next() {
        String message = own(originals.get(random.nextInt(originals.size())));
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            message = change(message);
        }
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        return random.nextInt(4) == 0 ? flip(bytes) : bytes;
    }

    /** Most get a branch and Call-ID of their own, so that they are not taken for retransmissions. */
    private String own(String message) {
        made++;
        return random.nextInt(10) == 0 ? message : message.replaceFirst("branch=z9hG4bK", "branch=z9hG4bKm" + made + '-')
            .replaceFirst("(?im)^(Call-ID *: *|i: *)", "$1" + made + '-');
    }

    private String change(String message) {
        return switch (random.nextInt(18)) {
            case 0 -> message.substring(0, random.nextInt(message.length() + 1));
            case 1 -> lines(message, l -> l.remove(random.nextInt(l.size())));
            case 2 -> lines(message, l -> l.add(random.nextInt(l.size()), l.get(random.nextInt(l.size()))));
            case 3 -> lines(message, l -> Collections.shuffle(l.subList(1, l.size()), random));
            case 4 -> message.replaceFirst("\\d+", pick(NUMBERS));
            case 5 -> message.replaceAll("(?im)^(Content-Length|l)\\s*:.*$", "$1: " + pick(NUMBERS));
            case 6 -> message.replaceFirst("(?im)^(CSeq\\s*:)\\s*\\d+", "$1 " + pick(NUMBERS));
            case 7 -> message.replaceFirst("127\\.0\\.0\\.1|192\\.0\\.2\\.\\d+|example\\.(com|org|net)", pick(HOSTS));
            case 8 -> message.replaceFirst("^\\S+", pick(METHODS));
            case 9 -> message.replaceFirst("sips?:", pick(SCHEMES));
            case 10 -> insert(message, "A".repeat(1 << random.nextInt(14)));
            case 11 -> header(message, "X-" + random.nextInt() + ": " + "(".repeat(1 << random.nextInt(13)));
            case 12 -> header(message, bomb());
            case 13 -> header(message, pick("Via", "Route", "Contact", "To", "Expires", "Require") + ": " + pick(PIECES) + pick(SCHEMES) + pick(HOSTS));
            case 14 -> lines(message, l -> l.set(random.nextInt(l.size()), pick(PIECES)));
            case 15 -> message.replaceFirst("<", "<".repeat(1 + random.nextInt(2_000)));
            case 16 -> message.replaceFirst("tag=\\w*", Matcher.quoteReplacement("tag=" + pick(PIECES)));
            default -> insert(message, pick(PIECES));
        };
    }

    /** Header fields by the thousand, in one line or many. */
    private String bomb() {
        int many = random.nextInt(20) == 0 ? 10_000 : 200;
        return pick("A:b\r\n".repeat(many) + "A: c", "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKb\r\n".repeat(Math.min(many, 1_000)) + "A: c",
            "Route: " + "<sip:127.0.0.1:9;lr>,".repeat(Math.min(many, 2_000)) + "<sip:a>", "Contact: <sip:a>" + ";a=b".repeat(many));
    }

    private interface Lines {
        void change(List<String> lines);
    }

    private static String lines(String message, Lines change) {
        List<String> lines = new ArrayList<>(Arrays.asList(message.split("\r\n", -1)));
        change.change(lines);
        return String.join("\r\n", lines);
    }

    private static String header(String message, String header) {
        return message.replaceFirst("\r\n", "\r\n" + header.replace("\\", "\\\\").replace("$", "\\$") + "\r\n");
    }

    private String insert(String message, String piece) {
        int at = random.nextInt(message.length() + 1);
        return message.substring(0, at) + piece + message.substring(at);
    }

    private byte[] flip(byte[] bytes) {
        for (int flips = 1 + random.nextInt(8); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
