package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.form.Secrets;
import org.calliope.ims.hss.form.SubscriptionForm;
import org.calliope.ims.hss.form.Values;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Links;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;

/** Gives a private identity another password or SIM. What it has now is never shown. */
final class SecretChange {

    private static final int LONGEST = 255;

    private final Pages pages;
    private final Provisioning provisioning;
    private final Changes changes;
    private final String domain;

    SecretChange(Pages pages, Provisioning provisioning, String domain) {
        this.pages = pages;
        this.provisioning = provisioning;
        this.changes = new Changes(provisioning);
        this.domain = domain;
    }

    void show(HttpServletRequest request, HttpServletResponse response, Subscription stored,
            Map<String, String> problems) throws IOException {
        List<String> identities = stored.privateIdentities().stream().map(PrivateUser::identity).toList();
        String chosen = Parameters.text(request, "identity", LONGEST);
        pages.page(request, response, "secret.jte", Pages.texts(request).of("secret.title"), Map.of("name",
                stored.name(), "identities", identities, "chosen", chosen, "problems", problems));
    }

    void post(HttpServletRequest request, HttpServletResponse response, Subscription stored) throws IOException {
        Values sent = Values.of(request.getParameterMap());
        Texts texts = Pages.texts(request);
        String identity = sent.text("identity");
        Map<String, String> problems;
        try {
            Optional<Credentials> secret = Secrets.read(sent, "", identity, domain);
            boolean known = stored.privateIdentities().stream().anyMatch(user -> user.identity().equals(identity));
            if (secret.isPresent() && known) {
                provisioning.replace(Kind.SUBSCRIPTION, stored.name(), with(stored, identity, secret.get(),
                        sent.ticked("keep")), Optional.of(Provisioning.tag(stored)), Changes.actor(request));
                changes.done(request, response, Links.subscriber(stored.name()), Kind.SUBSCRIPTION, stored.name(),
                        "changed");
                return;
            }
            problems = known ? Map.of("password", texts.of("new.secret.missing"))
                    : Map.of(SubscriptionForm.WHOLE, texts.of("form.unknown"));
        } catch (Refused e) {
            problems = Map.of(SubscriptionForm.WHOLE, e.getMessage());
        } catch (IllegalArgumentException e) {
            problems = Map.of(Secrets.field(e.getMessage()), e.getMessage());
        }
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        show(request, response, stored, problems);
    }

    /** With the new secret, and beside it what it has and is not given anew, when that is to stay. */
    private Subscription with(Subscription stored, String identity, Credentials secret, boolean keep) {
        List<PrivateUser> users = stored.keepingSequences().privateIdentities().stream().map(user -> {
            if (!user.identity().equals(identity)) {
                return user;
            }
            return provisioning.user(identity, keep ? secret.and(provisioning.credentials(user)) : secret);
        }).toList();
        return new Subscription(stored.name(), stored.capabilitySet(), stored.chargingSet(), stored.visitedNetworks(),
                users, stored.implicitSets());
    }
}
