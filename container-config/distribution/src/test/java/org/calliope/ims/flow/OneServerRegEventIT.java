package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.eventually;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.calliope.ims.cx.DeregistrationReason.Code;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.trace.SipEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The P-CSCF's subscription to registration state where the S-CSCF that notifies it is in the same server, as it is by
 * default: both ends of the dialog, and the I-CSCF between them, share one SIP stack.
 *
 * <pre>
 *  UE          P-CSCF      I-CSCF      S-CSCF        HSS
 *   | REGISTER, 200 |         |           |           |
 *   |&lt;-------------&gt;|&lt;-------&gt;|&lt;---------&gt;|           |
 *   |               | SUBSCRIBE           |           |
 *   |               |--------&gt;|----------&gt;|           |
 *   |               |        NOTIFY 1     |           |
 *   |               |&lt;--------------------|           |
 *   | REGISTER, 200 |        NOTIFY 2     |           |
 *   |&lt;-------------&gt;|&lt;--------------------|    RTR    |
 *   |               |        NOTIFY 3     |&lt;==========|
 *   | OPTIONS, 403  |&lt;--------------------|           |
 *   |&lt;-------------&gt;|                     |           |
 * </pre>
 */
class OneServerRegEventIT {
    private static final int SUBSCRIPTION_SECONDS = 12;

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("pcscf", "reg-event", "true")
        .conf("scscf", "notify-interval", "0s").conf("scscf", "min-subscription", "1")
        .conf("scscf", "default-subscription", "" + SUBSCRIPTION_SECONDS)
        .conf("scscf", "max-subscription", "" + SUBSCRIPTION_SECONDS).build();

    private UserAgent alice;
    private long before;

    @BeforeEach
    void register() {
        before = IMS.node().trace().since(0, Integer.MAX_VALUE).stream().mapToLong(e -> e.sequence()).max().orElse(0);
        alice = IMS.phone("alice");
        alice.register();
        answered(1);
    }

    /** Waits until the P-CSCF has answered so many NOTIFYs of a subscription with 200. */
    private void answered(int notifies) {
        eventually().until(() -> statuses("NOTIFY").size() >= notifies);
        assertThat(statuses("NOTIFY")).containsOnly("SIP/2.0 200 OK");
    }

    /** The final answers to requests of this method between P-CSCF and S-CSCF. */
    private List<String> statuses(String method) {
        return messages().filter(e -> e.startLine().startsWith("SIP/2.0") && e.cseq().endsWith(method))
            .map(SipEvent::startLine).filter(line -> !line.startsWith("SIP/2.0 1")).toList();
    }

    /** What the P-CSCF has sent and received since the test began. */
    private Stream<SipEvent> messages() {
        return IMS.node().trace().since(before, Integer.MAX_VALUE).stream()
            .filter(SipEvent.class::isInstance).map(SipEvent.class::cast)
            .filter(e -> List.of(e.from(), e.to()).contains("P-CSCF"));
    }

    private List<String> subscriptions() {
        return messages().filter(e -> e.startLine().startsWith("SUBSCRIBE")).map(e -> e.join().callId()).distinct().toList();
    }

    private int options(UserAgent phone) {
        return phone.send(phone.prepare("OPTIONS", IMS.identity("carol"))).awaitFinal().status();
    }

    private void endedByTheNetwork() {
        assertThat(IMS.hss().terminate("alice", Code.SERVER_CHANGE)).isEqualTo(ResultCode.SUCCESS);
        eventually().untilAsserted(() -> assertThat(options(alice)).isEqualTo(403));
    }

    @RepeatedTest(3)
    @DisplayName("TS 24.229 5.2.3, 5.2.5.2: every NOTIFY counts: the third one ends the registration at the P-CSCF")
    void ended() {
        alice.register();
        answered(2);
        assertThat(options(alice)).isNotEqualTo(403);

        endedByTheNetwork();

        answered(3);
    }

    @Test
    @DisplayName("TS 24.229 5.2.3, RFC 6665 4.1.2.2: the subscription is renewed in its dialog, in which NOTIFYs go on")
    void renewed() {
        Awaitility.await().atMost(Duration.ofSeconds(SUBSCRIPTION_SECONDS)).until(() -> statuses("SUBSCRIBE").size() == 2);
        assertThat(statuses("SUBSCRIBE")).containsOnly("SIP/2.0 200 OK");
        answered(2);

        endedByTheNetwork();

        answered(3);
        assertThat(subscriptions()).as("Call-IDs of SUBSCRIBEs").hasSize(1);
    }
}
