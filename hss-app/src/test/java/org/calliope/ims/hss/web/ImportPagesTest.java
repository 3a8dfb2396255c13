package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.bulk.ImportStatus;
import org.calliope.ims.hss.store.Provision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People import files at the console, by a form without a script. */
class ImportPagesTest extends AccessFixture {

    /** The first import of a process waits for Hibernate, which other work may hold up. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final String TABLE = "private_identity,password\ndan@ims.example,s3cret\nnobody,s3cret\n";
    private static final String HOSTILE = "<script>alert(1)<script>.csv";

    private Browser operator;

    @BeforeEach
    void signIn() throws Exception {
        operator = signedIn(Role.OPERATOR);
    }

    private HttpResponse<String> upload(Browser by, String csrf, String name, String format, String content, String... more)
            throws Exception {
        StringBuilder body = new StringBuilder();
        field(body, "csrf", csrf);
        field(body, "format", format);
        for (int i = 0; i < more.length; i += 2) {
            field(body, more[i], more[i + 1]);
        }
        body.append("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"").append(name)
                .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n").append(content).append("\r\n--cut--\r\n");
        return by.send(HttpRequest.newBuilder(URI.create(url() + "/imports"))
                .header("Content-Type", "multipart/form-data; boundary=cut").POST(BodyPublishers.ofString(body.toString())));
    }

    private static void field(StringBuilder body, String name, String value) {
        body.append("--cut\r\nContent-Disposition: form-data; name=\"").append(name).append("\"\r\n\r\n").append(value)
                .append("\r\n");
    }

    private ImportStatus newest() {
        return imports.list(1).get(0);
    }

    private long over() {
        await().atMost(LONGEST).until(() -> newest().job().state().over());
        return newest().job().id();
    }

    @Test
    void anOperatorImportsAFileAndRemovesItWhenItIsOver() throws Exception {
        HttpResponse<String> sent = upload(operator, operator.csrf(), "list/subscribers.csv", "csv", TABLE,
                "existing", "refuse");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
        long id = over();

        String page = operator.get(sent.headers().firstValue("Location").orElseThrow()).body();
        assertThat(page).contains("The file has arrived", ">subscribers.csv ", "done",
                "2 read, 1 accepted, 0 skipped, 1 rejected", "/api/v1/imports/" + id + "/report", "/api/v1/export?format=csv")
                .doesNotContain("hx-get=\"/fragments/imports\"", "secrets=true", "FHoSS");
        assertThat(operator.get("/api/v1/imports/" + id + "/report").body()).contains("nobody,rejected");
        assertThat(subscribers.find("dan@ims.example")).isPresent();
        assertThat(newest().job().request().actor().name()).isEqualTo(last());
        assertThat(operator.post("/imports/" + id + "/remove").statusCode()).isEqualTo(303);
        assertThat(operator.get("/imports").body()).contains("Nothing was imported yet.");
    }

    @Test
    void nothingOfTheFileStaysOnItsWay() throws Exception {
        upload(operator, operator.csrf(), "a.csv", "csv", TABLE, "existing", "refuse");
        upload(operator, "wrong", "a.csv", "csv", TABLE, "existing", "refuse");
        Path inbox = arriving();
        await().atMost(LONGEST).untilAsserted(() -> {
            try (Stream<Path> files = Files.list(inbox)) {
                assertThat(files).isEmpty();
            }
        });
        if (Files.getFileStore(inbox).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(inbox)).as("only the server's user enters").hasSize(3);
        }
        over();
    }

    private Path arriving() {
        return home.resolve("imports").resolve("arriving");
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        upload(operator, operator.csrf(), "a.csv", "csv", TABLE, "existing", "skip", "dry-run", "true");
        over();

        assertThat(operator.get("/imports").body()).contains("check only", "1 accepted");
        assertThat(subscribers.find("dan@ims.example")).isEmpty();
    }

    @Test
    void oneThatRunsShowsItsProgressAndIsCancelled() throws Exception {
        StringBuilder table = new StringBuilder("private_identity,password\n");
        for (int i = 0; i < 2_000; i++) {
            table.append("alice@ims.example,s3cret\n");
        }
        Provision.whileHeld(database, "alice@ims.example", () -> {
            upload(operator, operator.csrf(), "many.csv", "csv", table.toString(), "existing", "replace");
            String running = operator.get("/fragments/imports").body();
            assertThat(running).contains("<progress max=\"1000\"", "hx-get=\"/fragments/imports\"",
                    "hx-trigger=\"every 1s\"", "/cancel\"", "name=\"csrf\" value=\"" + operator.csrf() + "\"");
            return operator.post("/imports/" + newest().job().id() + "/cancel");
        });
        long cancelled = over();

        assertThat(operator.get("/imports").body()).contains("cancelled").doesNotContain("<progress");
        assertThat(operator.post("/imports/" + cancelled + "/cancel").statusCode()).isEqualTo(404);
        assertThat(operator.post("/imports/" + cancelled + "/resume").statusCode()).isEqualTo(404);
        upload(operator, operator.csrf(), "next.csv", "csv", TABLE, "existing", "refuse");
        over(); // only when nothing of the one before goes on
        assertThat(operator.post("/imports/x/remove").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNoImportIsRefusedWithTheReason() throws Exception {
        String csrf = operator.csrf();
        assertThat(upload(operator, csrf, "a.xml", "xml", TABLE, "existing", "refuse").body()).contains("format must be csv");
        assertThat(upload(operator, csrf, "a.csv", "csv", TABLE, "existing", "eat").statusCode()).isEqualTo(400);
        assertThat(upload(operator, csrf, "a.csv", "csv", "", "existing", "refuse").body()).contains("there is nothing in it");
        assertThat(operator.post("/imports").body()).contains("Choose a file.");
        HttpResponse<String> large = upload(operator, csrf, "a.csv", "csv", "x".repeat(LARGEST_IMPORT + 1), "existing", "refuse");
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(imports.list(1)).isEmpty();
    }

    @Test
    void aFormThatIsLargerThanAnyIsRefusedBeforeItIsRead() throws Exception {
        HttpResponse<String> answer = upload(operator, operator.csrf(), "a.csv", "csv", "x".repeat(LARGEST_IMPORT + 70_000),
                "existing", "refuse");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("import-largest-size");
    }

    @Test
    void whoMayNotIsToldSo() throws Exception {
        assertThat(upload(operator, operator.csrf(), "a.sql", "fhoss", "x", "existing", "refuse").statusCode()).isEqualTo(403);
        assertThat(upload(operator, "wrong", "a.csv", "csv", TABLE, "existing", "refuse").statusCode()).isEqualTo(403);
        Browser viewer = signedIn(Role.VIEWER);
        assertThat(viewer.get("/imports").body()).contains("Nothing was imported yet.").doesNotContain("type=\"file\"");
        assertThat(upload(viewer, viewer.csrf(), "a.csv", "csv", TABLE, "existing", "refuse").statusCode()).isEqualTo(403);
        assertThat(upload(browser(), "", "a.csv", "csv", TABLE, "existing", "refuse").statusCode()).isNotEqualTo(200);
        assertThat(imports.list(1)).isEmpty();
        assertThat(signedIn(Role.ADMINISTRATOR).get("/imports").body()).contains("FHoSS", "secrets=true");
    }

    @Test
    void hostileNamesAreShownAsTheyAreAndThePageSpeaksGerman() throws Exception {
        upload(operator, operator.csrf(), HOSTILE, "csv", TABLE, "existing", "refuse");
        over();
        String page = operator.with("Accept-Language", "de").get("/imports").body();

        assertThat(page).contains("&lt;script", "Import und Export", "2 gelesen").doesNotContain("<script>alert");
        assertThat(newest().job().request().source()).isEqualTo(HOSTILE);
    }
}
