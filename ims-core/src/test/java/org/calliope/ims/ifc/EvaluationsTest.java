package org.calliope.ims.ifc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.RegistrationIndex;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TS 23.218 6.4: the same criteria are looked at for each request. */
class EvaluationsTest {

    private final Evaluations evaluations = new Evaluations();

    @Test
    @DisplayName("the criteria of two subscribers whose profiles have the same are made ready once")
    void shared() {
        RegistrationIndex index = new RegistrationIndex();
        Evaluation alice = evaluations.of(stored(index, "alice"));
        Evaluation bob = evaluations.of(stored(index, "bob"));

        assertThat(bob).isSameAs(alice);
        assertThat(evaluations.of(criteria())).as("a list that is not shared").isNotSameAs(alice);
        Reference.reachabilityFence(index);
    }

    @Test
    @DisplayName("what was made ready of a list that nobody has any more is let go of, though an evaluation is at work")
    void letGo() {
        List<Evaluation> atWork = new ArrayList<>();
        IntStream.range(0, 50).forEach(i -> atWork.add(evaluations.of(criteria())));

        await().until(() -> {
            System.gc();
            return evaluations.size() == 0;
        });
        assertThat(atWork).hasSize(50);
    }

    private static List<InitialFilterCriteria> stored(RegistrationIndex index, String user) {
        PrivateIdentity impi = new PrivateIdentity(user + "@ims.example");
        PublicIdentity identity = new PublicIdentity("sip:" + user + "@ims.example");
        return index.add(new Registration(impi, identity, List.of(identity), new UserProfile(impi,
                List.of(new ServiceProfile(List.of(), criteria()))), List.of(), Instant.EPOCH)).orElseThrow()
                .profile().serviceProfiles().get(0).filterCriteria();
    }

    private static List<InitialFilterCriteria> criteria() {
        return List.of(new InitialFilterCriteria(1, Optional.of(TriggerPoint.allOf(List.of(
                new ServicePointTrigger.SipHeader("From", "alice|bob")))),
                new ApplicationServer("sip:as.ims.example", DefaultHandling.SESSION_CONTINUED), Optional.empty()));
    }
}
