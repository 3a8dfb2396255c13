package org.calliope.ims.hss.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.Part;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Permissions;
import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.access.Session;
import org.calliope.ims.hss.access.Signed;
import org.calliope.ims.hss.bulk.ImportRefused;
import org.calliope.ims.hss.bulk.Imports;
import org.calliope.ims.hss.page.ImportView;
import org.calliope.ims.hss.store.ImportJob;

/**
 * {@code /imports}: imports, a form that adds one, and what can be done with each. The container keeps a file that
 * arrives on disk, not in memory.
 */
final class ImportPages extends HttpServlet {

    static final String PATH = "/imports";

    private static final long serialVersionUID = 1L;

    private static final int LISTED = 50;
    private static final int LONGEST = 255;
    private static final int TOO_MANY = 429;

    private final transient Pages pages;
    private final transient Imports imports;

    ImportPages(Pages pages, Imports imports) {
        this.pages = pages;
        this.imports = imports;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show(request, response, "");
    }

    /** The list alone, for whoever watches it. */
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        pages.fragment(request, response, "fragments/imports.jte", model(request));
    }

    private Map<String, Object> model(HttpServletRequest request) {
        List<ImportView> jobs = imports.list(LISTED).stream().map(job -> ImportView.of(job, ImportsServlet.BASE)).toList();
        Map<String, Object> model = new HashMap<>();
        model.put("jobs", jobs);
        model.put("csrf", Access.session(request).map(Session::csrf).orElse(""));
        model.put("writes", Permissions.of(false, PATH).metBy(Access.of(request)));
        return model;
    }

    private void show(HttpServletRequest request, HttpServletResponse response, String problem) throws IOException {
        Map<String, Object> model = model(request);
        model.put("problem", problem);
        model.put("done", Changes.told(request));
        model.put("administers", Access.of(request).filter(by -> by.role().allows(Role.ADMINISTRATOR)).isPresent());
        pages.page(request, response, "imports.jte", Pages.texts(request).of("imports.title"), model);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        if (request.getPathInfo() == null) {
            take(request, response);
            return;
        }
        String[] path = request.getPathInfo().substring(1).split("/", -1);
        boolean known = path.length == 2 && path[0].matches("[0-9]{1,18}");
        if (!known || !done(Long.parseLong(path[0]), path[1], request)) {
            pages.notFound(request, response);
        } else {
            Redirects.to(request, response, PATH);
        }
    }

    private boolean done(long id, String action, HttpServletRequest request) {
        return switch (action) {
            case "cancel" -> imports.cancel(id, Changes.actor(request));
            case "resume" -> imports.resume(id);
            case "remove" -> imports.remove(id);
            default -> false;
        };
    }

    private void take(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        Signed by = Access.of(request).orElseThrow();
        Optional<Part> file = file(request);
        if (file.isEmpty()) {
            refuse(request, response, HttpServletResponse.SC_BAD_REQUEST, Pages.texts(request).of("imports.no-file"));
            return;
        }
        try (InputStream in = file.get().getInputStream()) {
            ImportJob.Request wanted = ImportWish.of(Parameters.text(request, "format", LONGEST),
                    Parameters.text(request, "existing", LONGEST), request.getParameter("dry-run") != null,
                    name(file.get()), by);
            if (ImportWish.beyond(wanted)) {
                refuse(request, response, HttpServletResponse.SC_FORBIDDEN, Pages.texts(request).of("refused.role"));
                return;
            }
            imports.submit(wanted, in);
            Redirects.to(request, response, PATH + "?done=imported");
        } catch (ImportRefused e) {
            refuse(request, response, switch (e.why()) {
                case TOO_LARGE -> HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
                case TOO_MANY -> TOO_MANY;
                default -> HttpServletResponse.SC_BAD_REQUEST;
            }, e.getMessage());
        } catch (IllegalArgumentException e) {
            refuse(request, response, HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
        } finally {
            file.get().delete(); // it holds secrets
        }
    }

    private static Optional<Part> file(HttpServletRequest request) throws IOException, ServletException {
        String type = request.getContentType();
        return type == null || !type.startsWith("multipart/form-data") ? Optional.empty()
                : Optional.ofNullable(request.getPart("file")).filter(part -> part.getSubmittedFileName() != null);
    }

    /** Without folders, and what is no text. */
    private static String name(Part file) {
        String sent = file.getSubmittedFileName();
        return sent.substring(sent.lastIndexOf('/') + 1).replaceAll("\\p{Cntrl}", "").strip();
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, int status, String why)
            throws IOException {
        response.setStatus(status);
        show(request, response, why);
    }
}
