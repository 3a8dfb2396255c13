package org.calliope.ims.hss.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.SubscriberRow;

/**
 * A subscription as its page shows it.
 *
 * @param server the assigned S-CSCF, "" when there is none
 * @param tag    changes with everything that is provisioned
 */
public record SubscriptionView(Subscription document, String server, String tag, List<SetView> sets,
                               IdentityPicture picture) {

    /**
     * An implicit registration set.
     *
     * @param number    1 and more
     * @param mood      word of its state
     * @param byDefault its default identity (TS 24.229 3.1), "" when all are barred
     */
    public record SetView(int number, String mood, List<String> members, List<PublicUser> identities,
                          String byDefault) {
    }

    /** From the document and the state of its identities. */
    public static SubscriptionView of(Subscription document, SubscriberRow row, Services services, String tag,
            Texts texts) {
        Map<String, String> moods = new LinkedHashMap<>();
        row.publicIdentities().forEach(identity -> moods.put(identity.identity(), mood(identity.state())));
        List<ImplicitSet> sets = document.implicitSets();
        return new SubscriptionView(document, row.serverName(), tag, Stream.iterate(0, i -> i + 1).limit(sets.size())
                .map(i -> set(i + 1, sets.get(i), moods)).toList(), Pictures.of(document, services, moods, texts));
    }

    private static SetView set(int number, ImplicitSet set, Map<String, String> moods) {
        return new SetView(number, moods.getOrDefault(set.publicIdentities().get(0).identity(), "none"),
                set.privateIdentities(), set.publicIdentities(), set.publicIdentities().stream()
                .filter(identity -> !identity.barred()).map(PublicUser::identity).findFirst().orElse(""));
    }

    static String mood(RegistrationState state) {
        return switch (state) {
            case REGISTERED -> "good";
            case UNREGISTERED -> "open";
            case NOT_REGISTERED -> "none";
        };
    }

    /** Sets that somebody has registered at this moment. */
    public List<SetView> registered() {
        return sets.stream().filter(set -> set.mood().equals("good")).toList();
    }

    /** Sets that an S-CSCF serves, registered or not. */
    public List<SetView> live() {
        return sets.stream().filter(set -> !set.mood().equals("none")).toList();
    }

    /** Whether there is an S-CSCF to be told something. */
    public boolean served() {
        return !server.isEmpty() && !live().isEmpty();
    }

    /** Address of its page. */
    public String link() {
        return Links.subscriber(document.name());
    }
}
