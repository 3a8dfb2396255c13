package org.calliope.ims.hss.web;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.hss.bulk.ImportStatus;
import org.calliope.ims.hss.store.ImportJob;

/** An import as the REST interface shows it. */
final class ImportJson {

    private static final double PERMILLE = 1_000;

    private ImportJson() {
    }

    static Map<String, Object> of(ImportStatus status) {
        ImportJob job = status.job();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", job.id());
        json.put("name", job.request().source());
        json.put("format", job.request().format());
        json.put("dryRun", job.request().dryRun());
        json.put("existing", word(job.request().existing()));
        json.put("by", job.request().actor().name());
        json.put("state", word(job.state()));
        json.put("message", job.message().isEmpty() ? status.trouble() : job.message());
        json.put("rows", job.progress().rows());
        json.put("accepted", job.progress().accepted());
        json.put("skipped", job.progress().skipped());
        json.put("rejected", job.progress().rejected());
        json.put("permille", Math.round(status.done() * PERMILLE));
        json.put("rowsPerSecond", Math.round(status.rowsPerSecond()));
        status.left().ifPresent(left -> json.put("secondsLeft", left.toSeconds()));
        json.put("size", job.size());
        json.put("sha256", job.sha256());
        json.put("created", job.created().toString());
        put(json, "started", job.started());
        put(json, "ended", job.ended());
        json.put("report", ImportsServlet.BASE + "/" + job.id() + "/report");
        return json;
    }

    private static void put(Map<String, Object> json, String field, Optional<Instant> at) {
        at.ifPresent(instant -> json.put(field, instant.toString()));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
