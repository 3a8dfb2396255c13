package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
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

    private static final Pattern TRANSACTION = Pattern.compile(" org\\.calliope\\.ims\\.container\\.sip\\.(Server|Client)Transaction\\b(?!\\$)");

    /** A system of its own: what other tests do would be counted here. */
    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().build();

    @Test
    @DisplayName("RFC 3261 17: the transactions that began a call are not held by it, nor the messages they hold")
    void holdsNoTransaction() throws JMException {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        assertThat(liveTransactions()).as("while it rings").hasSize(2);
        in.answer();
        call.awaitAnswer();
        in.awaitAck();

        Awaitility.await().atMost(Leftovers.TIMERS).pollInterval(Duration.ofMillis(500)).untilAsserted(() ->
            assertThat(liveTransactions()).isEmpty());

        call.hangUp();
        in.awaitBye();
    }

    /** Lines of the class histogram, which counts what a collection has left. */
    private static List<String> liveTransactions() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram", new Object[] {new String[0]},
            new String[] {String[].class.getName()});
        return histogram.lines().filter(line -> TRANSACTION.matcher(line).find()).toList();
    }
}
