package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.SipStackImpl;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.SipManager;

/** What the server has in hand: transactions, and the sessions of some applications. What other tests left only goes. */
final class Left {

    /** RFC 3261 17.1.1.2: timer D is 32 s at least. */
    private static final Duration TIMERS = Duration.ofSeconds(45);

    private final Application[] applications;
    private final int transactions;
    private final int sessions;

    private Left(Application... applications) {
        SipStackImpl stack = (SipStackImpl) Suite.server().sip().getSipStack();
        SipApplicationDispatcher dispatcher = Suite.server().sip().getSipApplicationDispatcher();
        this.applications = applications;
        this.transactions = stack.getServerTransactionTableSize() + stack.getClientTransactionTableSize();
        this.sessions = Stream.of(applications).map(a -> dispatcher.findSipApplication(a.name()).getSipManager())
            .mapToInt(Left::sessions).sum();
    }

    private static int sessions(SipManager manager) {
        return manager.getActiveSipSessions() + manager.getActiveSipApplicationSessions();
    }

    static Left of(Application... applications) {
        return new Left(applications);
    }

    /** Waits until there is no more than this. */
    void awaitNoMore() {
        awaitNoMoreSessions();
        awaitNoMoreTransactions();
    }

    /** Waits until there are no more sessions than here; a refused INVITE's transaction is kept longer (timer D). */
    void awaitNoMoreSessions() {
        Awaitility.await("sessions that end").untilAsserted(() -> assertThat(of(applications).sessions).isLessThanOrEqualTo(sessions));
    }

    void awaitNoMoreTransactions() {
        Awaitility.await("transactions that end").atMost(TIMERS)
            .untilAsserted(() -> assertThat(of(applications).transactions).isLessThanOrEqualTo(transactions));
    }
}
