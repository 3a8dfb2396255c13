package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a call costs while people talk, which may be for long: nothing of how it began. */
class HeldCallIT {

    private static final int CALLS = 5;
    private static final Pattern TRANSACTIONS =
        Pattern.compile("^ *\\d+: +(\\d+) +\\d+  org\\.calliope\\.ims\\.container\\.sip\\.(Server|Client)Transaction$");

    /** A system of its own: what other tests do would be counted here. */
    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().build();

    @Test
    @DisplayName("RFC 3261 17: the transactions that began a call are not held by it, nor the messages they hold")
    void holdsNoTransaction() throws JMException {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        long before = liveTransactions();
        List<Call> calls = new ArrayList<>();
        List<IncomingCall> taken = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(alice.call(bob.identity()));
            taken.add(bob.awaitInvite());
            taken.get(i).ring();
            calls.get(i).awaitRinging();
        }
        assertThat(liveTransactions()).as("while it rings").isGreaterThan(before + CALLS);

        taken.forEach(IncomingCall::answer);
        calls.forEach(Call::awaitAnswer);
        taken.forEach(IncomingCall::awaitAck);

        Awaitility.await().atMost(Leftovers.TIMERS).pollInterval(Duration.ofMillis(500)).untilAsserted(() ->
            assertThat(liveTransactions()).isLessThan(before + CALLS));

        calls.forEach(Call::hangUp);
        taken.forEach(IncomingCall::awaitBye);
    }

    /** Counted in the class histogram, after a collection; other systems of this process may have left some. */
    private static long liveTransactions() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram", new Object[] {new String[0]},
            new String[] {String[].class.getName()});
        return histogram.lines().map(TRANSACTIONS::matcher).filter(Matcher::find).mapToLong(line -> Long.parseLong(line.group(1))).sum();
    }
}
