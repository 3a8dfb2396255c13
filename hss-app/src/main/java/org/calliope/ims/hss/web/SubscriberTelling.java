package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.hss.cx.Reauthentications;
import org.calliope.ims.hss.page.Links;
import org.calliope.ims.hss.page.SubscriptionView;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.store.Pushes;
import org.calliope.ims.hss.store.Refused;

/**
 * Telling the S-CSCF of a subscriber, at a person's wish: an RTR that ends its registrations, PPRs with its profile, and
 * that it is to authenticate the subscriber anew.
 */
final class SubscriberTelling {

    private static final int LONGEST = 255;

    private final Pages pages;
    private final Pushes pushes;
    private final Reauthentications reauthentications;

    SubscriberTelling(Pages pages, Pushes pushes, Reauthentications reauthentications) {
        this.pages = pages;
        this.pushes = pushes;
        this.reauthentications = reauthentications;
    }

    /** Asks whether the registrations are to end, and why. */
    void ask(HttpServletRequest request, HttpServletResponse response, SubscriptionView subscription, String problem)
            throws IOException {
        Texts texts = Pages.texts(request);
        pages.page(request, response, "end.jte", texts.of("end.title", subscription.document().name()), Map.of(
                "subscription", subscription, "reasons", Stream.of(DeregistrationReason.Code.values()).map(Enum::name)
                .toList(), "problem", problem));
    }

    /** Ends them. */
    void end(HttpServletRequest request, HttpServletResponse response, SubscriptionView subscription)
            throws IOException {
        String name = subscription.document().name();
        String word = Parameters.text(request, "reason", LONGEST);
        Optional<DeregistrationReason.Code> code = Stream.of(DeregistrationReason.Code.values())
                .filter(one -> one.name().equals(word)).findFirst();
        if (code.isEmpty()) {
            refuse(request, response, subscription, HttpServletResponse.SC_BAD_REQUEST,
                    Pages.texts(request).of("form.unknown"));
            return;
        }
        try {
            pushes.terminate(name, new DeregistrationReason(code.get(), Parameters.text(request, "info", LONGEST)),
                    Changes.actor(request));
            Redirects.to(request, response, Links.subscriber(name) + "?done=ended");
        } catch (Refused e) {
            refuse(request, response, subscription, HttpServletResponse.SC_CONFLICT, e.getMessage());
        }
    }

    /** Sends the profile of each registered set. */
    void push(HttpServletRequest request, HttpServletResponse response, SubscriptionView subscription)
            throws IOException {
        told(request, response, subscription, "pushed", name -> pushes.push(name, Changes.actor(request)));
    }

    /** Has it prove anew who it is. */
    void reauthenticate(HttpServletRequest request, HttpServletResponse response, SubscriptionView subscription)
            throws IOException {
        told(request, response, subscription, "reauthenticating",
                name -> reauthentications.ask(name, Changes.actor(request)));
    }

    private void told(HttpServletRequest request, HttpServletResponse response, SubscriptionView subscription,
            String done, Consumer<String> telling) throws IOException {
        String name = subscription.document().name();
        try {
            telling.accept(name);
            Redirects.to(request, response, Links.subscriber(name) + "?done=" + done);
        } catch (Refused e) {
            refuse(request, response, subscription, HttpServletResponse.SC_CONFLICT, e.getMessage());
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, SubscriptionView subscription,
            int status, String problem) throws IOException {
        response.setStatus(status);
        ask(request, response, subscription, problem);
    }
}
