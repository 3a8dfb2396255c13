package org.calliope.ims.hss.cx;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.hss.store.SubscriptionState;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Node;
import org.calliope.ims.registration.Reauthentication;

/**
 * An operator's wish that a registered subscriber proves anew who it is (TS 24.229 5.4.1.6). Cx has no command for it,
 * so it reaches the S-CSCF of this node only. Any thread; waits for the S-CSCF's store, some seconds at most.
 */
public final class Reauthentications {

    private static final int LONGEST_SECONDS = 5;

    private final Node node;
    private final Subscribers subscribers;
    private final Provisioning provisioning;

    /** Of the S-CSCF that is up on this node when somebody asks. */
    public Reauthentications(Node node, Subscribers subscribers, Provisioning provisioning) {
        this.node = node;
        this.subscribers = subscribers;
        this.provisioning = provisioning;
    }

    /**
     * Shortens every registration of a subscription, and notes who wanted it.
     *
     * @throws Refused when there is no such subscription, nothing of it is registered, or not on this node
     */
    public void ask(String subscription, Actor actor) {
        SubscriptionState state = subscribers.state(subscription).orElseThrow(() ->
                new Refused(Refused.Why.MISSING, "there is no subscription of that name"));
        if (state.sets().stream().noneMatch(set -> set.state() == RegistrationState.REGISTERED)) {
            throw new Refused(Refused.Why.MISSING, "nothing of " + subscription + " is registered at an S-CSCF");
        }
        Reauthentication scscf = node.reauthentication().orElseThrow(() -> elsewhere(state.serverName()));
        long shortened = state.sets().stream().filter(set -> set.state() == RegistrationState.REGISTERED)
                .filter(set -> set.publicIdentities().stream().anyMatch(identity -> shorten(scscf, identity))).count();
        if (shortened == 0) {
            throw elsewhere(state.serverName());
        }
        provisioning.note("has " + subscription + " prove anew who it is", actor);
    }

    private static boolean shorten(Reauthentication scscf, String identity) {
        try {
            return scscf.reauthenticate(new PublicIdentity(identity)).toCompletableFuture().copy()
                    .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            throw new IllegalStateException("the S-CSCF could not shorten the registration", failed.getCause());
        }
    }

    private static Refused elsewhere(String server) {
        return new Refused(Refused.Why.MISSING, "the registration is at " + server + ", which is not on this node: ask"
                + " at the console there, or end the registration");
    }
}
