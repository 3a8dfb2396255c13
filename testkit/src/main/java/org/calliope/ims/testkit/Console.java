package org.calliope.ims.testkit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.calliope.ims.node.AdminPassword;
import org.calliope.ims.testkit.ladder.Step;
import org.calliope.ims.testkit.ladder.TraceReader;

/** The console of a running system, as a program reads it. Any thread. */
public final class Console {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The console did not answer, or not with what was asked for; the message is one sentence. */
    public static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI base;

    /** @param base such as {@code http://localhost:8080} */
    public Console(String base) {
        this.base = URI.create(base.endsWith("/") ? base : base + "/");
    }

    public URI base() {
        return base;
    }

    /** What {@code GET /api/status} says, as JSON. */
    public String status() {
        return get("api/status");
    }

    /** All that is joined with a Call-ID, in the order it was recorded. */
    public List<Step> trace(String callId) {
        return TraceReader.read(get("api/trace?call-id=" + URLEncoder.encode(callId, StandardCharsets.UTF_8)));
    }

    /** The body of a page or document that must be there. */
    public String get(String path) {
        return send(path, HttpRequest.newBuilder(base.resolve(path)));
    }

    /** Sends JSON as the owner of the machine, whose request must succeed; the body of the answer. */
    public String post(String path, String json, AdminPassword admin) {
        String basic = Base64.getEncoder().encodeToString(("admin:" + admin.password()).getBytes(StandardCharsets.UTF_8));
        return send(path, HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private String send(String path, HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new Unreachable(base + path + " answers with status " + response.statusCode(), null);
            }
            return response.body();
        } catch (ConnectException e) {
            throw new Unreachable("nothing listens at " + base, e);
        } catch (IOException e) {
            throw new Unreachable(base + path + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted while asking " + base + path, e);
        }
    }
}
