package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.access.Signed;
import org.calliope.ims.hss.api.BulkOperations;
import org.calliope.ims.hss.api.Problem;
import org.calliope.ims.hss.bulk.ExportFormat;
import org.calliope.ims.hss.bulk.Exports;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Provisioning;

/** {@code /api/v1/export}: everything that is provisioned, with sealed secrets for administrators only. */
final class ExportServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final List<String> PARAMETERS = List.of("format", "secrets");

    private final transient Exports exports;
    private final transient Provisioning provisioning;

    ExportServlet(Exports exports, Provisioning provisioning) {
        this.exports = exports;
        this.provisioning = provisioning;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Query query = new Query(request, PARAMETERS);
            ExportFormat format = ExportFormat.of(query.text("format", "json")).orElseThrow(() ->
                    new IllegalArgumentException("format must be json or csv"));
            boolean secrets = query.flag("secrets");
            Optional<Signed> by = Access.of(request);
            if (secrets && by.filter(signed -> signed.role().allows(Role.ADMINISTRATOR)).isEmpty()) {
                Problem.of(HttpServletResponse.SC_FORBIDDEN, "role", "only an administrator exports secrets").send(response);
                return;
            }
            if (secrets) {
                provisioning.note("exported everything with sealed secrets", new Actor(by.orElseThrow().name()));
            }
            response.setContentType(format.mediaType());
            response.setHeader("Content-Disposition", "attachment; filename=\"hss."
                    + format.name().toLowerCase(Locale.ROOT) + "\"");
            exports.write(format, secrets, response.getOutputStream());
        } catch (IllegalArgumentException e) {
            Problem.of(HttpServletResponse.SC_BAD_REQUEST, "invalid", e.getMessage()).send(response);
        }
    }

    @Override
    protected void doOptions(HttpServletRequest request, HttpServletResponse response) throws IOException {
        BulkOperations.options(request, response);
    }
}
