package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The MySQL or MariaDB of another HSS. {@link #toString} hides the password, which is kept no longer than the tables are
 * read.
 *
 * @param url {@code jdbc:mariadb://host:port/database} or {@code jdbc:mysql:…}, without parameters
 */
public record ForeignDatabase(String url, String user, String password) {

    // no parameters: some of the driver's have it read or write files
    private static final Pattern URL = Pattern.compile("jdbc:(mariadb|mysql)(://[A-Za-z0-9.\\-]{1,253}(:[0-9]{1,5})?/\\w{1,64})");
    private static final Set<Integer> OCTETS = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);
    private static final int PAGE = 1_000;

    /** Checks the URL. */
    public ForeignDatabase {
        if (!URL.matcher(url).matches()) {
            throw new IllegalArgumentException("the address of the other database must be as"
                    + " jdbc:mariadb://db.example:3306/hss_db, without parameters");
        }
    }

    /** Writes the rows of those tables that are there as a dump, as they all are at one moment. */
    void dump(Set<String> tables, OutputStream out) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("connectTimeout", "10000");
        try (Connection connection = new org.mariadb.jdbc.Driver()
                .connect(url.replaceFirst("^jdbc:mysql", "jdbc:mariadb"), properties)) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            for (String table : new TreeSet<>(tables)) {
                table(connection, table, out);
            }
            connection.rollback();
        } catch (SQLException e) {
            throw new ImportRefused(ImportRefused.Why.SOURCE, "the other database cannot be read: " + e.getMessage());
        }
    }

    private static void table(Connection connection, String table, OutputStream out) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(PAGE);
            try (ResultSet rows = statement.executeQuery("select * from `" + table + "`")) {
                while (rows.next()) {
                    out.write(insert(table, rows).getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (SQLSyntaxErrorException e) {
            out.write(("-- there is no table " + table + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String insert(String table, ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add('`' + columns.getColumnName(i) + '`');
            byte[] value = OCTETS.contains(columns.getColumnType(i)) ? rows.getBytes(i) : text(rows.getString(i));
            values.add(value == null ? "NULL" : value.length == 0 ? "''" : "0x" + HexFormat.of().formatHex(value));
        }
        return "INSERT INTO `" + table + "` (" + String.join(",", names) + ") VALUES (" + String.join(",", values) + ");\n";
    }

    private static byte[] text(String value) {
        return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "ForeignDatabase[" + url + "]";
    }
}
