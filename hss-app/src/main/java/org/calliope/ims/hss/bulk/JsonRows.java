package org.calliope.ims.hss.bulk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.calliope.ims.hss.store.ImportRow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Documents in JSON, UTF-8: an array of objects, or an object on each line. A line that is no JSON is one rejected row;
 * an array is read as far as it is JSON.
 */
final class JsonRows implements RowSource {

    /** Reads one value after the other. */
    static final JsonMapper MANY = builder().build();

    private static final JsonMapper ONE = builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final int DEEPEST = 32;
    private static final int LONGEST_ROW = 1 << 21; // repository data is up to a million octets, each of which may be escaped
    private static final int BOM = '\uFEFF';
    private static final char UNDECODABLE = '\uFFFD';

    private final JsonDocuments documents;
    private final BoundedReader bounded;
    private final BufferedReader reader;
    private final Optional<JsonParser> array;
    private long number;

    private static JsonMapper.Builder builder() {
        return JsonMapper.builder(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    }

    JsonRows(InputStream in, JsonDocuments documents) throws IOException {
        this.documents = documents;
        this.bounded = new BoundedReader(new InputStreamReader(in, StandardCharsets.UTF_8), LONGEST_ROW);
        this.reader = new BufferedReader(bounded);
        this.array = first() == '[' ? Optional.of(parser()) : Optional.empty();
    }

    /** The first character that is no blank, which stays to be read. */
    private int first() throws IOException {
        while (true) {
            reader.mark(1);
            int c = reader.read();
            if (c < 0 || c != BOM && !Character.isWhitespace(c)) {
                reader.reset();
                return c;
            }
        }
    }

    private JsonParser parser() throws IOException {
        JsonParser parser = MANY.getFactory().createParser(reader);
        parser.nextToken();
        return parser;
    }

    @Override
    public Optional<ImportRow> next() throws IOException {
        number++;
        bounded.row(number);
        return array.isPresent() ? element(array.get()) : line();
    }

    private Optional<ImportRow> element(JsonParser parser) throws IOException {
        try {
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                return Optional.empty();
            }
            JsonNode json = parser.readValueAsTree();
            return Optional.of(json.toString().indexOf(UNDECODABLE) < 0 ? documents.row(number, json) : undecodable());
        } catch (JsonProcessingException e) {
            throw new UnreadableImport("row " + number + " is no JSON, and what follows cannot be read: " + place(e));
        }
    }

    private Optional<ImportRow> line() throws IOException {
        String line = reader.readLine();
        while (line != null && line.isBlank()) {
            number++;
            bounded.row(number);
            line = reader.readLine();
        }
        if (line == null) {
            return Optional.empty();
        }
        if (line.indexOf(UNDECODABLE) >= 0) {
            return Optional.of(undecodable());
        }
        try {
            return Optional.of(documents.row(number, ONE.readTree(line)));
        } catch (JsonProcessingException e) {
            return Optional.of(ImportRow.rejected(number, "", "it is no JSON: " + place(e)));
        }
    }

    private ImportRow undecodable() {
        return ImportRow.rejected(number, "", "it is no UTF-8");
    }

    // not what the exception says: it would quote the source, and with it passwords
    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "it is cut off"
                : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
