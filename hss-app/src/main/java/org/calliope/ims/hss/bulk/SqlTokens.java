package org.calliope.ims.hss.bulk;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The words, values and punctuation of SQL as dumps have it, an octet at a time. For one thread. */
final class SqlTokens {

    private static final int LONGEST_VALUE = 1 << 20;
    private static final int LONGEST_WORD = 256;

    private final InputStream in;
    private long line = 1;
    private int next;

    SqlTokens(InputStream in) throws IOException {
        this.in = new BufferedInputStream(in, 1 << 16);
        advance();
    }

    /** The next octet; -1 at the end. */
    int next() {
        return next;
    }

    /** Whether a word without quotation marks begins here. */
    boolean atWord() {
        return letter(next);
    }

    void advance() throws IOException {
        if (next == '\n') {
            line++;
        }
        next = in.read();
    }

    UnreadableImport broken(String what) {
        return new UnreadableImport("line " + line + " of the dump: " + what);
    }

    /** Passes over everything up to one of these characters that is in no string, comment or parenthesis. */
    void passUntil(String ends) throws IOException {
        int depth = 0;
        for (blank(); next >= 0; blank()) {
            if (depth == 0 && ends.indexOf(next) >= 0) {
                return;
            }
            if (next == '\'' || next == '"' || next == '`') {
                quoted(next);
            } else {
                depth = Math.max(0, depth + (next == '(' ? 1 : next == ')' ? -1 : 0));
                advance();
            }
        }
    }

    /** A value of a row; null is the database's own. */
    byte[] value() throws IOException {
        blank();
        if (next == '\'' || next == '"') {
            return quoted(next);
        }
        StringBuilder bare = new StringBuilder();
        while (next >= 0 && ",() \t\r\n'".indexOf(next) < 0 && bare.length() < LONGEST_VALUE) {
            bare.append((char) next);
            advance();
        }
        String text = bare.toString();
        if (next == '\'') {
            byte[] string = quoted(next);
            return text.equalsIgnoreCase("x") ? hex(new String(string, StandardCharsets.ISO_8859_1)) : string;
        }
        if (text.startsWith("_")) {
            return value(); // _binary 'octets', as MySQL 8 writes them
        }
        if (text.startsWith("0x")) {
            return hex(text.substring(2));
        }
        if (text.isEmpty() || next == '(') {
            throw broken("a row has a value that cannot be read");
        }
        return text.equalsIgnoreCase("NULL") ? null : text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] hex(String digits) throws UnreadableImport {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw broken("a value is no hex digits");
        }
    }

    private byte[] quoted(int quote) throws IOException {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        advance();
        while (true) {
            if (next < 0) {
                throw broken("it ends within a string");
            }
            if (value.size() > LONGEST_VALUE) {
                throw broken("a string is longer than " + LONGEST_VALUE + " octets");
            }
            if (next == quote) {
                advance();
                if (next != quote) {
                    return value.toByteArray();
                }
            } else if (next == '\\' && quote != '`') {
                advance();
                next = escaped(next);
            }
            value.write(next);
            advance();
        }
    }

    private static int escaped(int c) {
        return switch (c) {
            case '0' -> 0;
            case 'b' -> '\b';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'Z' -> 26;
            default -> c;
        };
    }

    /** A name or key word, whatever quotation marks it has. */
    String word() throws IOException {
        blank();
        if (next == '`' || next == '"') {
            return new String(quoted(next), StandardCharsets.UTF_8);
        }
        StringBuilder word = new StringBuilder();
        while (letter(next) && word.length() < LONGEST_WORD) {
            word.append((char) next);
            advance();
        }
        if (word.length() == 0) {
            throw broken("a name is missing");
        }
        return word.toString();
    }

    private static boolean letter(int c) {
        return c == '_' || c == '$' || Character.isLetterOrDigit(c);
    }

    void expect(int wanted) throws IOException {
        blank();
        if (next != wanted) {
            throw broken("'" + (char) wanted + "' is missing");
        }
        advance();
    }

    /** Passes over blanks and comments. */
    void blank() throws IOException {
        while (true) {
            if (next == '#' || next == '-' && follows('-')) {
                while (next >= 0 && next != '\n') {
                    advance();
                }
            } else if (next == '/' && follows('*')) {
                comment();
            } else if (next >= 0 && next <= ' ') {
                advance();
            } else {
                return;
            }
        }
    }

    private boolean follows(int wanted) throws IOException {
        in.mark(1);
        int after = in.read();
        in.reset();
        return after == wanted;
    }

    private void comment() throws IOException {
        advance();
        advance();
        while (next >= 0 && !(next == '*' && follows('/'))) {
            advance();
        }
        advance();
        advance();
    }
}
