package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.MemoryRegistrations;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who hears of what becomes of a set. */
class RegistrationBookTest {

    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");

    private final Registrations registrations = new MemoryRegistrations();
    private final Registration home = stored("sip:alice@ims.example");
    private final Registration work = stored("sip:alice.work@ims.example");
    private final RegistrationBook book = new RegistrationBook(registrations);
    private final List<RegistrationChange> heard = new ArrayList<>();

    RegistrationBookTest() {
        book.listen(heard::add);
    }

    private Registration stored(String uri) {
        PublicIdentity identity = new PublicIdentity(uri);
        Binding binding = new Binding(uri + ":5070", IMPI, "call", 1, "", 0, 1.0, List.of(), "", "", NOW.plusSeconds(60));
        return registrations.add(new Registration(IMPI, identity, List.of(identity), new UserProfile(IMPI, List.of()),
                List.of(binding), NOW)).toCompletableFuture().join().orElseThrow();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.8: a set gives way to one that is as it should be already, and that it is over is heard")
    void givesWay() {
        book.describe(Optional.of(home), work, Cause.PROFILE, Join.NONE, UnaryOperator.identity());

        assertThat(registrations.all()).containsExactly(work);
        assertThat(heard).containsExactly(new RegistrationChange(Optional.of(home), Optional.of(work), Cause.PROFILE,
                Join.NONE));
        assertThat(book.watched()).isEqualTo(1);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.8: so it is when no contact is left for the set that was to take its place")
    void nothingLeft() {
        registrations.remove(work);

        book.describe(Optional.of(home), work, Cause.PROFILE, Join.NONE, contacts -> List.of());

        assertThat(registrations.all()).isEmpty();
        assertThat(heard).containsExactly(new RegistrationChange(Optional.of(home), Optional.empty(), Cause.PROFILE,
                Join.NONE));
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.8: a set that is as it should be already is news for nobody")
    void asItWas() {
        book.describe(Optional.of(work), work, Cause.PROFILE, Join.NONE, UnaryOperator.identity());

        assertThat(heard).isEmpty();
        assertThat(registrations.size()).isEqualTo(2);
    }
}
