package org.calliope.ims.hss.page;

import java.util.List;
import java.util.Map;

import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.IdentityPicture.Builder;
import org.calliope.ims.hss.store.Kind;

/** Draws what a subscription is made of (TS 23.228 figure 4.6): from the subscription to the application servers. */
final class Pictures {

    private static final int SUBSCRIPTION = 0;
    private static final int PRIVATE = 1;
    private static final int SET = 2;
    private static final int PUBLIC = 3;
    private static final int PROFILE = 4;
    private static final int CRITERIA = 5;
    private static final int SERVER = 6;
    private static final List<String> HEADS = List.of("picture.subscription", "picture.private", "picture.set",
            "picture.public", "picture.profile", "picture.criteria", "picture.server");

    private Pictures() {
    }

    /**
     * The picture.
     *
     * @param moods state of each public identity, a word for the style sheet
     * @param texts for the few words in it
     */
    static IdentityPicture of(Subscription of, Services services, Map<String, String> moods, Texts texts) {
        Builder picture = new Builder(HEADS);
        picture.node(SUBSCRIPTION, of.name(), of.name(), "", "plain", "");
        of.privateIdentities().forEach(user -> picture
                .node(PRIVATE, user.identity(), user.identity(), user.scheme().wireName(), "plain", "")
                .join(SUBSCRIPTION, of.name(), PRIVATE, user.identity()));
        int number = 0;
        for (ImplicitSet set : of.implicitSets()) {
            set(picture, of, set, ++number, moods, texts);
        }
        services.profiles().values().forEach(profile -> profile(picture, profile, services, texts));
        return picture.build();
    }

    private static void set(Builder picture, Subscription of, ImplicitSet set, int number,
            Map<String, String> moods, Texts texts) {
        String mood = moods.getOrDefault(set.publicIdentities().get(0).identity(), "none");
        String name = texts.of("picture.set.number", number);
        picture.node(SET, name, name, texts.of("registration." + mood), mood, "");
        set.privateIdentities().forEach(member -> picture.join(PRIVATE, member, SET, name));
        if (set.privateIdentities().isEmpty()) {
            picture.join(SUBSCRIPTION, of.name(), SET, name);
        }
        for (PublicUser identity : set.publicIdentities()) {
            String profile = identity.serviceProfile();
            picture.node(PUBLIC, identity.identity(), identity.identity(), identity.barred()
                    ? texts.of("subscribers.barred") : identity.displayName(), identity.barred() ? "barred" : mood,
                    Links.identity(identity.identity()))
                    .join(SET, name, PUBLIC, identity.identity())
                    .node(PROFILE, profile, profile, "", "plain", Links.document(Kind.SERVICE_PROFILE, profile))
                    .join(PUBLIC, identity.identity(), PROFILE, profile);
            if (!identity.applicationServer().isEmpty()) {
                server(picture, identity.applicationServer(), "");
                picture.join(PUBLIC, identity.identity(), SERVER, identity.applicationServer());
            }
        }
    }

    private static void profile(Builder picture, ServiceProfile profile, Services services, Texts texts) {
        for (ServiceProfile.Use use : services.uses(profile)) {
            FilterCriteria criteria = services.criteria().get(use.criteria());
            if (criteria == null) {
                continue;
            }
            String name = criteria.name();
            picture.node(CRITERIA, name, name, texts.of("picture.priority", use.priority()), "plain",
                    Links.document(Kind.FILTER_CRITERIA, name)).join(PROFILE, profile.name(), CRITERIA, name);
            server(picture, criteria.applicationServer(), services.servers().containsKey(criteria.applicationServer())
                    ? services.servers().get(criteria.applicationServer()).serverName() : "");
            picture.join(CRITERIA, name, SERVER, criteria.applicationServer());
        }
    }

    private static void server(Builder picture, String name, String uri) {
        picture.node(SERVER, name, name, uri, "plain", Links.document(Kind.APPLICATION_SERVER, name));
    }
}
