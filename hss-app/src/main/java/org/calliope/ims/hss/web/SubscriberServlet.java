package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.check.Checks;
import org.calliope.ims.hss.cx.Reauthentications;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.HistoryView;
import org.calliope.ims.hss.page.Services;
import org.calliope.ims.hss.page.SubscriptionView;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;
import org.calliope.ims.hss.store.RegistrationHistory;
import org.calliope.ims.hss.store.SubscriberRow;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.hss.store.Upkeep;

/**
 * {@code /subscribers/<name>}: everything of a subscription, and below it {@code /edit}, {@code /secret},
 * {@code /delete}, {@code /check}, {@code /end}, {@code /push} and {@code /reauthenticate}.
 */
final class SubscriberServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final List<String> ACTIONS = List.of("edit/validate", "edit", "secret", "delete", "check",
            "end", "push", "reauthenticate");
    private static final int LONGEST = 100;
    private static final int EVENTS = 20;

    private final transient Pages pages;
    private final transient Sections sections;
    private final transient Subscribers subscribers;
    private final transient Provisioning provisioning;
    private final transient SubscriberEdit edit;
    private final transient SecretChange secret;
    private final transient SubscriberCheck check;
    private final transient Changes changes;
    private final transient RegistrationHistory history;
    private final transient SubscriberTelling telling;

    SubscriberServlet(Pages pages, Sections sections, Subscribers subscribers, Provisioning provisioning, Upkeep upkeep,
            Reauthentications reauthentications, Checks checks, String domain) {
        this.pages = pages;
        this.sections = sections;
        this.subscribers = subscribers;
        this.provisioning = provisioning;
        this.edit = new SubscriberEdit(pages, provisioning, domain);
        this.secret = new SecretChange(pages, provisioning, domain);
        this.check = new SubscriberCheck(pages, checks);
        this.changes = new Changes(provisioning);
        this.history = upkeep.history();
        this.telling = new SubscriberTelling(pages, upkeep.pushes(), reauthentications);
    }

    /** Where a request leads: the action is "" for the page itself. */
    private record Place(String name, String action) {

        static Place of(HttpServletRequest request) {
            String path = Optional.ofNullable(request.getPathInfo()).orElse("/").substring(1);
            return ACTIONS.stream().filter(action -> path.endsWith("/" + action)).findFirst()
                    .map(action -> new Place(path.substring(0, path.length() - action.length() - 1), action))
                    .orElse(new Place(path, ""));
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Place place = Place.of(request);
        Optional<Subscription> found = provisioning.find(Kind.SUBSCRIPTION, place.name());
        if (found.isEmpty()) {
            pages.notFound(request, response);
            return;
        }
        Subscription stored = found.get();
        boolean reads = place.action().isEmpty() || place.action().equals("check");
        if (!reads && pages.shutToReaders(request, response)) {
            return;
        }
        switch (place.action()) {
            case "edit" -> edit.show(request, response, stored);
            case "secret" -> secret.show(request, response, stored, Map.of());
            case "delete" -> remove(request, response, stored, "");
            case "check" -> check.show(request, response, stored);
            case "end" -> telling.ask(request, response, view(stored, Pages.texts(request)), "");
            case "" -> page(request, response, stored);
            default -> pages.notFound(request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Place place = Place.of(request);
        Optional<Subscription> found = provisioning.find(Kind.SUBSCRIPTION, place.name());
        if (found.isEmpty()) {
            pages.notFound(request, response);
            return;
        }
        Subscription stored = found.get();
        switch (place.action()) {
            case "edit/validate" -> edit.validate(request, response, stored);
            case "edit" -> edit.post(request, response, stored);
            case "secret" -> secret.post(request, response, stored);
            case "delete" -> delete(request, response, stored);
            case "end" -> telling.end(request, response, view(stored, Pages.texts(request)));
            case "push" -> telling.push(request, response, view(stored, Pages.texts(request)));
            case "reauthenticate" -> telling.reauthenticate(request, response, view(stored, Pages.texts(request)));
            default -> pages.notFound(request, response);
        }
    }

    private SubscriptionView view(Subscription stored, Texts texts) {
        SubscriberRow row = subscribers.find(stored.name()).orElse(
                new SubscriberRow(stored.name(), "", List.of(), List.of()));
        return SubscriptionView.of(stored, row, Services.of(stored, provisioning), Provisioning.tag(stored), texts);
    }

    private void page(HttpServletRequest request, HttpServletResponse response, Subscription stored)
            throws IOException {
        pages.page(request, response, "subscriber.jte", stored.name(), Map.of(
                "subscription", view(stored, Pages.texts(request)), "done", Changes.told(request),
                "history", HistoryView.of(history.of(stored.name(), EVENTS)), "pending", sections.pending(stored.name()),
                "writes", Pages.mayWrite(request)));
    }

    private void remove(HttpServletRequest request, HttpServletResponse response, Subscription stored, String problem)
            throws IOException {
        Services services = Services.of(stored, provisioning);
        pages.page(request, response, "remove.jte", Pages.texts(request).of("remove.title", stored.name()), Map.of(
                "subscription", view(stored, Pages.texts(request)),
                "servers", List.copyOf(services.servers().values()), "problem", problem));
    }

    private void delete(HttpServletRequest request, HttpServletResponse response, Subscription stored)
            throws IOException {
        try {
            provisioning.remove(Kind.SUBSCRIPTION, stored.name(),
                    Optional.of(Parameters.text(request, "seen", LONGEST)), Changes.actor(request));
            changes.done(request, response, "/subscribers", Kind.SUBSCRIPTION, stored.name(), "removed");
        } catch (Refused e) {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            remove(request, response, stored, e.getMessage());
        }
    }
}
