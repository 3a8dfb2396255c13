package org.calliope.ims.flow;

import gov.nist.javax.sip.SipStackImpl;
import java.time.Duration;
import java.util.Iterator;
import org.calliope.ims.testkit.ImsServer;
import org.mobicents.servlet.sip.core.SipContext;

/** What a system holds of calls and registrations, to be the same before them and after their last timer. */
record Leftovers(int applicationSessions, int sessions, int serverTransactions, int clientTransactions, int registrations) {

    /**
     * Timers B, F, H and J of RFC 3261 17 (32 s); the minute after which the P-CSCF lets go of a subscription that is
     * over; and what a machine with other work needs.
     */
    static final Duration TIMERS = Duration.ofSeconds(90);

    static Leftovers of(ImsServer ims) {
        int applicationSessions = 0;
        int sessions = 0;
        Iterator<SipContext> applications = ims.server().sip().getSipApplicationDispatcher().findSipApplications();
        while (applications.hasNext()) {
            var manager = applications.next().getSipManager();
            applicationSessions += manager.getActiveSipApplicationSessions();
            sessions += manager.getActiveSipSessions();
        }
        SipStackImpl stack = (SipStackImpl) ims.server().sip().getSipStack();
        return new Leftovers(applicationSessions, sessions, stack.getServerTransactionTableSize(),
            stack.getClientTransactionTableSize(), ims.node().registrations().size());
    }
}
