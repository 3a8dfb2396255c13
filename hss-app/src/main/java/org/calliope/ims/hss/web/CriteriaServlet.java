package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.form.CriteriaDraft;
import org.calliope.ims.hss.form.CriteriaForm;
import org.calliope.ims.hss.form.DocumentForm;
import org.calliope.ims.hss.form.Values;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.page.CriteriaView;
import org.calliope.ims.hss.page.Links;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.page.Triggers;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;

/**
 * {@code /filter-criteria}: the list and the editor of initial filter criteria, which says as it is typed what a
 * criterion means and how the S-CSCF gets it.
 */
final class CriteriaServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int SUGGESTIONS = 200;
    private static final int LONGEST = 100;
    private static final String NEW = "new";

    private final transient Pages pages;
    private final transient Provisioning provisioning;
    private final transient DocumentPages documents;
    private final transient CriteriaForm form;
    private final transient Changes changes;

    CriteriaServlet(Pages pages, Provisioning provisioning) {
        this.pages = pages;
        this.provisioning = provisioning;
        this.documents = new DocumentPages(pages, provisioning);
        this.form = new CriteriaForm(provisioning);
        this.changes = new Changes(provisioning);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        DocumentPages.Place place = DocumentPages.Place.of(request);
        if (place.name().isEmpty()) {
            documents.list(request, response, Kind.FILTER_CRITERIA);
        } else if (place.name().equals(NEW)) {
            if (!pages.shutToReaders(request, response)) {
                show(request, response, "", CriteriaDraft.fresh(), "", Map.of());
            }
        } else {
            Optional<FilterCriteria> stored = provisioning.find(Kind.FILTER_CRITERIA, place.name());
            if (stored.isEmpty()) {
                pages.notFound(request, response);
            } else if (place.action().equals("delete")) {
                documents.remove(request, response, Kind.FILTER_CRITERIA, stored.get(), "");
            } else {
                show(request, response, stored.get());
            }
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, FilterCriteria stored)
            throws IOException {
        show(request, response, stored.name(), CriteriaDraft.of(stored, Triggers.read(stored.triggerPoint())),
                Provisioning.tag(stored), Map.of());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        DocumentPages.Place place = DocumentPages.Place.of(request);
        String name = place.name().equals(NEW) ? "" : place.name();
        if (place.action().equals("delete")) {
            documents.delete(request, response, Kind.FILTER_CRITERIA, name);
            return;
        }
        Values values = Values.of(request.getParameterMap());
        CriteriaDraft draft = CriteriaDraft.of(values);
        if (place.action().equals("validate")) {
            preview(request, response, draft, values);
            return;
        }
        switch (values.text("action")) {
            case "save" -> save(request, response, name, draft, values);
            case "read-xml" -> readXml(request, response, name, draft, values);
            default -> show(request, response, name, draft.edited(values.text("action")), values.text("seen"),
                    Map.of());
        }
    }

    private void preview(HttpServletRequest request, HttpServletResponse response, CriteriaDraft draft, Values values)
            throws IOException {
        Texts texts = Pages.texts(request);
        pages.fragment(request, response, "fragments/criteriapreview.jte", Map.of(
                "lines", Pages.lines(values, form.problems(draft, texts, true)), "view", view(draft, texts)));
    }

    private CriteriaView view(CriteriaDraft draft, Texts texts) {
        Optional<ApplicationServer> server = provisioning.find(Kind.APPLICATION_SERVER, draft.applicationServer());
        return CriteriaView.of(draft, server, texts);
    }

    private void readXml(HttpServletRequest request, HttpServletResponse response, String name, CriteriaDraft draft,
            Values values) throws IOException {
        try {
            show(request, response, name, draft.triggering(Triggers.pasted(values.text("xml"))), values.text("seen"),
                    Map.of());
        } catch (IllegalArgumentException e) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            show(request, response, name, draft, values.text("seen"), Map.of("xml", e.getMessage()));
        }
    }

    private void save(HttpServletRequest request, HttpServletResponse response, String name, CriteriaDraft draft,
            Values values) throws IOException {
        Texts texts = Pages.texts(request);
        Map<String, String> problems = new HashMap<>(values.whole() ? form.problems(draft, texts, false)
                : Map.of(DocumentForm.WHOLE, texts.of("form.cut")));
        if (problems.isEmpty()) {
            try {
                FilterCriteria document = form.document(draft);
                if (name.isEmpty()) {
                    provisioning.create(Kind.FILTER_CRITERIA, document, Changes.actor(request));
                } else {
                    provisioning.replace(Kind.FILTER_CRITERIA, name, document,
                            Optional.of(Parameters.text(request, "seen", LONGEST)), Changes.actor(request));
                }
                changes.done(request, response, Links.document(Kind.FILTER_CRITERIA, document.name()),
                        Kind.FILTER_CRITERIA, name.isEmpty() ? document.name() : name,
                        name.isEmpty() ? "created" : "changed");
                return;
            } catch (Refused | IllegalArgumentException e) {
                problems.put(DocumentForm.WHOLE, e.getMessage());
            }
        }
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        show(request, response, name, draft, values.text("seen"), problems);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private void show(HttpServletRequest request, HttpServletResponse response, String name, CriteriaDraft draft,
            String seen, Map<String, String> problems) throws IOException {
        List<String> servers = provisioning.list(Kind.APPLICATION_SERVER, "", SUGGESTIONS).stream().map(Named::name)
                .toList();
        Map<String, Object> model = new HashMap<>(documents.around(request, Kind.FILTER_CRITERIA, name));
        model.putAll(Map.of("draft", draft, "seen", seen, "problems", problems, "servers", servers,
                "view", view(draft, Pages.texts(request)), "pasted", problems.containsKey("xml")
                        ? Parameters.text(request, "xml", 20_000) : ""));
        pages.page(request, response, "criteria.jte", DocumentPages.title(request, Kind.FILTER_CRITERIA, name), model);
    }
}
