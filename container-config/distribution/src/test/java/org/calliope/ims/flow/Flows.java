package org.calliope.ims.flow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.Mode;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.calliope.ims.trace.SipEvent;
import org.calliope.ims.trace.TraceQuery;

/** What the flow tests share: one system with short times, and ways to look at it. */
final class Flows {
    /** Seconds that a called telephone may ring in these tests. */
    static final int NO_ANSWER_SECONDS = 3;

    private Flows() {
    }

    /** All archives and the real HSS; registrations may last a second, ringing three. */
    static ImsServer system() {
        return ImsServer.assembled().conf("scscf", "min-expires", "1")
            .conf("scscf", "no-answer-timeout", NO_ANSWER_SECONDS + "s").build();
    }

    /** A telephone of this user, registered. */
    static UserAgent registered(ImsServer ims, String user) {
        UserAgent phone = ims.phone(user);
        phone.register();
        return phone;
    }

    static UnaryOperator<UserAgent.Builder> over(Transport transport) {
        return phone -> phone.transport(transport);
    }

    static UnaryOperator<UserAgent.Builder> ims(Transport transport) {
        return phone -> phone.transport(transport).mode(Mode.IMS);
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20));
    }

    /** The called telephone rings and answers, and the caller hangs up; the INVITE as it arrived. */
    static SipMessage through(Call call, UserAgent called) {
        IncomingCall in = called.awaitInvite();
        in.ring();
        call.awaitRinging();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        call.hangUp();
        in.awaitBye();
        return in.invite();
    }

    /** The contacts that the S-CSCF has for a user. */
    static List<Binding> bindings(ImsServer ims, String user) {
        Optional<Registration> registration = ims.node().registrations().find(PublicIdentity.parse(ims.identity(user)));
        return registration.map(Registration::bindings).orElse(List.of());
    }

    /** A message as it passed each hop, in the order of the hops. */
    static List<SipMessage> hops(ImsServer ims, Call call, Predicate<SipMessage> wanted) {
        return ims.node().trace().joined(TraceQuery.callId(call.callId())).stream().filter(SipEvent.class::isInstance)
            .map(event -> ((SipEvent) event).text().masked()).distinct() // what is sent again has taken no other hop
            .map(text -> SipMessage.parse(text.getBytes(StandardCharsets.UTF_8))).filter(wanted).toList();
    }
}
