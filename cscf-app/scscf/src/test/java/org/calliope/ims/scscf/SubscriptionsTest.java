package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.reginfo.ContactElement;
import org.calliope.ims.reginfo.ContactElement.Event;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegInfo.DocumentState;
import org.calliope.ims.reginfo.RegInfoXml;
import org.calliope.ims.reginfo.RegistrationElement;
import org.calliope.ims.reginfo.RegistrationElement.State;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionsTest {

    private final Phone.Network network = new Phone.Network("max-subscriptions", "2");
    private final Subscriptions subscriptions = network.serving.subscriptions();
    private final Phone alice = network.phone("alice");

    /** A subscriber with what it was told. */
    private final class Watcher implements Subscription.Subscriber {
        final List<String> states = new ArrayList<>();
        final List<RegInfo> told = new ArrayList<>();
        private boolean gone;
        private boolean closed;

        @Override
        public void notify(String state, String regInfo) {
            if (gone) {
                throw new IllegalStateException("the dialog is gone");
            }
            states.add(state);
            told.add(RegInfoXml.parse(regInfo));
        }

        @Override
        public void close() {
            closed = true;
        }

        String state() {
            return states.get(states.size() - 1);
        }

        RegInfo last() {
            return told.get(told.size() - 1);
        }

        List<Event> events() {
            return last().registrations().get(0).contacts().stream().map(ContactElement::event).toList();
        }
    }

    private static SubscribeRequest request(Phone phone, String asserted, int expires) {
        return new SubscribeRequest(phone.identity(), Optional.empty(), List.of(new PublicIdentity(asserted)), "reg",
                List.of(), expires, Join.NONE);
    }

    private Subscription subscribe(Watcher watcher, String asserted, int expires) {
        Subscription subscription = subscriptions.open(request(alice, asserted, expires), watcher);
        subscriptions.notify(subscription);
        return subscription;
    }

    private Watcher watcher() {
        Watcher watcher = new Watcher();
        subscribe(watcher, alice.identity().uri(), 600_000);
        return watcher;
    }

    @Test
    @DisplayName("TS 29.228 6.1.3.1: nobody is told of an end when another S-CSCF serves the user by now")
    void reassigned() {
        alice.register();
        Watcher watcher = watcher();
        int before = watcher.told.size();

        network.hss.pushes().terminate(new RegistrationTerminationRequest(new PrivateIdentity("alice@ims.example"),
                List.of(), List.of(), new DeregistrationReason(DeregistrationReason.Code.NEW_SERVER_ASSIGNED, "")),
                Asker.of("hss.ims.example", "ims.example", Join.NONE));

        assertThat(watcher.told).hasSize(before);
        assertThat(watcher.closed).isTrue();
        assertThat(subscriptions.size()).isZero();
    }

    private static ProfileIdentity member(String uri, boolean barred) {
        return new ProfileIdentity(new PublicIdentity(uri), barred, Optional.empty());
    }

    @Test
    @DisplayName("RFC 6665 4.2.2, TS 24.229 5.4.2.1.2: first everything, for each identity that is not barred")
    void firstEverything() {
        network.hss.implicitSet(member("sip:alice@ims.example", false), member("tel:+4930123", false),
                member("sip:old@ims.example", true));
        alice.register();

        Watcher watcher = watcher();

        assertThat(watcher.state()).isEqualTo("active;expires=600000");
        assertThat(watcher.last().version()).isZero();
        assertThat(watcher.last().state()).isEqualTo(DocumentState.FULL);
        assertThat(watcher.last().registrations()).extracting(RegistrationElement::aor)
                .containsExactly("sip:alice@ims.example", "tel:+4930123");
        assertThat(watcher.last().registrations()).allSatisfy(registration -> {
            assertThat(registration.state()).isEqualTo(State.ACTIVE);
            assertThat(registration.contacts()).singleElement().satisfies(contact -> {
                assertThat(contact.uri()).isEqualTo("sip:alice@127.0.0.1:5070");
                assertThat(contact.expires()).contains(3600L);
                assertThat(contact.callId()).isPresent();
            });
        });
    }

    @Test
    @DisplayName("RFC 3680 4.10, 5.1: what changes within the interval is told in one NOTIFY, of the next version")
    void changesAreMerged() {
        alice.register();
        Watcher watcher = watcher();
        alice.register();
        alice.at("sip:alice@127.0.0.1:5071").register();
        assertThat(watcher.told).hasSize(1);

        network.pass(5);

        assertThat(watcher.told).hasSize(2);
        assertThat(watcher.last().version()).isEqualTo(1);
        assertThat(watcher.last().state()).isEqualTo(DocumentState.PARTIAL);
        assertThat(watcher.events()).containsExactlyInAnyOrder(Event.REFRESHED, Event.REGISTERED);
        network.pass(5);
        assertThat(watcher.told).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("TS 24.229 5.4.1.8: another default identity, pushed or with a REGISTER, does not end a subscription")
    void anotherDefaultIdentity(boolean pushed) {
        PublicIdentity work = new PublicIdentity("sip:work@ims.example");
        PublicIdentity tel = new PublicIdentity("tel:+4930123");
        network.hss.implicitSet(member(alice.identity().uri(), false), member(work.uri(), false));
        alice.register();
        Watcher watcher = watcher();
        network.pass(5);

        ProfileIdentity[] members = {member(work.uri(), false), member(alice.identity().uri(), false), member(tel.uri(), false)};
        PrivateIdentity impi = new PrivateIdentity("alice@ims.example");
        Optional<UserProfile> profile =
                Optional.of(new UserProfile(impi, List.of(new ServiceProfile(List.of(members), List.of()))));
        if (pushed) {
            network.hss.pushes().push(new PushProfileRequest(impi, profile, Optional.empty()),
                    Asker.of("hss.ims.example", "ims.example", Join.NONE));
        } else {
            network.hss.assigning(ServerAssignmentType.RE_REGISTRATION, request -> CompletableFuture.completedStage(
                    new ServerAssignmentAnswer(ResultCode.SUCCESS, profile, Optional.empty())));
            alice.register();
        }

        assertThat(network.registrations.find(tel).orElseThrow().defaultIdentity()).isEqualTo(work);
        assertThat(watcher.state()).startsWith("active");
        assertThat(watcher.last().version()).isEqualTo(1);
        assertThat(watcher.last().registrations()).filteredOn(element -> element.aor().equals(tel.uri())).singleElement()
                .satisfies(element -> assertThat(element.contacts()).extracting(ContactElement::event)
                        .containsExactly(Event.CREATED));
        assertThat(watcher.last().registrations()).extracting(RegistrationElement::state).containsOnly(State.ACTIVE);
        network.pass(5);
        alice.expires(0).register();
        assertThat(watcher.state()).isEqualTo("terminated;reason=noresource");
        assertThat(watcher.last().registrations()).hasSize(3);
        assertThat(subscriptions.size()).isZero();
    }

    @Test
    @DisplayName("RFC 3680 4.10: after a quiet interval a change is told at once")
    void changesAreToldAtOnce() {
        alice.register();
        Watcher watcher = watcher();
        network.pass(5);

        alice.register();

        assertThat(watcher.events()).containsExactly(Event.REFRESHED);
    }

    @Test
    @DisplayName("RFC 3680 5.1.3: a contact's id stays the same in all documents")
    void idsStay() {
        alice.register();
        Watcher watcher = watcher();
        network.pass(5);
        alice.register();

        assertThat(watcher.told).extracting(info -> info.registrations().get(0).contacts().get(0).id())
                .hasSize(2).containsOnly(watcher.last().registrations().get(0).contacts().get(0).id());
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.4.1, 5.4.2.1.2: with the last contact the subscription ends, told at once")
    void lastContact() {
        alice.register();
        Watcher watcher = watcher();

        alice.expires(0).register();

        assertThat(watcher.state()).isEqualTo("terminated;reason=noresource");
        assertThat(watcher.last().registrations().get(0).state()).isEqualTo(State.TERMINATED);
        assertThat(watcher.events()).containsExactly(Event.UNREGISTERED);
        assertThat(subscriptions.size()).isZero();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.5: a contact that was not refreshed has expired")
    void expired() {
        alice.expires(60).register();
        Watcher watcher = watcher();
        alice.at("sip:alice@127.0.0.1:5071").expires(120).register();

        network.pass(60);
        assertThat(watcher.events()).containsExactlyInAnyOrder(Event.EXPIRED, Event.REGISTERED);
        network.pass(60);
        assertThat(watcher.events()).containsExactly(Event.EXPIRED);
        assertThat(watcher.state()).startsWith("terminated");
    }

    @Test
    @DisplayName("RFC 6665 4.2.2: a subscription whose time is over ends with a NOTIFY that says so")
    void timeout() {
        alice.register();
        Watcher watcher = new Watcher();
        subscribe(watcher, alice.identity().uri(), 60);

        network.pass(60);

        assertThat(watcher.state()).isEqualTo("terminated;reason=timeout");
        assertThat(subscriptions.size()).isZero();
    }

    @Test
    @DisplayName("RFC 6665 4.4.3: a SUBSCRIBE with Expires: 0 is told everything once")
    void fetch() {
        alice.register();
        Watcher watcher = new Watcher();

        subscribe(watcher, alice.identity().uri(), 0);

        assertThat(watcher.states).containsExactly("terminated;reason=timeout");
        assertThat(watcher.last().state()).isEqualTo(DocumentState.FULL);
        assertThat(subscriptions.size()).isZero();
    }

    @Test
    @DisplayName("RFC 6665 4.2.1.2: a SUBSCRIBE again is told everything, and lasts anew")
    void again() {
        alice.register();
        Watcher watcher = new Watcher();
        Subscription subscription = subscribe(watcher, alice.identity().uri(), 60);
        network.pass(50);

        subscriptions.extend(subscription, request(alice, alice.identity().uri(), 60));
        subscriptions.notify(subscription);

        assertThat(watcher.last().state()).isEqualTo(DocumentState.FULL);
        network.pass(59);
        assertThat(subscriptions.size()).isEqualTo(1);
        network.pass(1);
        assertThat(subscriptions.size()).isZero();
        assertThatThrownBy(() -> subscriptions.extend(subscription, request(alice, alice.identity().uri(), 60)))
                .hasMessageStartingWith("481");
    }

    @Test
    @DisplayName("RFC 6665 4.2.2, RFC 5057 5.1: a NOTIFY that is answered 481, or not at all, ends the subscription")
    void gone() {
        alice.register();
        for (int status : new int[] {481, 408}) {
            Watcher watcher = new Watcher();
            subscriptions.refused(subscribe(watcher, alice.identity().uri(), 60), status);
            assertThat(watcher.closed).isTrue();
        }
        assertThat(subscriptions.size()).isZero();
    }

    @Test
    @DisplayName("RFC 6665 4.2.2: after a NOTIFY that was refused for the moment the next one tells everything")
    void missed() {
        alice.register();
        Watcher watcher = new Watcher();
        subscriptions.refused(subscribe(watcher, alice.identity().uri(), 60), 503);
        network.pass(5);

        alice.register();

        assertThat(watcher.last().state()).isEqualTo(DocumentState.FULL);
        assertThat(watcher.last().version()).isEqualTo(1);
    }

    @Test
    @DisplayName("RFC 6665 4.2.2: a dialog that is gone holds nobody up")
    void dialogGone() {
        alice.register();
        Watcher dead = watcher();
        Watcher alive = watcher();
        dead.gone = true;
        network.pass(5);

        alice.register();

        assertThat(alive.told).hasSize(2);
        assertThat(subscriptions.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("RFC 6665 4.1.3 rejected: a P-CSCF that is in no Path any more is told that, and no more")
    void pathGone() {
        alice.register();
        Watcher pcscf = new Watcher();
        subscribe(pcscf, "sip:127.0.0.1:5060", 600);
        network.pass(5);

        alice.path("<sip:term@127.0.0.2:5060;lr>").register();

        assertThat(pcscf.state()).isEqualTo("terminated;reason=rejected");
        assertThat(subscriptions.size()).isZero();
    }

    @Test
    @DisplayName("TS 24.229 5.4.2.1.1: the subscriptions of a set are bounded")
    void bounded() {
        alice.register();
        watcher();
        watcher();

        assertThatThrownBy(this::watcher).hasMessageStartingWith("403");
        assertThat(subscriptions.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("RFC 6665 4.2.2: what changes between SUBSCRIBE and its answer is in the first NOTIFY")
    void betweenRequestAndAnswer() {
        alice.register();
        Watcher watcher = new Watcher();
        Subscription subscription = subscriptions.open(request(alice, alice.identity().uri(), 600), watcher);
        alice.at("sip:alice@127.0.0.1:5071").register();
        assertThat(watcher.told).isEmpty();

        subscriptions.notify(subscription);

        assertThat(watcher.told).hasSize(1);
        assertThat(watcher.events()).hasSize(2);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.6, RFC 3680 5.1.3: a registration that the network shortens is told as shortened")
    void shortened() {
        alice.register();
        Watcher watcher = watcher();
        network.pass(5);

        network.serving.network().reauthenticate(alice.identity()).toCompletableFuture().join();

        assertThat(watcher.events()).containsExactly(Event.SHORTENED);
        assertThat(watcher.last().registrations().get(0).contacts().get(0).expires()).contains(60L);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.5, RFC 3680 5.1.3: what the network ends is told as deactivated or rejected")
    void withdrawn() {
        for (Cause cause : List.of(Cause.DEACTIVATED, Cause.REJECTED)) {
            alice.register();
            Watcher watcher = watcher();

            network.serving.network().deregister(alice.identity(), cause, "test", Join.NONE).toCompletableFuture().join();

            assertThat(watcher.events()).extracting(Event::name).containsExactly(cause.name());
            assertThat(watcher.state()).isEqualTo("terminated;reason=noresource");
        }
    }
}
