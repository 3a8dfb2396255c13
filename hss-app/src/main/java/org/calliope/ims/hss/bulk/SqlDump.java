package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
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
    private static final Set<String> NO_COLUMN = Set.of("PRIMARY", "KEY", "UNIQUE", "CONSTRAINT", "FOREIGN", "INDEX",
            "CHECK", "FULLTEXT");

    private final SqlTokens tokens;
    private final Map<String, List<String>> created = new HashMap<>();
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
        this.tokens = new SqlTokens(in);
    }

    /** The next row; empty after the last. */
    Optional<Row> next() throws IOException {
        while (true) {
            tokens.blank();
            if (tokens.next() < 0) {
                return Optional.empty();
            }
            if (withinValues && tokens.next() == '(') {
                return Optional.of(tuple());
            }
            if (withinValues && tokens.next() == ',') {
                tokens.advance();
            } else if (withinValues) {
                withinValues = false;
                restOfStatement();
            } else {
                statement();
            }
        }
    }

    private void statement() throws IOException {
        if (tokens.next() == ';') {
            tokens.advance();
            return;
        }
        switch (tokens.atWord() ? tokens.word().toUpperCase(Locale.ROOT) : "") {
            case "INSERT", "REPLACE" -> insert();
            case "CREATE" -> create();
            case "COPY" -> throw tokens.broken("it is of PostgreSQL; make it with pg_dump --inserts");
            default -> restOfStatement();
        }
    }

    private void insert() throws IOException {
        String word = tokens.word();
        while (word.equalsIgnoreCase("INTO") || word.equalsIgnoreCase("IGNORE")) {
            word = tokens.word();
        }
        table = qualified(word);
        columns = created.getOrDefault(table, List.of());
        tokens.blank();
        if (tokens.next() == '(') {
            columns = names();
        }
        if (!tokens.word().equalsIgnoreCase("VALUES")) {
            restOfStatement();
            return;
        }
        withinValues = true;
    }

    /** The last of names with dots between them. */
    private String qualified(String first) throws IOException {
        String name = first;
        while (tokens.next() == '.') {
            tokens.advance();
            name = tokens.word();
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        do {
            tokens.advance();
            names.add(tokens.word().toLowerCase(Locale.ROOT));
            tokens.blank();
        } while (tokens.next() == ',' && names.size() < MOST_COLUMNS);
        tokens.expect(')');
        return names;
    }

    private void create() throws IOException {
        if (!tokens.word().equalsIgnoreCase("TABLE")) {
            restOfStatement();
            return;
        }
        String word = tokens.word();
        while (Set.of("IF", "NOT", "EXISTS").contains(word.toUpperCase(Locale.ROOT))) {
            word = tokens.word();
        }
        String name = qualified(word);
        List<String> found = new ArrayList<>();
        tokens.blank();
        if (tokens.next() == '(') {
            do {
                tokens.advance();
                tokens.blank();
                boolean quoted = tokens.next() == '`' || tokens.next() == '"';
                String column = tokens.word();
                if (quoted || !NO_COLUMN.contains(column.toUpperCase(Locale.ROOT))) {
                    found.add(column.toLowerCase(Locale.ROOT));
                }
                tokens.passUntil(",)");
            } while (tokens.next() == ',' && found.size() < MOST_COLUMNS);
            created.put(name, found);
        }
        restOfStatement();
    }

    private void restOfStatement() throws IOException {
        tokens.passUntil(";");
        tokens.advance();
    }

    private Row tuple() throws IOException {
        List<byte[]> values = new ArrayList<>();
        do {
            if (values.size() == MOST_COLUMNS) {
                throw tokens.broken("a row of " + table + " has more than " + MOST_COLUMNS + " values");
            }
            tokens.advance();
            values.add(tokens.value());
            tokens.blank();
        } while (tokens.next() == ',');
        tokens.expect(')');
        return new Row(table, columns, values);
    }
}
