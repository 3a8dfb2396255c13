package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.bindings;
import static org.calliope.ims.flow.Flows.eventually;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ClientTransaction;
import org.calliope.ims.testkit.FakeHss.Command;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The HSS is away, late, refuses or talks nonsense: the telephone is told why, nothing is half done, and when the HSS
 * is itself again so is the system.
 *
 * <pre>
 * alice        P-CSCF        I-CSCF        HSS
 *   | REGISTER    |             |           |
 *   |------------&gt;|------------&gt;| UAR       |
 *   |             |             |=========&gt;?|
 *   |             |             |   (2 s)   |
 *   | 480 with Reason           |           |
 *   |&lt;------------|&lt;------------|           |
 * </pre>
 */
class HssTroubleIT {
    private static final int MANY = 100;

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("icscf", "diameter-timeout", "500ms")
        .conf("scscf", "diameter-timeout", "500ms").fakeHss().build();

    @AfterEach
    void recover() {
        IMS.hss().right();
        IMS.hss().start();
        UserAgent probe = IMS.phone("carol");
        eventually().until(() -> probe.registration().send().status() == 200);
        probe.deregister();
        assertThat(IMS.node().registrations().all()).filteredOn(r -> r.bindings().isEmpty()).isEmpty();
    }

    private static SipMessage refused(SipMessage answer, int status, String element) {
        assertThat(answer.status()).isEqualTo(status);
        Refused.by(IMS, answer, element);
        assertThat(bindings(IMS, "alice")).isEmpty();
        return answer;
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.3: no HSS: 480 with the reason; back again, the same telephone registers")
    void away() {
        IMS.hss().stop();

        refused(IMS.phone("alice").registration().send(), 480, "I-CSCF");

        IMS.hss().start();
        UserAgent alice = IMS.phone("alice");
        eventually().until(() -> alice.registration().send().status() == 200);
    }

    @ParameterizedTest
    @CsvSource({"UAR,480,I-CSCF", "MAR,504,S-CSCF", "SAR,504,S-CSCF"})
    @DisplayName("TS 24.229 5.3.1.3, 5.4.1.2.3: a late HSS: refused after the time set, and its late answer changes nothing")
    void late(Command command, int status, String element) {
        IMS.hss().silent(command);
        UserAgent alice = IMS.phone("alice");

        refused(alice.registration().send(), status, element);

        IMS.hss().right();
        assertThat(bindings(IMS, "alice")).isEmpty();
        alice.register();
        assertThat(bindings(IMS, "alice")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"UAR,480,I-CSCF", "MAR,500,S-CSCF", "SAR,500,S-CSCF"})
    @DisplayName("TS 29.229 6.1: an answer without what belongs into it: refused with the reason, nothing half registered")
    void senseless(Command command, int status, String element) {
        IMS.hss().senseless(command);

        refused(IMS.phone("alice").registration().send(), status, element);
    }

    @ParameterizedTest
    @CsvSource({"UAR,ERROR_USER_UNKNOWN,403,I-CSCF", "UAR,ERROR_ROAMING_NOT_ALLOWED,403,I-CSCF",
        "UAR,AUTHORIZATION_REJECTED,403,I-CSCF", "UAR,TOO_BUSY,480,I-CSCF", "UAR,UNABLE_TO_COMPLY,480,I-CSCF",
        "MAR,ERROR_AUTH_SCHEME_NOT_SUPPORTED,403,S-CSCF", "MAR,ERROR_USER_UNKNOWN,403,S-CSCF",
        "MAR,UNABLE_TO_COMPLY,500,S-CSCF", "SAR,ERROR_IN_ASSIGNMENT_TYPE,500,S-CSCF",
        "SAR,UNABLE_TO_COMPLY,500,S-CSCF"})
    @DisplayName("TS 24.229 5.3.1.3, 5.4.1.2: what the HSS refuses the telephone hears with a reason")
    void refusing(Command command, ResultCode code, int status, String element) {
        IMS.hss().refusing(command, code);

        refused(IMS.phone("alice").registration().send(), status, element);
    }

    @Test
    @DisplayName("A peer that answers with noise in place of the HSS is as good as none")
    void noise() throws IOException {
        IMS.hss().stop();
        CompletableFuture<Void> shouting;
        try (ServerSocket noisy = new ServerSocket()) {
            noisy.setReuseAddress(true);
            noisy.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), IMS.node().topology().hss().port()));
            shouting = CompletableFuture.runAsync(() -> shout(noisy));

            refused(IMS.phone("alice").registration().send(), 480, "I-CSCF");
        }
        shouting.join();
    }

    /** Sends noise to whoever connects, until the socket is closed. */
    private static void shout(ServerSocket noisy) {
        byte[] noise = new byte[4096];
        new Random(4475).nextBytes(noise);
        while (!noisy.isClosed()) {
            try (Socket socket = noisy.accept()) {
                socket.getOutputStream().write(noise);
                // The peer decides when it has heard enough.
                socket.setSoTimeout(500);
                socket.getInputStream().read();
            } catch (IOException e) {
                // It hung up, said nothing, or the test is over.
                continue;
            }
        }
    }

    @Test
    @DisplayName("TS 24.229 5.3.2.2: calls while the HSS does not answer end with 504, also when it talks nonsense")
    void calls() {
        UserAgent alice = IMS.phone("alice");
        UserAgent bob = IMS.phone("bob");
        alice.register();
        bob.register();

        IMS.hss().silent(Command.LIR);
        Refused.by(IMS, alice.call(bob.identity()).expect(504), "I-CSCF");
        IMS.hss().right();
        IMS.hss().senseless(Command.LIR);
        Refused.by(IMS, alice.call(bob.identity()).expect(500), "I-CSCF");
        IMS.hss().right();

        Call call = alice.call(bob.identity());
        bob.awaitInvite().answer();
        call.awaitAnswer();
        call.hangUp();
    }

    @Test
    @DisplayName("RFC 3261 9.2: a caller who gives up while the HSS is silent gets 487 at once, and nobody's phone rings")
    void cancelWhileAsking() {
        UserAgent alice = IMS.phone("alice");
        UserAgent bob = IMS.phone("bob");
        alice.register();
        bob.register();
        IMS.hss().silent(Command.LIR);

        alice.call(bob.identity()).cancel();

        IMS.hss().right();
        alice.message(bob.identity(), "sorry, wrong number").awaitFinal();
        bob.awaitMessage();
        assertThat(bob.invited()).isFalse();
    }

    @Test
    @DisplayName("No thread waits for the HSS: many telephones that register while it is silent cost none")
    void manyWhileSilent() {
        IMS.hss().silent(Command.UAR);
        int before = ManagementFactory.getThreadMXBean().getThreadCount();
        UserAgent alice = IMS.phone("alice");
        List<ClientTransaction> asked = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            asked.add(alice.send(alice.prepare("REGISTER", "sip:ims.example")
                .replace("To", "<sip:alice@ims.example>").replace("From", "<sip:alice@ims.example>;tag=" + i)));
        }

        assertThat(asked).allSatisfy(t -> assertThat(t.awaitFinal().status()).isIn(504, 480));
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(before + 16);
        IMS.hss().right();
        eventually().until(() -> alice.registration().send().status() == 200);
    }
}
