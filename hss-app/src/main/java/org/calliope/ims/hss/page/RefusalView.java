package org.calliope.ims.hss.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.TraceEvent;

/**
 * A refusal: who said no, why, and which clause says so.
 *
 * @param key    for the browser to find the link again after a refresh
 * @param about  whom it concerned, "" when nobody can tell
 * @param link   address of its ladder, "" when nothing joins it
 */
public record RefusalView(String key, String time, String element, String rule, String reason, String clause,
                          int status, String about, String link) {

    /** The newest refusals among the events, newest first. */
    public static List<RefusalView> of(List<TraceEvent> events, int limit) {
        List<TraceEvent> newestFirst = new ArrayList<>(events);
        Collections.reverse(newestFirst);
        return newestFirst.stream().filter(Decision.class::isInstance).map(Decision.class::cast)
                .filter(d -> d.outcome() == Decision.Outcome.REFUSED).limit(limit).map(RefusalView::view).toList();
    }

    private static RefusalView view(Decision of) {
        String about = of.values().getOrDefault("public identity", of.join().registration());
        return new RefusalView("x" + of.sequence(), Times.clock(of.at()), of.element().label(), of.rule(),
                of.reason(), of.clause(), of.status(), about, Links.of(of.join()).orElse(""));
    }
}
