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
import java.util.List;
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
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
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
