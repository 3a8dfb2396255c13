package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.page.DocumentRow;
import org.calliope.ims.hss.page.Links;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;

/** What the pages of every kind of document have in common: the list, and the question before one is removed. */
final class DocumentPages {

    private static final int LIMIT = 50;
    private static final int LONGEST = 255;
    private static final List<String> ACTIONS = List.of("validate", "delete");

    private final Pages pages;
    private final Provisioning provisioning;
    private final Changes changes;

    DocumentPages(Pages pages, Provisioning provisioning) {
        this.pages = pages;
        this.provisioning = provisioning;
        this.changes = new Changes(provisioning);
    }

    /** Where a request leads: both are "" for the list. */
    record Place(String name, String action) {

        static Place of(HttpServletRequest request) {
            String path = Optional.ofNullable(request.getPathInfo()).orElse("/").substring(1);
            return ACTIONS.stream().filter(action -> path.endsWith("/" + action)).findFirst()
                    .map(action -> new Place(path.substring(0, path.length() - action.length() - 1), action))
                    .orElse(new Place(path, ""));
        }
    }

    static String title(HttpServletRequest request, Kind<?> kind, String name) {
        Texts texts = Pages.texts(request);
        return name.isEmpty() ? texts.of("document.new", texts.of("kind.one." + kind.path())) : name;
    }

    /** What stands around a form. */
    Map<String, Object> around(HttpServletRequest request, Kind<?> kind, String name) {
        return Map.of("kind", kind.path(), "name", name, "action",
                name.isEmpty() ? Links.list(kind) + "/new" : Links.document(kind, name),
                "users", name.isEmpty() ? List.of() : provisioning.users(kind, name),
                "done", Changes.told(request), "writes", Pages.mayWrite(request));
    }

    void list(HttpServletRequest request, HttpServletResponse response, Kind<? extends Named> kind)
            throws IOException {
        Texts texts = Pages.texts(request);
        String after = Parameters.text(request, "after", LONGEST);
        List<? extends Named> found = provisioning.list(kind, after, LIMIT + 1);
        List<DocumentRow> rows = found.stream().limit(LIMIT).map(one -> DocumentRow.of(kind, one, texts)).toList();
        String next = found.size() > LIMIT
                ? Links.list(kind) + "?after=" + Links.encode(rows.get(LIMIT - 1).name()) : "";
        pages.page(request, response, "documents.jte", texts.of("kind." + kind.path()), Map.of("kind", kind.path(),
                "rows", rows, "next", next, "first", after.isEmpty(), "done", Changes.told(request),
                "writes", Pages.mayWrite(request)));
    }

    void remove(HttpServletRequest request, HttpServletResponse response, Kind<?> kind, Named document,
            String problem) throws IOException {
        if (pages.shutToReaders(request, response)) {
            return;
        }
        Map<String, Object> model = new HashMap<>(around(request, kind, document.name()));
        model.putAll(Map.of("seen", Provisioning.tag(document), "problem", problem));
        pages.page(request, response, "removedocument.jte", Pages.texts(request).of("remove.title", document.name()),
                model);
    }

    void delete(HttpServletRequest request, HttpServletResponse response, Kind<? extends Named> kind, String name)
            throws IOException {
        try {
            provisioning.remove(kind, name, Optional.of(Parameters.text(request, "seen", LONGEST)),
                    Changes.actor(request));
            changes.done(request, response, Links.list(kind), kind, name, "removed");
        } catch (Refused e) {
            Optional<? extends Named> stored = provisioning.find(kind, name);
            if (stored.isEmpty()) {
                pages.notFound(request, response);
                return;
            }
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            remove(request, response, kind, stored.get(), e.getMessage());
        }
    }
}
