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
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** After calls by way of the samples, deployed beside the elements, nothing of them is left. */
class SamplesLeakIT {

    private static final int PORT = FreePorts.draw(1).get(0);

    /** A system of its own: what other tests left behind would be counted here. */
    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().sample("echo.sar").sample("b2bua.sar").sample("proxy.sar")
        .sample("redirect.sar").conf("server", "sip-listen", "elements, udp:127.0.0.1:" + PORT + ", tcp:127.0.0.1:" + PORT)
        .conf("scscf", "trusted-peers", "127.0.0.1:" + PORT).fakeHss().build();

    private static void goBy(String sample, String method) {
        IMS.hss().criteria(new InitialFilterCriteria(1, TriggerPoint.anyOf(List.of(new Method(method),
            new InSessionCase(SessionCase.ORIGINATING_REGISTERED))),
            new ApplicationServer("sip:" + sample + "@127.0.0.1:" + PORT, DefaultHandling.SESSION_TERMINATED)));
    }

    @Test
    @DisplayName("RFC 3261 17, JSR 289 6.1.2: sessions, transactions and registrations are back where they were")
    void nothingIsLeft() {
        Leftovers before = Leftovers.of(IMS);
        UserAgent bob = IMS.phone("bob");
        bob.register();
        for (String sample : List.of("proxy", "b2bua")) {
            goBy(sample, "INVITE");
            UserAgent alice = IMS.phone("alice");
            alice.register();
            through(alice.call(bob.identity()), bob);
            Call busy = alice.call(bob.identity());
            bob.awaitInvite().busy();
            busy.expect(486);
            Call given = alice.call(bob.identity());
            IncomingCall rings = bob.awaitInvite();
            rings.ring();
            given.awaitRinging();
            given.cancel();
            rings.awaitCancel();
            alice.deregister();
        }
        goBy("redirect", "INVITE");
        UserAgent alice = IMS.phone("alice");
        alice.register();
        alice.call(bob.identity()).expect(302);
        alice.deregister();
        goBy("echo", "INVITE");
        alice.register();
        Call echoed = alice.call(bob.identity());
        echoed.awaitAnswer();
        echoed.hangUp();
        alice.deregister();
        goBy("echo", "MESSAGE");
        alice.register();
        alice.message(bob.identity(), "hello").expect(200);
        alice.awaitMessage();
        alice.deregister();
        bob.deregister();

        Awaitility.await().atMost(Leftovers.TIMERS).pollInterval(Duration.ofMillis(500))
            .untilAsserted(() -> assertThat(Leftovers.of(IMS)).isEqualTo(before));
    }
}
