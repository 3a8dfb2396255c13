package org.calliope.ims.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.calliope.ims.identity.PrivateIdentity;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    /** RFC 3261 10.3: a binding ends when its time is over. */
    @Test
    void expiredBindingsAreLeftOut() {
        PrivateIdentity impi = new PrivateIdentity("alice@ims.example");
        Registration registration = Subscribers.set("alice").withBindings(
                List.of(Subscribers.binding(impi, "sip:a", 60), Subscribers.binding(impi, "sip:b", 61)));
        assertThat(registration.unexpired(Subscribers.NOW.plusSeconds(59)).bindings()).hasSize(2);
        assertThat(registration.unexpired(Subscribers.NOW.plusSeconds(60)).bindings()).extracting(Binding::contact)
                .containsExactly("sip:b");
    }
}
