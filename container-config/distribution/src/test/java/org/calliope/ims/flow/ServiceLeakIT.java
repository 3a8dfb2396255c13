package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.through;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** After calls by way of application servers, also of those that do not work, nothing of them is left. */
class ServiceLeakIT {

    private static final int ROUNDS = 5;

    /** A system of its own: what other tests left behind would be counted here. */
    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("scscf", "trusted-peers", "127.0.0.1")
        .conf("scscf", "server-timeout", "2s").fakeHss().build();

    private static InitialFilterCriteria to(String server, int priority, SessionCase sessionCase) {
        return new InitialFilterCriteria(priority, TriggerPoint.anyOf(List.of(new Method("INVITE"),
            new InSessionCase(sessionCase))), new ApplicationServer(server, DefaultHandling.SESSION_CONTINUED));
    }

    @Test
    @DisplayName("RFC 3261 17, JSR 289 6.1.2: sessions, transactions and registrations are back where they were")
    void nothingIsLeft() {
        Leftovers before = Leftovers.of(IMS);
        try (ProxyServer first = new ProxyServer(); ProxyServer last = new ProxyServer();
             UserAgent failing = UserAgent.builder("sip:as@ims.example").build()) {
            IMS.hss().criteria(to(first.uri(), 1, SessionCase.ORIGINATING_REGISTERED), to(failing.contactUri(), 2,
                SessionCase.ORIGINATING_REGISTERED), to(last.uri(), 1, SessionCase.TERMINATING_REGISTERED));
            UserAgent alice = IMS.phone("alice");
            UserAgent bob = IMS.phone("bob");
            alice.register();
            bob.register();
            for (int i = 0; i < ROUNDS; i++) {
                Call without = alice.call(bob.identity());
                failing.awaitInvite().reject(500);
                through(without, bob);
                Call busy = alice.call(bob.identity());
                failing.awaitInvite().busy();
                busy.expect(486);
                Call given = alice.call(bob.identity());
                failing.awaitInvite().ring();
                given.awaitRinging();
                given.cancel();
            }
            Call released = alice.call(bob.identity());
            failing.awaitInvite().reject(500);
            IncomingCall in = bob.awaitInvite();
            in.answer();
            released.awaitAnswer();
            in.awaitAck();
            alice.deregister(); // TS 24.229 5.4.5.1.2: the network hangs up
            released.awaitBye();
            in.awaitBye();
            bob.deregister();

            Awaitility.await().atMost(Leftovers.TIMERS).pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(Leftovers.of(IMS)).isEqualTo(before));
        }
    }
}
