package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the columns of a row from left to right. One thread. */
final class Columns {

    private final ResultSet row;
    private int at;

    Columns(ResultSet row) {
        this.row = row;
    }

    /** What one row says. */
    interface Reader<T> {
        T of(Columns row) throws SQLException;
    }

    /** All rows of a query with these values in place of its question marks. */
    static <T> List<T> all(Connection connection, Reader<T> reader, String select, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            StateWriter.set(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(reader.of(new Columns(row)));
                }
            }
        }
        return found;
    }

    /** @return the first column of each row */
    static List<String> texts(Connection connection, String select, Object... values) throws SQLException {
        return all(connection, Columns::text, select, values);
    }

    /** @return the number that is the first column of the one row */
    static long count(Connection connection, String select, Object... values) throws SQLException {
        return all(connection, Columns::number, select, values).get(0);
    }

    long number() throws SQLException {
        return row.getLong(++at);
    }

    Long optional() throws SQLException {
        long value = row.getLong(++at);
        return row.wasNull() ? null : value;
    }

    String text() throws SQLException {
        return row.getString(++at);
    }

    boolean flag() throws SQLException {
        return row.getBoolean(++at);
    }

    byte[] bytes() throws SQLException {
        return row.getBytes(++at);
    }
}
