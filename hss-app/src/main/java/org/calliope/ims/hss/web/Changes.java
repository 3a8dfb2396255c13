package org.calliope.ims.hss.web;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.page.Done;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.AuditEntry;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;

/** What surrounds a change made by a form: who made it, where the browser goes, and how it can be undone. */
final class Changes {

    private static final int NEWEST = 20;
    private static final String DONE = "done";
    private static final String ENTRY = "entry";

    private final Provisioning provisioning;

    Changes(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    /** Who sends the request; the guard let only somebody known in. */
    static Actor actor(HttpServletRequest request) {
        return new Actor(Access.of(request).orElseThrow().name());
    }

    /**
     * Sends the browser on to a page that says what was done and offers to undo it.
     *
     * @param subject name of the document before it was changed
     * @param word    {@code created}, {@code changed}, {@code removed} or {@code undone}
     */
    void done(HttpServletRequest request, HttpServletResponse response, String path, Kind<?> kind, String subject,
            String word) {
        String actor = actor(request).name();
        long entry = provisioning.audit(0, NEWEST).stream()
                .filter(one -> one.subject().equals(subject) && one.actor().name().equals(actor)
                        && one.kind().filter(kind::equals).isPresent())
                .map(AuditEntry::id).findFirst().orElse(0L);
        Redirects.to(request, response, path + "?" + DONE + "=" + word + "&" + ENTRY + "=" + entry);
    }

    /** What the page before has done, for the page it led to. */
    static Done told(HttpServletRequest request) {
        return Done.of(Parameters.text(request, DONE, NEWEST), Parameters.number(request, ENTRY, 0));
    }
}
