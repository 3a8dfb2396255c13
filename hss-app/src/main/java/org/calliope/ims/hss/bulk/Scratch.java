package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

import org.calliope.ims.node.OwnerOnly;

/**
 * The tables of another HSS in a database of their own, so that they can be looked up without being held in memory. All
 * its columns are text, of which each character is an octet. It is gone when it is closed. For one thread.
 */
final class Scratch implements AutoCloseable {

    static final String SUFFIX = ".scratch.mv.db";

    private static final int BATCH = 500;

    private final Path file;
    private final Map<String, List<String>> tables;
    private final Connection connection;
    private final Map<String, PreparedStatement> inserts = new HashMap<>();
    private final Map<String, Integer> pending = new HashMap<>();

    /** A row by column; "" where there is none. */
    record Row(Map<String, String> values) {

        /** As text, UTF-8. */
        String text(String column) {
            return new String(octets(column), StandardCharsets.UTF_8).strip();
        }

        byte[] octets(String column) {
            return values.getOrDefault(column, "").getBytes(StandardCharsets.ISO_8859_1);
        }

        /** 0 where there is none. */
        int number(String column) {
            try {
                String text = text(column);
                return text.isEmpty() ? 0 : Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(column + " is no number", e);
            }
        }

        boolean flag(String column) {
            return number(column) != 0;
        }
    }

    /**
     * An empty one.
     *
     * @param file   whose name its own begins with
     * @param tables columns of each table; of those whose name begins with {@code id} or is {@code imsi} an index is made
     */
    Scratch(Path file, Map<String, List<String>> tables) throws IOException {
        this.file = file.resolveSibling(file.getFileName() + SUFFIX);
        this.tables = tables;
        Files.deleteIfExists(this.file); // left by a server that was killed
        OwnerOnly.create(this.file);
        try {
            String name = this.file.toAbsolutePath().toString();
            connection = new org.h2.Driver().connect("jdbc:h2:file:" + name.substring(0, name.length() - ".mv.db".length())
                    + ";TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE", new Properties());
            create();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private void create() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, List<String>> table : tables.entrySet()) {
                List<String> columns = table.getValue().stream().map(column -> quoted(column) + " varchar").toList();
                statement.execute("create table " + quoted(table.getKey()) + " (n bigint auto_increment primary key, "
                        + String.join(", ", columns) + ")");
                for (String column : table.getValue()) {
                    if (column.startsWith("id") || column.equals("imsi")) {
                        statement.execute("create index " + quoted(table.getKey() + "_" + column) + " on "
                                + quoted(table.getKey()) + " (" + quoted(column) + ")");
                    }
                }
            }
        }
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    static IOException unreadable(SQLException e) {
        return new IOException("the tables cannot be looked up: " + e.getMessage(), e);
    }

    boolean knows(String table) {
        return tables.containsKey(table);
    }

    /** Adds a row; columns that the table does not have are left out. */
    void add(String table, List<String> columns, List<byte[]> values) throws IOException {
        try {
            PreparedStatement insert = inserts.get(table);
            if (insert == null) {
                insert = connection.prepareStatement("insert into " + quoted(table) + " (" + String.join(", ",
                        tables.get(table).stream().map(Scratch::quoted).toList()) + ") values (?"
                        + ", ?".repeat(tables.get(table).size() - 1) + ")");
                inserts.put(table, insert);
            }
            int place = 0;
            for (String column : tables.get(table)) {
                int at = columns.indexOf(column);
                byte[] value = at < 0 || at >= values.size() ? null : values.get(at);
                insert.setString(++place, value == null ? "" : new String(value, StandardCharsets.ISO_8859_1));
            }
            insert.addBatch();
            if (pending.merge(table, 1, Integer::sum) % BATCH == 0) {
                insert.executeBatch();
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** After the last row. */
    void complete() throws IOException {
        try {
            for (PreparedStatement insert : inserts.values()) {
                insert.executeBatch();
                insert.close();
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    long count(String table) {
        return pending.getOrDefault(table, 0);
    }

    /** Rows in the order of the dump, after the one of this number. */
    List<Row> page(String table, long after, int limit) throws IOException {
        return query("select * from " + quoted(table) + " where n > ? order by n limit ?", after, limit);
    }

    /** All rows of a table that has few. */
    List<Row> all(String table) throws IOException {
        return query("select * from " + quoted(table) + " order by n");
    }

    /** Rows one of whose columns has one of these values. */
    List<Row> with(String table, String column, Collection<String> values) throws IOException {
        return values.isEmpty() ? List.of() : query("select * from " + quoted(table) + " where " + quoted(column)
                + " = any(?) order by n", (Object) values.toArray());
    }

    List<Row> query(String sql, Object... parameters) throws IOException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<Row> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Map<String, String> values = new LinkedHashMap<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        values.put(rows.getMetaData().getColumnLabel(i), Objects.requireNonNullElse(rows.getString(i), ""));
                    }
                    found.add(new Row(values));
                }
            }
            return found;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
