package org.calliope.ims.hss.bulk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Vault;
import org.calliope.ims.hss.store.ImportRow;
import org.calliope.ims.hss.store.Kind;

/**
 * A table of subscribers, RFC 4180 in UTF-8, whose first line names the columns; separated by the comma, semicolon or
 * tab that this line has most of. A row is a subscription with one private identity and one implicit registration set.
 */
final class CsvRows implements RowSource {

    private static final int LONGEST_ROW = 64 * 1024;
    private static final int BOM = '\uFEFF';
    private static final char UNDECODABLE = '\uFFFD';

    private final Vault vault;
    private final String domain;
    private final BoundedReader reader;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<CsvColumn> columns;

    /** @param domain the realm of passwords where a row names none */
    CsvRows(InputStream in, Vault vault, String domain) throws IOException {
        this.vault = vault;
        this.domain = domain;
        this.reader = new BoundedReader(new InputStreamReader(in, StandardCharsets.UTF_8), LONGEST_ROW);
        BufferedReader buffered = new BufferedReader(reader);
        String header = header(buffered);
        this.columns = columns(header, separator(header));
        this.parser = CSVParser.builder().setReader(buffered).setFormat(CSVFormat.RFC4180.builder()
                .setDelimiter(separator(header)).setIgnoreEmptyLines(true).get()).get();
        this.records = parser.iterator();
    }

    private static String header(BufferedReader in) throws IOException {
        in.mark(1);
        if (in.read() != BOM) {
            in.reset();
        }
        String line = in.readLine();
        if (line == null || line.isBlank()) {
            throw new UnreadableImport("the first line names the columns, and this one is empty");
        }
        return line;
    }

    private static char separator(String header) {
        char most = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(header, candidate) > count(header, most)) {
                most = candidate;
            }
        }
        return most;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    private static List<CsvColumn> columns(String header, char separator) throws IOException {
        List<CsvColumn> columns = new ArrayList<>();
        for (String heading : header.split(String.valueOf(separator), -1)) {
            CsvColumn column = CsvColumn.of(heading.strip().replaceAll("^\"|\"$", ""));
            if (columns.contains(column)) {
                throw new UnreadableImport("the column " + column.header() + " stands there twice");
            }
            columns.add(column);
        }
        if (!columns.contains(CsvColumn.PRIVATE_IDENTITY)) {
            throw new UnreadableImport("there is no column private_identity");
        }
        return columns;
    }

    @Override
    public Optional<ImportRow> next() throws IOException {
        long number = parser.getRecordNumber() + 2; // as a spreadsheet counts, where the headings are row 1
        reader.row(number);
        try {
            return records.hasNext() ? Optional.of(row(number, records.next())) : Optional.empty();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof UnreadableImport unreadable) {
                throw unreadable;
            }
            // what the parser says would quote the row, and with it passwords
            throw new UnreadableImport("row " + number + " is no CSV: something stands beside its quotation marks, or "
                    + "one is not closed");
        }
    }

    private ImportRow row(long number, CSVRecord record) {
        Map<CsvColumn, String> values = new EnumMap<>(CsvColumn.class);
        for (int i = 0; i < Math.min(record.size(), columns.size()); i++) {
            String value = record.get(i);
            values.put(columns.get(i), columns.get(i) == CsvColumn.PASSWORD ? value : value.strip());
        }
        String identity = printable(values.getOrDefault(CsvColumn.PRIVATE_IDENTITY, "").isEmpty()
                ? values.getOrDefault(CsvColumn.NAME, "") : values.get(CsvColumn.PRIVATE_IDENTITY));
        if (record.size() > columns.size()) {
            return ImportRow.rejected(number, identity, "the row has " + record.size() + " values and the table "
                    + columns.size() + " columns");
        }
        Optional<String> unreadable = values.entrySet().stream()
                .filter(entry -> entry.getValue().chars().anyMatch(c -> c == UNDECODABLE || Character.isISOControl(c)))
                .findFirst().map(entry -> entry.getKey().header() + " has a control character in it, or is no UTF-8");
        if (unreadable.isPresent()) {
            return ImportRow.rejected(number, identity, unreadable.get());
        }
        try {
            return ImportRow.of(number, Kind.SUBSCRIPTION, subscription(new Values(values)));
        } catch (IllegalArgumentException e) {
            return ImportRow.rejected(number, identity, e.getMessage());
        }
    }

    private static String printable(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 255 ? plain : plain.substring(0, 255);
    }

    private Subscription subscription(Values values) {
        if (!values.get(CsvColumn.NOTE).isEmpty()) {
            throw new IllegalArgumentException(values.get(CsvColumn.NOTE));
        }
        PrivateUser user = values.proof(domain).user(vault, values.get(CsvColumn.PRIVATE_IDENTITY));
        List<String> uris = values.words(CsvColumn.PUBLIC_IDENTITIES);
        List<String> given = uris.isEmpty() ? List.of("sip:" + user.identity()) : uris;
        Set<String> barred = Set.copyOf(values.words(CsvColumn.BARRED));
        for (String uri : barred) {
            if (!given.contains(uri)) {
                throw new IllegalArgumentException("barred names " + uri + ", which is none of public_identities");
            }
        }
        List<PublicUser> identities = given.stream().map(uri -> identity(uri, barred.contains(uri), values)).toList();
        return new Subscription(values.get(CsvColumn.NAME), values.get(CsvColumn.CAPABILITY_SET),
                values.get(CsvColumn.CHARGING_SET), values.words(CsvColumn.VISITED_NETWORKS), List.of(user),
                List.of(new ImplicitSet(List.of(user.identity()), identities)));
    }

    private static PublicUser identity(String uri, boolean barred, Values values) {
        PublicUser identity = PublicUser.of(uri).named(values.get(CsvColumn.DISPLAY_NAME));
        String profile = values.get(CsvColumn.SERVICE_PROFILE);
        PublicUser served = profile.isEmpty() ? identity : identity.served(profile);
        return barred ? served.withBarring() : served;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** Values of a row by column; "" for a column that the table does not have. */
    private record Values(Map<CsvColumn, String> byColumn) {

        String get(CsvColumn column) {
            return byColumn.getOrDefault(column, "");
        }

        List<String> words(CsvColumn column) {
            return Arrays.stream(get(column).split(" ")).filter(word -> !word.isEmpty()).distinct().toList();
        }

        Proof proof(String domain) {
            String realm = get(CsvColumn.REALM);
            return new Proof(realm.isEmpty() ? domain : realm, get(CsvColumn.PASSWORD), get(CsvColumn.HA1),
                    get(CsvColumn.K), get(CsvColumn.OP), get(CsvColumn.OPC), get(CsvColumn.AMF), get(CsvColumn.SCHEME),
                    get(CsvColumn.SECRET), get(CsvColumn.SQN));
        }
    }
}
