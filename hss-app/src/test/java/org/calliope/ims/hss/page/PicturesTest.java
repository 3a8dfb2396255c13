package org.calliope.ims.hss.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Provision;
import org.junit.jupiter.api.Test;

/** What is drawn of a subscription. */
class PicturesTest {

    private static final ApplicationServer AS = new ApplicationServer("as", "sip:as.ims.example", null, "", false, false,
            "", null, null, null);
    private static final Services SERVICES = new Services(
            Map.of("gold", new ServiceProfile("gold", Optional.empty(), false,
                    List.of(new ServiceProfile.Use("calls", 4)), List.of("common"))),
            Map.of("common", new SharedFilterSet("common", 1, List.of(new ServiceProfile.Use("first", 0)))),
            Map.of("calls", new FilterCriteria("calls", "as", null, ""), "first", new FilterCriteria("first", "as", null, "")),
            Map.of("as", AS));

    private static IdentityPicture picture(Subscription of, Map<String, String> moods) {
        return Pictures.of(of, SERVICES, moods, Texts.english());
    }

    @Test
    void fromTheSubscriptionToTheApplicationServers() {
        Subscription alice = Provision.subscriber("alice@ims.example", List.of(
                PublicUser.of("sip:alice@ims.example").served("gold"), PublicUser.of("tel:+1555").served("gold").withBarring()));

        IdentityPicture picture = picture(alice, Map.of("sip:alice@ims.example", "good"));

        assertThat(picture.columns()).extracting(IdentityPicture.Column::key).containsExactly("picture.subscription",
                "picture.private", "picture.set", "picture.public", "picture.profile", "picture.criteria", "picture.server");
        assertThat(picture.boxes()).extracting(IdentityPicture.Box::full).containsExactly("alice@ims.example",
                "alice@ims.example", "Set 1", "sip:alice@ims.example", "tel:+1555", "gold", "first", "calls", "as");
        assertThat(picture.boxes()).extracting(IdentityPicture.Box::mood).containsExactly("plain", "plain", "good", "good",
                "barred", "plain", "plain", "plain", "plain");
        assertThat(picture.curves()).hasSize(10);
        assertThat(picture.boxes().get(8).link()).isEqualTo("/application-servers/as");
    }

    @Test
    void aServiceHangsOnItsSubscriptionAndIsJoinedToTheServerThatHostsIt() {
        PublicUser service = new PublicUser("sip:news@ims.example", IdentityType.DISTINCT_PSI, false, "", "", "gold", "as",
                true);
        Subscription services = new Subscription("services", "", "", List.of(), List.of(),
                List.of(new ImplicitSet(List.of(), List.of(service))));
        IdentityPicture picture = picture(services, Map.of());
        assertThat(picture.columns()).extracting(IdentityPicture.Column::key).doesNotContain("picture.private");
        assertThat(picture.curves()).hasSize(8);
    }
}
