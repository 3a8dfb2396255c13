package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.form.DocumentForm;
import org.calliope.ims.hss.form.Values;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.page.FieldView;
import org.calliope.ims.hss.page.Links;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;

/**
 * The pages of one kind of document, as its form describes it: {@code /<kind>} the list, {@code /<kind>/new},
 * {@code /<kind>/<name>} and {@code /<kind>/<name>/delete}; {@code …/validate} looks at a form while it is typed.
 */
final class DocumentsServlet<T extends Named> extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int SUGGESTIONS = 200;
    private static final int LONGEST = 100;
    private static final String NEW = "new";

    private final transient Pages pages;
    private final transient Provisioning provisioning;
    private final transient DocumentForm<T> form;
    private final transient DocumentPages documents;
    private final transient Changes changes;

    DocumentsServlet(Pages pages, Provisioning provisioning, DocumentForm<T> form) {
        this.pages = pages;
        this.provisioning = provisioning;
        this.form = form;
        this.documents = new DocumentPages(pages, provisioning);
        this.changes = new Changes(provisioning);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        DocumentPages.Place place = DocumentPages.Place.of(request);
        if (place.name().isEmpty()) {
            documents.list(request, response, form.kind());
        } else if (place.name().equals(NEW)) {
            if (!pages.shutToReaders(request, response)) {
                show(request, response, "", form.fresh(), "", Map.of());
            }
        } else {
            Optional<T> stored = provisioning.find(form.kind(), place.name());
            if (stored.isEmpty()) {
                pages.notFound(request, response);
            } else if (place.action().equals("delete")) {
                documents.remove(request, response, form.kind(), stored.get(), "");
            } else {
                show(request, response, place.name(), form.show().apply(stored.get()), Provisioning.tag(stored.get()),
                        Map.of());
            }
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        DocumentPages.Place place = DocumentPages.Place.of(request);
        Values values = Values.of(request.getParameterMap());
        if (place.action().equals("validate")) {
            pages.problems(request, response, values, problems(values, request, true));
        } else if (place.action().equals("delete")) {
            documents.delete(request, response, form.kind(), place.name());
        } else {
            save(request, response, place.name().equals(NEW) ? "" : place.name(), values);
        }
    }

    private Map<String, String> problems(Values values, HttpServletRequest request, boolean typing) {
        return form.problems(values, Pages.texts(request), typing,
                (kind, name) -> provisioning.find(kind, name).isPresent());
    }

    private void save(HttpServletRequest request, HttpServletResponse response, String name, Values values)
            throws IOException {
        Texts texts = Pages.texts(request);
        String seen = Parameters.text(request, "seen", LONGEST);
        Map<String, String> problems = new HashMap<>(values.whole() ? problems(values, request, false)
                : Map.of(DocumentForm.WHOLE, texts.of("form.cut")));
        if (problems.isEmpty()) {
            try {
                T document = form.read().apply(values);
                if (name.isEmpty()) {
                    provisioning.create(form.kind(), document, Changes.actor(request));
                } else {
                    provisioning.replace(form.kind(), name, document, Optional.of(seen), Changes.actor(request));
                }
                changes.done(request, response, Links.document(form.kind(), document.name()), form.kind(),
                        name.isEmpty() ? document.name() : name, name.isEmpty() ? "created" : "changed");
                return;
            } catch (Refused | IllegalArgumentException e) {
                problems.put(DocumentForm.WHOLE, e.getMessage());
            }
        }
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        show(request, response, name, values, seen, problems);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private void show(HttpServletRequest request, HttpServletResponse response, String name, Values values,
            String seen, Map<String, String> problems) throws IOException {
        List<FieldView> fields = form.fields().stream().map(field -> new FieldView(field, values,
                problems.getOrDefault(field.name(), ""), field.refers().map(this::names).orElse(List.of()))).toList();
        Map<String, Object> model = new HashMap<>(documents.around(request, form.kind(), name));
        model.putAll(Map.of("fields", fields, "seen", seen, "problem", problems.getOrDefault(DocumentForm.WHOLE, "")));
        pages.page(request, response, "document.jte", DocumentPages.title(request, form.kind(), name), model);
    }

    private List<String> names(Kind<?> kind) {
        return provisioning.list(kind, "", SUGGESTIONS).stream().map(Named::name).toList();
    }
}
