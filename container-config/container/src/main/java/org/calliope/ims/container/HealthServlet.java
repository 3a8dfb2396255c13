package org.calliope.ims.container;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code GET /health}: 200 once the deployed applications take requests, 503 before and while the server ends. */
final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient BooleanSupplier ready;
    private final String version;

    HealthServlet(BooleanSupplier ready) {
        this.ready = ready;
        String built = Server.class.getPackage().getImplementationVersion();
        this.version = built == null ? "unpackaged" : built;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean up = ready.getAsBoolean();
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().println("{\"status\":\"" + (up ? "ready" : "starting") + "\",\"version\":\"" + version + "\"}");
    }
}
