package org.calliope.ims.container;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * {@code GET /health} and {@code /health/ready}: 200 while requests are taken, 503 before and while the server ends.
 * {@code GET /health/live}: 503 when SIP has been stuck for longer than it may, which only a restart helps.
 */
final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Build build = Build.read();
    private final transient Supplier<Server.Phase> phase;
    private final transient Supplier<Duration> still;
    private final transient Duration limit;
    private final transient Deployer deployer;

    /**
     * @param still how long SIP has made no progress
     * @param limit how long it may
     */
    HealthServlet(Supplier<Server.Phase> phase, Supplier<Duration> still, Duration limit, Deployer deployer) {
        this.phase = phase;
        this.still = still;
        this.limit = limit;
        this.deployer = deployer;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        Map<String, Object> body = new LinkedHashMap<>();
        switch (path) {
            case "", "/" -> {
                body.put("status", phase.get().word());
                body.put("version", build.version());
                body.put("commit", build.commit());
                body.put("built", build.time());
                body.put("uptimeSeconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
                answer(response, phase.get() == Server.Phase.READY, body);
            }
            case "/ready" -> {
                body.put("status", phase.get().word());
                body.put("applications", ApplicationsServlet.list(deployer, false));
                answer(response, phase.get() == Server.Phase.READY, body);
            }
            case "/live" -> {
                boolean live = still.get().compareTo(limit) < 0;
                body.put("status", live ? "live" : "stuck");
                body.put("secondsWithoutProgress", still.get().toSeconds());
                answer(response, live, body);
            }
            default -> Json.error(response, HttpServletResponse.SC_NOT_FOUND, "not-found", "/health, /health/live or /health/ready");
        }
    }

    private static void answer(HttpServletResponse response, boolean good, Map<String, Object> body) throws IOException {
        Json.send(response, good ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE, body);
    }
}
