package org.calliope.ims.hss.api;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.bulk.ExportFormat;
import org.calliope.ims.hss.bulk.ImportFormat;
import org.calliope.ims.hss.store.ImportJob;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Imports and the export, for the description of the interface: servlets of their own answer, for they are streams. */
public final class BulkOperations {

    private static final String READS = "GET";
    private static final String IMPORTS = "/imports";
    private static final String ONE = IMPORTS + "/{id}";
    private static final int ACCEPTED = 202;
    private static final String CSV = "text/csv";

    private static final Operation.Query FORMAT = new Operation.Query("format", true,
            words(Stream.of(ImportFormat.values()).map(ImportFormat::word)), "what the file is; fhoss for administrators");
    private static final Operation.Query DRY_RUN = new Operation.Query("dry-run", flag(),
            "everything is checked and nothing is written");
    private static final Operation.Query EXISTING = new Operation.Query("existing",
            words(Stream.of(ImportJob.Existing.values())).put("default", word(ImportJob.Existing.REFUSE)),
            "what becomes of a row of somebody who is there");
    private static final Operation.Query NAME = new Operation.Query("name", Forms.object().put("type", "string"),
            "what the import is called; the format when it is left out");
    private static final Operation.Query FROM = new Operation.Query("from",
            words(Stream.of("file", "database")).put("default", "file"), "database: the body is an object with the"
            + " url, user and password of one, for administrators");

    static final List<Operation> ALL = List.of(
            described("POST", IMPORTS, Need.OPERATE, "import-file", "Takes a file as the body and imports it in the"
                    + " background. A form is refused: the file itself is the body.")
                    .asks(FORMAT, DRY_RUN, EXISTING, NAME, FROM)
                    .takes("application/octet-stream", Forms.object(), Map.of())
                    .gives(ACCEPTED, job()).refuses(400, 413, 415),
            described(READS, IMPORTS, Need.VIEW, "list-imports", "Lists imports, newest first.").gives(200, list()),
            described(READS, ONE, Need.VIEW, "read-import", "Reads how an import stands.").gives(200, job()).refuses(404),
            described("DELETE", ONE, Need.OPERATE, "delete-import", "Ends an import; what was accepted stays. Of one"
                    + " that is over it removes the report.").refuses(404),
            described("POST", ONE + "/resume", Need.OPERATE, "resume-import", "One that failed goes on where it was.")
                    .gives(ACCEPTED, job()).refuses(404),
            described(READS, ONE + "/report", Need.VIEW, "read-import-report", "Reads what became of each row that was"
                    + " not simply accepted; it grows while the import goes.")
                    .gives(200, Map.of(CSV, Forms.object().put("type", "string"))).refuses(404),
            described(READS, "/export", Need.VIEW, "export", "Reads everything that is provisioned, or as CSV the"
                    + " subscribers.").asks(new Operation.Query("format", words(Stream.of(ExportFormat.values()))
                    .put("default", word(ExportFormat.JSON)), "of the file"),
                    new Operation.Query("secrets", flag(), "with sealed secrets, for administrators"))
                    .gives(200, Map.of(ExportFormat.JSON.mediaType(), Forms.object(), CSV,
                            Forms.object().put("type", "string"))).refuses(400));

    private BulkOperations() {
    }

    /** Answers OPTIONS by the table. */
    public static void options(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ApiServlet.options(ALL, request, response);
    }

    private static Operation described(String method, String path, Need need, String id, String summary) {
        return Operation.of(method, path, need, id, summary, call -> {
            throw new IllegalStateException("a servlet of its own answers " + path);
        });
    }

    private static ObjectNode list() {
        ObjectNode json = Forms.object().put("type", "object");
        json.putObject("properties").putObject("items").put("type", "array").set("items", job());
        return json;
    }

    private static ObjectNode job() {
        ObjectNode json = Forms.object().put("type", "object");
        ObjectNode fields = json.putObject("properties");
        UpkeepJson.number(fields, "id", "its number");
        UpkeepJson.text(fields, "name", "of the file");
        fields.set("format", words(Stream.of(ImportFormat.values()).map(ImportFormat::word)));
        fields.putObject("dryRun").put("type", "boolean").put("description", "nothing is written");
        fields.set("existing", words(Stream.of(ImportJob.Existing.values())));
        UpkeepJson.text(fields, "by", "who wanted it");
        fields.set("state", words(Stream.of(ImportJob.State.values())));
        UpkeepJson.text(fields, "message", "why it failed or does not go on; empty when it does");
        UpkeepJson.number(fields, "rows", "read so far");
        UpkeepJson.number(fields, "accepted", "of those");
        UpkeepJson.number(fields, "skipped", "of those, for they were there");
        UpkeepJson.number(fields, "rejected", "of those; the report says why");
        UpkeepJson.number(fields, "permille", "how much of the file is done");
        UpkeepJson.number(fields, "rowsPerSecond", "0 when nobody can tell");
        UpkeepJson.number(fields, "secondsLeft", "missing when nobody can tell");
        UpkeepJson.number(fields, "size", "of the file in bytes");
        UpkeepJson.text(fields, "sha256", "of the file");
        for (String at : List.of("created", "started", "ended")) {
            UpkeepJson.text(fields, at, "when; missing when it was not yet").put("format", "date-time");
        }
        UpkeepJson.text(fields, "report", "address of its report");
        return json;
    }

    private static ObjectNode flag() {
        return Forms.object().put("type", "boolean").put("default", false);
    }

    private static ObjectNode words(Stream<?> values) {
        ObjectNode json = Forms.object().put("type", "string");
        ArrayNode words = json.putArray("enum");
        values.forEach(value -> words.add(word(value)));
        return json;
    }

    private static String word(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
