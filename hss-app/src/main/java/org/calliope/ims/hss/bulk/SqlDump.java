package org.calliope.ims.hss.bulk;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that the {@code INSERT} statements of a database dump have, as mysqldump writes it; the rest of SQL is passed
 * over. Values are octets, since keys are no text. For one thread.
 */
final class SqlDump {

    private static final int MOST_COLUMNS = 300;
    private static final int LONGEST_VALUE = 1 << 20;
    private static final int LONGEST_WORD = 256;
    private static final Set<String> NO_COLUMN = Set.of("PRIMARY", "KEY", "UNIQUE", "CONSTRAINT", "FOREIGN", "INDEX",
            "CHECK", "FULLTEXT");

    private final InputStream in;
    private final Map<String, List<String>> created = new HashMap<>();
    private long line = 1;
    private int next;
    private String table = "";
    private List<String> columns = List.of();
    private boolean withinValues;

    /**
     * A row.
     *
     * @param table   in lower case
     * @param columns in lower case; empty when the dump does not name them
     * @param values  as many; null is the database's own
     */
    record Row(String table, List<String> columns, List<byte[]> values) { }

    SqlDump(InputStream in) throws IOException {
        this.in = new BufferedInputStream(in, 1 << 16);
        advance();
    }

    private void advance() throws IOException {
        if (next == '\n') {
            line++;
        }
        next = in.read();
    }

    private UnreadableImport broken(String what) {
        return new UnreadableImport("line " + line + " of the dump: " + what);
    }

    /** The next row; empty after the last. */
    Optional<Row> next() throws IOException {
        while (true) {
            blank();
            if (next < 0) {
                return Optional.empty();
            }
            if (withinValues && next == '(') {
                return Optional.of(tuple());
            }
            if (withinValues && next == ',') {
                advance();
            } else if (withinValues) {
                withinValues = false;
                restOfStatement();
            } else {
                statement();
            }
        }
    }

    private void statement() throws IOException {
        if (next == ';') {
            advance();
            return;
        }
        switch (letter(next) ? word().toUpperCase(Locale.ROOT) : "") {
            case "INSERT", "REPLACE" -> insert();
            case "CREATE" -> create();
            case "COPY" -> throw broken("it is of PostgreSQL; make it with pg_dump --inserts");
            default -> restOfStatement();
        }
    }

    private void insert() throws IOException {
        String word = word();
        while (word.equalsIgnoreCase("INTO") || word.equalsIgnoreCase("IGNORE")) {
            word = word();
        }
        table = qualified(word);
        columns = created.getOrDefault(table, List.of());
        blank();
        if (next == '(') {
            columns = names();
        }
        if (!word().equalsIgnoreCase("VALUES")) {
            restOfStatement();
            return;
        }
        withinValues = true;
    }

    /** The last of names with dots between them. */
    private String qualified(String first) throws IOException {
        String name = first;
        while (next == '.') {
            advance();
            name = word();
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        do {
            advance();
            names.add(word().toLowerCase(Locale.ROOT));
            blank();
        } while (next == ',' && names.size() < MOST_COLUMNS);
        expect(')');
        return names;
    }

    private void create() throws IOException {
        if (!word().equalsIgnoreCase("TABLE")) {
            restOfStatement();
            return;
        }
        String word = word();
        while (Set.of("IF", "NOT", "EXISTS").contains(word.toUpperCase(Locale.ROOT))) {
            word = word();
        }
        String name = qualified(word);
        List<String> found = new ArrayList<>();
        blank();
        if (next == '(') {
            do {
                advance();
                blank();
                boolean quoted = next == '`' || next == '"';
                String column = word();
                if (quoted || !NO_COLUMN.contains(column.toUpperCase(Locale.ROOT))) {
                    found.add(column.toLowerCase(Locale.ROOT));
                }
                passUntil(",)");
            } while (next == ',' && found.size() < MOST_COLUMNS);
            created.put(name, found);
        }
        restOfStatement();
    }

    private void restOfStatement() throws IOException {
        passUntil(";");
        advance();
    }

    /** Passes over everything up to one of these characters that is in no string, comment or parenthesis. */
    private void passUntil(String ends) throws IOException {
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

    private Row tuple() throws IOException {
        List<byte[]> values = new ArrayList<>();
        do {
            if (values.size() == MOST_COLUMNS) {
                throw broken("a row of " + table + " has more than " + MOST_COLUMNS + " values");
            }
            advance();
            values.add(value());
            blank();
        } while (next == ',');
        expect(')');
        return new Row(table, columns, values);
    }

    private byte[] value() throws IOException {
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
            throw broken("a row of " + table + " has a value that cannot be read");
        }
        return text.equalsIgnoreCase("NULL") ? null : text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] hex(String digits) throws UnreadableImport {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw broken("a value of " + table + " is no hex digits");
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

    private String word() throws IOException {
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

    private void expect(int wanted) throws IOException {
        blank();
        if (next != wanted) {
            throw broken("'" + (char) wanted + "' is missing");
        }
        advance();
    }

    /** Passes over blanks and comments. */
    private void blank() throws IOException {
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
