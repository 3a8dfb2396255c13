package org.calliope.ims.hss.web;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Signed;
import org.calliope.ims.hss.api.ApiServlet;
import org.calliope.ims.hss.api.BulkOperations;
import org.calliope.ims.hss.api.Problem;
import org.calliope.ims.hss.bulk.ForeignDatabase;
import org.calliope.ims.hss.bulk.ImportRefused;
import org.calliope.ims.hss.bulk.ImportStatus;
import org.calliope.ims.hss.bulk.Imports;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.ImportJob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** {@code /api/v1/imports}: a file comes with POST, DELETE ends an import or forgets one that is over. */
final class ImportsServlet extends HttpServlet {

    static final String BASE = ApiServlet.BASE + "/imports";

    private static final long serialVersionUID = 1L;

    private static final List<String> PARAMETERS = List.of("format", "dry-run", "existing", "name", "from");
    private static final String INVALID = "invalid";
    private static final String REPORT = "report";
    private static final int MOST = 200;
    private static final int LARGEST_ADDRESS = 4_096;
    private static final int TOO_MANY = 429;

    private final transient Imports imports;

    ImportsServlet(Imports imports) {
        this.imports = imports;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (path.length == 0) {
            Json.send(response, HttpServletResponse.SC_OK,
                    Map.of("items", imports.list(MOST).stream().map(ImportJson::of).toList()));
            return;
        }
        Optional<ImportStatus> found = find(path[0]);
        if (found.isEmpty() || path.length > 2 || path.length == 2 && !path[1].equals(REPORT)) {
            notFound(response);
        } else if (path.length == 1) {
            Json.send(response, HttpServletResponse.SC_OK, ImportJson.of(found.get()));
        } else {
            report(found.get().job(), response);
        }
    }

    private void report(ImportJob job, HttpServletResponse response) throws IOException {
        var file = imports.report(job);
        if (file.isEmpty()) {
            notFound(response);
            return;
        }
        response.setContentType("text/csv; charset=utf-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"import-" + job.id() + "-report.csv\"");
        Files.copy(file.get(), response.getOutputStream());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (path.length == 2 && path[1].equals("resume")) {
            boolean resumed = find(path[0]).isPresent() && imports.resume(Long.parseLong(path[0]));
            answer(resumed ? find(path[0]) : Optional.empty(), response);
        } else if (path.length > 0) {
            notFound(response);
        } else {
            take(request, response);
        }
    }

    private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Connection", "close"); // a refusal does not read to whatever the end of the body may be
        String type = Optional.ofNullable(request.getContentType()).orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/") || type.startsWith("application/x-www-form-urlencoded")) {
            Problem.of(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "media-type", "send the file itself as the body, with"
                    + " Content-Type text/csv, application/json or application/octet-stream").send(response);
            return;
        }
        try {
            Query query = new Query(request, PARAMETERS);
            Signed by = Access.of(request).orElseThrow();
            ImportJob.Request wanted = ImportWish.of(query.text("format", ""), query.text("existing", "refuse"),
                    query.flag("dry-run"), query.text("name", ""), by);
            boolean database = query.text("from", "file").equals("database");
            if (database && !wanted.shared() || ImportWish.beyond(wanted)) {
                Problem.of(HttpServletResponse.SC_FORBIDDEN, "role",
                        "only an administrator imports an FHoSS, or out of a database").send(response);
                return;
            }
            ImportJob job = database ? imports.submit(wanted, source(request)) : imports.submit(wanted, request.getInputStream());
            answer(imports.find(job.id()), response);
        } catch (ImportRefused e) {
            refuse(e, response);
        } catch (IllegalArgumentException e) {
            Problem.of(HttpServletResponse.SC_BAD_REQUEST, INVALID, e.getMessage()).send(response);
        }
    }

    private static ForeignDatabase source(HttpServletRequest request) throws IOException {
        try {
            JsonNode json = Json.MAPPER.readTree(request.getInputStream().readNBytes(LARGEST_ADDRESS));
            return new ForeignDatabase(json.path("url").asText(""), json.path("user").asText(""),
                    json.path("password").asText(""));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body must be an object with url, user and password", e);
        }
    }

    private static void refuse(ImportRefused refused, HttpServletResponse response) throws IOException {
        switch (refused.why()) {
            case TOO_LARGE -> Problem.of(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "too-large", refused.getMessage())
                    .send(response);
            case TOO_MANY -> Problem.of(TOO_MANY, "throttled", refused.getMessage()).send(response);
            default -> Problem.of(HttpServletResponse.SC_BAD_REQUEST, INVALID, refused.getMessage()).send(response);
        }
    }

    private static void answer(Optional<ImportStatus> status, HttpServletResponse response) throws IOException {
        if (status.isEmpty()) {
            notFound(response);
            return;
        }
        response.setHeader("Location", BASE + "/" + status.get().job().id());
        Json.send(response, HttpServletResponse.SC_ACCEPTED, ImportJson.of(status.get()));
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        Optional<ImportStatus> found = path.length == 1 ? find(path[0]) : Optional.empty();
        if (found.isEmpty()) {
            notFound(response);
            return;
        }
        long id = found.get().job().id();
        if (!imports.cancel(id, new Actor(Access.of(request).orElseThrow().name()))) {
            imports.remove(id);
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    @Override
    protected void doOptions(HttpServletRequest request, HttpServletResponse response) throws IOException {
        BulkOperations.options(request, response);
    }

    private static String[] path(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path == null || path.equals("/") ? new String[0] : path.substring(1).split("/", -1);
    }

    private Optional<ImportStatus> find(String id) {
        return id.matches("[0-9]{1,18}") ? imports.find(Long.parseLong(id)) : Optional.empty();
    }

    private static void notFound(HttpServletResponse response) throws IOException {
        Problem.of(HttpServletResponse.SC_NOT_FOUND, "not-found", "there is no such import, or nothing of that kind of it")
                .send(response);
    }
}
