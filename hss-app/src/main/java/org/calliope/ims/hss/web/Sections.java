package org.calliope.ims.hss.web;

import java.time.Instant;
import java.util.List;

import javax.servlet.http.HttpServletRequest;

import org.calliope.ims.hss.page.ElementView;
import org.calliope.ims.hss.page.FlowView;
import org.calliope.ims.hss.page.PendingView;
import org.calliope.ims.hss.page.RefusalView;
import org.calliope.ims.hss.page.RegistrationView;
import org.calliope.ims.hss.page.Softphone;
import org.calliope.ims.hss.page.SubscriberView;
import org.calliope.ims.hss.store.SubscriberSearch;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.hss.store.Upkeep;
import org.calliope.ims.node.Node;

/** What the sections of the page show at this moment. Any thread; the subscribers come by SQL. */
final class Sections {

    private static final int REGISTRATIONS = 25;
    private static final int REFUSALS = 8;
    private static final int FLOWS = 12;
    private static final int SUBSCRIBERS = 10;
    private static final int LONGEST_QUERY = 100;
    private static final int LONGEST_PLACE = 300;
    private static final int PENDING = 200;
    private static final int EVENTS = 5_000;

    private final Node node;
    private final Subscribers subscribers;
    private final Upkeep upkeep;

    Sections(Node node, Subscribers subscribers, Upkeep upkeep) {
        this.node = node;
        this.subscribers = subscribers;
        this.upkeep = upkeep;
    }

    List<ElementView> elements() {
        return ElementView.of(node.elements().list(), Instant.now());
    }

    RegistrationView.Page registrations() {
        return RegistrationView.of(node.registrations().all(), REGISTRATIONS, Instant.now());
    }

    List<RefusalView> refusals() {
        return RefusalView.of(node.trace().since(0, EVENTS), REFUSALS);
    }

    List<FlowView> flows() {
        return FlowView.of(node.trace().since(0, EVENTS), FLOWS);
    }

    /** The search the request asks for, {@code q} and {@code after}; nonsense in them counts as nothing. */
    SubscriberView.Page subscribers(HttpServletRequest request) {
        String query = Parameters.text(request, "q", LONGEST_QUERY);
        String after = Parameters.text(request, "after", LONGEST_PLACE);
        try {
            return SubscriberView.of(subscribers.find(new SubscriberSearch(query, SubscriberSearch.Sort.NAME, after,
                    SUBSCRIBERS)), query, after);
        } catch (IllegalArgumentException noPlace) {
            return SubscriberView.of(subscribers.find(SubscriberSearch.of(query, SUBSCRIBERS)), query, "");
        }
    }

    /** What is still to be told about a subscription, or of everything when it is "". */
    PendingView pending(String subscription) {
        return subscription.isEmpty()
                ? PendingView.of(upkeep.waiting().all(PENDING), upkeep.waiting().count(), upkeep.pushes().changing(),
                        Instant.now())
                : PendingView.of(upkeep.waiting().of(subscription, PENDING), subscription, Instant.now());
    }

    /** What to type into a softphone. */
    Softphone softphone() {
        return Softphone.of(node.topology());
    }
}
