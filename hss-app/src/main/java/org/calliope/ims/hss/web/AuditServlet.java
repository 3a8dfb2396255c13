package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.page.AuditView;
import org.calliope.ims.hss.store.Provisioning;

/** {@code /audit?before=…}: who changed what, newest first. The guard lets only administrators in. */
final class AuditServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int LIMIT = 30;

    private final transient Pages pages;
    private final transient Provisioning provisioning;

    AuditServlet(Pages pages, Provisioning provisioning) {
        this.pages = pages;
        this.provisioning = provisioning;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long before = Parameters.number(request, "before", 0);
        List<AuditView> entries = provisioning.audit(before, LIMIT + 1).stream().map(AuditView::of).toList();
        boolean more = entries.size() > LIMIT;
        List<AuditView> shown = more ? entries.subList(0, LIMIT) : entries;
        pages.page(request, response, "audit.jte", Pages.texts(request).of("audit.title"), Map.of("entries", shown,
                "older", more ? "/audit?before=" + shown.get(LIMIT - 1).id() : "", "first", before == 0));
    }
}
