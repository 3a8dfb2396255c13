package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.reginfo.ContactElement.Event;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegInfo.DocumentState;
import org.calliope.ims.reginfo.RegInfoXml;
import org.calliope.ims.reginfo.RegistrationElement;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.LogWatch;
import org.calliope.ims.testkit.Subscription;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Subscriptions to the state of a registration, by the user, the P-CSCF and an application server.
 *
 * <pre>
 *  UE          P-CSCF                  S-CSCF
 *   | SUBSCRIBE   | SUBSCRIBE  orig@     |
 *   |------------&gt;|---------------------&gt;|
 *   | 200         |                 200  |
 *   |&lt;------------|&lt;---------------------|
 *   | NOTIFY      |   NOTIFY full, 0     |
 *   |&lt;------------|&lt;---------------------|
 *   | REGISTER … 200                     |
 *   | NOTIFY      |   NOTIFY partial, 1  |
 *   |&lt;------------|&lt;---------------------|
 *
 *               P-CSCF    I-CSCF       S-CSCF        application server
 *                 | SUBSCRIBE |           |  SUBSCRIBE  |
 *                 |----------&gt;|----------&gt;|&lt;------------|
 *                 | NOTIFY                |  NOTIFY     |
 *                 |&lt;----------------------|------------&gt;|
 * </pre>
 */
class RegEventIT {
    /** Where entities of the network speak from that are no elements of this server. */
    private static final String TRUSTED = "127.0.0.9";

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("scscf", "min-expires", "1")
        .conf("scscf", "notify-interval", "0s").conf("scscf", "min-subscription", "1")
        .conf("scscf", "trusted-peers", TRUSTED).conf("icscf", "trusted-peers", TRUSTED).build();

    private static SipMessage subscribe(UserAgent by, String to) {
        return by.prepare("SUBSCRIBE", to).with("Event", "reg").with("Expires", "600000")
            .with("Accept", RegInfoXml.CONTENT_TYPE);
    }

    private static Subscription subscribed(UserAgent by) {
        Subscription subscription = by.subscribe(subscribe(by, by.identity()));
        subscription.expect(200);
        return subscription;
    }

    private static RegInfo told(SipMessage notify) {
        assertThat(notify.required("Event")).isEqualTo("reg");
        assertThat(notify.required("Content-Type")).isEqualTo(RegInfoXml.CONTENT_TYPE);
        return RegInfoXml.parse(notify.bodyText());
    }

    private static List<Event> events(RegInfo info) {
        return info.registrations().get(0).contacts().stream().map(contact -> contact.event()).toList();
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"UDP", "TCP"})
    @DisplayName("TS 24.229 5.4.2.1.1, 5.4.2.1.2: a UE subscribes to its own registration and is told of it in full")
    void ue(Transport transport) {
        UserAgent alice = IMS.phone("alice", Flows.ims(transport));
        alice.register();

        Subscription subscription = alice.subscribe(subscribe(alice, alice.identity()));

        SipMessage ok = subscription.expect(200);
        assertThat(Integer.parseInt(ok.required("Expires"))).isBetween(599_990, 600_000);
        assertThat(ok.contact().orElseThrow().sipUri().port()).isEqualTo(IMS.scscf().getPort());
        SipMessage notify = subscription.awaitNotify();
        assertThat(notify.required("Subscription-State")).startsWith("active;expires=");
        RegInfo info = told(notify);
        assertThat(info.version()).isZero();
        assertThat(info.state()).isEqualTo(DocumentState.FULL);
        assertThat(info.registrations()).extracting(RegistrationElement::aor).contains(alice.identity());
        assertThat(info.registrations().get(0).contacts()).singleElement()
            .satisfies(contact -> assertThat(contact.uri()).isEqualTo(alice.contactUri()));
    }

    @Test
    @DisplayName("RFC 3680 5.1: what changes is told in part, with a version one higher, until the registration ends")
    void changes() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        Subscription subscription = subscribed(alice);
        assertThat(told(subscription.awaitNotify()).version()).isZero();

        UserAgent mobile = IMS.phone("alice", Flows.over(Transport.TCP));
        mobile.register();
        RegInfo came = told(subscription.awaitNotify());
        assertThat(came.version()).isEqualTo(1);
        assertThat(came.state()).isEqualTo(DocumentState.PARTIAL);
        assertThat(came.registrations().get(0).contacts()).singleElement().satisfies(contact -> {
            assertThat(contact.uri()).isEqualTo(mobile.contactUri());
            assertThat(contact.event()).isEqualTo(Event.REGISTERED);
        });

        alice.register();
        assertThat(events(told(subscription.awaitNotify()))).containsExactly(Event.REFRESHED);

        mobile.deregister();
        assertThat(events(told(subscription.awaitNotify()))).containsExactly(Event.UNREGISTERED);

        alice.deregister();
        SipMessage last = subscription.awaitNotify();
        assertThat(last.required("Subscription-State")).isEqualTo("terminated;reason=noresource");
        assertThat(told(last).registrations()).allSatisfy(registration ->
            assertThat(registration.state()).isEqualTo(RegistrationElement.State.TERMINATED));
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.5: who does not refresh in time is told that the registration has expired")
    void expiry() {
        UserAgent alice = IMS.phone("alice");
        alice.registration().expires(2).expect(200);
        Subscription subscription = subscribed(alice);
        subscription.awaitNotify();

        SipMessage last = subscription.awaitNotify();

        assertThat(events(told(last))).containsExactly(Event.EXPIRED);
        assertThat(last.required("Subscription-State")).startsWith("terminated");
    }

    @Test
    @DisplayName("RFC 6665 4.1.2.2, 4.1.2.3: SUBSCRIBE again is told everything, and with Expires: 0 ends it")
    void again() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        Subscription subscription = subscribed(alice);
        subscription.awaitNotify();

        assertThat(subscription.again(600).expect(200).required("Expires")).isIn("600", "599");
        assertThat(told(subscription.awaitNotify()).state()).isEqualTo(DocumentState.FULL);

        assertThat(subscription.again(0).expect(200).required("Expires")).isEqualTo("0");
        assertThat(subscription.awaitNotify().required("Subscription-State")).isEqualTo("terminated;reason=timeout");
        subscription.again(600).expect(481);
    }

    @Test
    @DisplayName("TS 24.229 5.4.2.1.1: nobody subscribes to somebody else's registration")
    void somebodyElse() {
        UserAgent alice = IMS.phone("alice");
        UserAgent bob = IMS.phone("bob");
        alice.register();
        bob.register();

        Refused.by(IMS, bob.subscribe(subscribe(bob, alice.identity())).expect(403), "S-CSCF");
    }

    private static UserAgent entity(String identity, InetSocketAddress next) {
        return UserAgent.builder(identity).localAddress(TRUSTED).proxy(next).build();
    }

    @Test
    @DisplayName("TS 24.229 5.2.3, 5.4.2.1.1: the P-CSCF in the Path subscribes by way of the I-CSCF")
    void pcscf() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        String own = IMS.node().topology().pcscf().uri();
        try (UserAgent pcscf = entity("sip:pcscf@" + TRUSTED, IMS.icscf())) {
            Subscription subscription = pcscf.subscribe(subscribe(pcscf, alice.identity())
                .with("P-Asserted-Identity", '<' + own + '>'));
            subscription.expect(200);
            assertThat(told(subscription.awaitNotify()).state()).isEqualTo(DocumentState.FULL);
            alice.deregister();
            assertThat(events(told(subscription.awaitNotify()))).containsExactly(Event.UNREGISTERED);
        }
    }

    @Test
    @DisplayName("TS 24.229 5.4.2.1.1: another entity of the network, and who is not registered")
    void refused() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        try (UserAgent entity = entity("sip:entity@" + TRUSTED, IMS.scscf())) {
            SipMessage subscribe = subscribe(entity, alice.identity())
                .with("P-Asserted-Identity", "<sip:" + TRUSTED + ":5060>");
            Refused.by(IMS, entity.subscribe(subscribe).expect(403), "S-CSCF");
            SipMessage toNobody = subscribe(entity, IMS.identity("carol"))
                .with("P-Asserted-Identity", "<" + IMS.identity("carol") + ">");
            Refused.by(IMS, entity.subscribe(toNobody).expect(480), "S-CSCF");
        }
    }

    @Test
    @DisplayName("RFC 6665 4.2.1.1, RFC 3680 4.5: 489, 406")
    void malformed() {
        UserAgent alice = IMS.phone("alice");
        alice.register();

        SipMessage template = subscribe(alice, alice.identity()).replace("Event", "reg.winfo");
        assertThat(alice.subscribe(template).expect(489).required("Allow-Events")).isEqualTo("reg");
        SipMessage accept = subscribe(alice, alice.identity()).replace("Accept", "application/pidf+xml");
        alice.subscribe(accept).expect(406);
    }

    @Test
    @DisplayName("RFC 6665 4.2.2: a subscriber that has forgotten its subscription is notified no more")
    void forgotten() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        Subscription forgotten = alice.subscribe(subscribe(alice, alice.identity())).answering(481);
        forgotten.expect(200);
        forgotten.awaitNotify();
        Subscription kept = subscribed(alice);
        kept.awaitNotify();

        alice.register();

        assertThat(events(told(kept.awaitNotify()))).containsExactly(Event.REFRESHED);
        assertThat(forgotten.notifies()).isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.4.2.1.1, 5.7.1.1: an application server of the filter criteria subscribes at the S-CSCF")
    void applicationServer() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        try (UserAgent server = entity("sip:presence@" + TRUSTED, IMS.scscf())) {
            String name = "sip:" + server.hostPort();
            SipMessage subscribe = subscribe(server, alice.identity()).with("P-Asserted-Identity", '<' + name + '>');
            server.subscribe(subscribe).expect(403);
            triggers(alice, name);

            Subscription subscription = server.subscribe(subscribe.replace("Call-ID", "again-" + subscribe.callId()));

            subscription.expect(200);
            assertThat(told(subscription.awaitNotify()).state()).isEqualTo(DocumentState.FULL);
            alice.deregister();
            assertThat(events(told(subscription.awaitNotify()))).containsExactly(Event.UNREGISTERED);
        }
    }

    /** The user's profile has a criterion for this server from now on. */
    private static void triggers(UserAgent user, String server) {
        Registration seen = IMS.node().registrations().find(PublicIdentity.parse(user.identity())).orElseThrow();
        ServiceProfile services = seen.profile().serviceProfiles().get(0);
        UserProfile profile = new UserProfile(seen.profile().privateIdentity(), List.of(new ServiceProfile(
            services.identities(), List.of(new InitialFilterCriteria(0, Optional.empty(),
                new ApplicationServer(server, DefaultHandling.SESSION_CONTINUED), Optional.empty())))));
        IMS.node().registrations().replace(seen, seen.withProfile(profile, seen.identities()));
    }

    @Test
    @DisplayName("TS 24.229 5.4.2.1.2: the display name and the features of a contact are told")
    void features() {
        UserAgent alice = IMS.phone("alice", Flows.ims(Transport.UDP));
        alice.registration().contact("\"Alice A.\" <" + alice.contactUri() + ">;+g.3gpp.smsip;"
            + "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel\"").expect(200);

        RegInfo info = told(subscribed(alice).awaitNotify());

        assertThat(info.registrations().get(0).contacts().get(0)).satisfies(contact -> {
            assertThat(contact.displayName()).contains("Alice A.");
            assertThat(contact.unknownParams()).containsKeys("+g.3gpp.smsip", "+g.3gpp.icsi-ref");
            assertThat(contact.unknownParams().get("+g.3gpp.icsi-ref"))
                .isEqualTo("\"urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel\"");
        });
    }

    @Test
    @DisplayName("RFC 6665 4.2.2: a telephone that is gone holds up nobody")
    void gone() {
        UserAgent dead = IMS.phone("alice", Flows.over(Transport.TCP));
        dead.register();
        subscribed(dead).awaitNotify();
        dead.close();
        long logged = IMS.log().place();
        UserAgent alice = IMS.phone("alice");
        alice.register();
        Subscription subscription = subscribed(alice);
        subscription.awaitNotify();

        alice.register();

        assertThat(events(told(subscription.awaitNotify()))).containsExactly(Event.REFRESHED);
        alice.registration().everyContact().expect(200);
        assertThat(IMS.log().since(logged)).as("no error of the server").extracting(LogWatch.Line::level)
            .doesNotContain(Level.ERROR);
    }
}
