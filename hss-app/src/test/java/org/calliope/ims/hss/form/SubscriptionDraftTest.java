package org.calliope.ims.hss.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Provision;
import org.junit.jupiter.api.Test;

/** Rows of a subscription's form that come and go. */
class SubscriptionDraftTest {

    private static final Subscription FAMILY = new Subscription("family", "", "", List.of("*"),
            List.of(Provision.user("a@ims.example"), Provision.user("b@ims.example"), Provision.user("c@ims.example")),
            List.of(new ImplicitSet(List.of("a@ims.example", "c@ims.example"), List.of(PublicUser.of("sip:a@ims.example"),
                    PublicUser.of("sip:home@ims.example"))),
                    new ImplicitSet(List.of("b@ims.example"), List.of(PublicUser.of("sip:b@ims.example")))));
    private static final SubscriptionDraft DRAFT = SubscriptionDraft.of(FAMILY);

    @Test
    void membersAreKnownByTheirPlaceSoThatAPrivateIdentityCanBeRenamed() {
        assertThat(DRAFT.sets()).extracting(SubscriptionDraft.Together::members)
                .containsExactly(List.of(0, 2), List.of(1));
    }

    @Test
    void takingAPrivateIdentityAwayTakesItOutOfTheSetsAndMovesTheOthersUp() {
        SubscriptionDraft without = DRAFT.edited("remove-user.1");
        assertThat(without.users()).extracting(SubscriptionDraft.User::identity)
                .containsExactly("a@ims.example", "c@ims.example");
        assertThat(without.sets()).extracting(SubscriptionDraft.Together::members)
                .containsExactly(List.of(0, 1), List.of());
    }

    @Test
    void rowsAreAddedAtTheEnd() {
        assertThat(DRAFT.edited("add-user").users()).hasSize(4);
        assertThat(DRAFT.edited("add-identity.1").sets().get(1).identities()).hasSize(2);
        SubscriptionDraft.Together added = DRAFT.edited("add-set").sets().get(2);
        assertThat(added.members()).containsExactly(0, 1, 2);
        assertThat(added.identities()).hasSize(1);
    }

    @Test
    void setsAndIdentitiesAreTakenAwayByTheirPlace() {
        assertThat(DRAFT.edited("remove-identity.0.0").sets().get(0).identities())
                .extracting(SubscriptionDraft.Identity::identity).containsExactly("sip:home@ims.example");
        assertThat(DRAFT.edited("remove-set.0").sets()).hasSize(1);
    }

    @Test
    void whatIsNotThereIsNotTakenAway() {
        for (String nonsense : List.of("remove-user.9", "remove-set.9", "remove-identity.0.9", "remove-identity.9.0",
                "add-identity.9", "", "drop table")) {
            assertThat(DRAFT.edited(nonsense)).as(nonsense).isEqualTo(DRAFT);
        }
    }

    @Test
    void countsThatAFormSendsAreBounded() {
        SubscriptionDraft draft = SubscriptionDraft.of(Values.of(Map.of("users", new String[] {"9999"}, "sets",
                new String[] {"9999"}, "s0.identities", new String[] {"9999"}, "s0.member", new String[] {"0", "x", "500"})));
        assertThat(draft.users().size()).isLessThanOrEqualTo(20);
        assertThat(draft.sets().size()).isLessThanOrEqualTo(SubscriptionDraft.MOST_IDENTITIES);
        assertThat(draft.sets().get(0).members()).containsExactly(0);
    }

    @Test
    void whatHasMoreIdentitiesThanAFormHoldsDoesNotFit() {
        SubscriptionDraft many = DRAFT;
        while (many.fits()) {
            many = many.edited("add-identity.0");
        }
        assertThat(many.sets().stream().mapToInt(set -> set.identities().size()).sum())
                .isEqualTo(SubscriptionDraft.MOST_IDENTITIES + 1);
    }
}
