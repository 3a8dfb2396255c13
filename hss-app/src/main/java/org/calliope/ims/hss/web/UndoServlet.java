package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Permissions;
import org.calliope.ims.hss.page.AuditView;
import org.calliope.ims.hss.page.Links;
import org.calliope.ims.hss.store.AuditEntry;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;

/**
 * {@code /undo?entry=…}: asks whether an entry of the audit log is to be undone, and undoes it. Whoever may change the
 * kind of document may undo a change of it.
 */
final class UndoServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Pages pages;
    private final transient Provisioning provisioning;
    private final transient Refusals refusals;

    UndoServlet(Pages pages, Provisioning provisioning) {
        this.pages = pages;
        this.provisioning = provisioning;
        this.refusals = new Refusals(pages);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<AuditEntry> entry = entry(request, response);
        if (entry.isPresent()) {
            show(request, response, entry.get(), "");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<AuditEntry> asked = entry(request, response);
        if (asked.isEmpty()) {
            return;
        }
        AuditEntry entry = asked.get();
        try {
            provisioning.undo(entry.id(), Changes.actor(request));
            Kind<?> kind = entry.kind().orElseThrow();
            boolean there = provisioning.find(kind, entry.subject()).isPresent();
            Redirects.to(request, response, (there ? Links.document(kind, entry.subject()) : Links.list(kind))
                    + "?done=undone");
        } catch (Refused | IllegalArgumentException e) {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            show(request, response, entry, e.getMessage());
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, AuditEntry entry, String problem)
            throws IOException {
        pages.page(request, response, "undo.jte", Pages.texts(request).of("undo.title"), Map.of(
                "entry", AuditView.of(entry), "problem", problem));
    }

    /** The entry, when there is one and they may undo it; else the answer says why not. */
    private Optional<AuditEntry> entry(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long id = Parameters.number(request, "entry", 0);
        Optional<AuditEntry> found = provisioning.audit(id + 1, 1).stream()
                .filter(entry -> entry.id() == id && entry.undoable()).findFirst();
        if (found.isEmpty()) {
            pages.notFound(request, response);
        } else if (!Permissions.of(false, Links.list(found.get().kind().orElseThrow())).metBy(Access.of(request))) {
            refusals.forbidden(request, response);
            return Optional.empty();
        }
        return found;
    }
}
