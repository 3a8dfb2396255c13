package org.calliope.ims.container.sip;

import gov.nist.javax.sip.DialogTimeoutEvent;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.servlet.sip.SipSession.State;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.TimeoutEvent;
import javax.sip.Transaction;
import javax.sip.TransactionState;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.container.message.ApplicationBranch;
import org.mobicents.servlet.sip.core.DispatcherException;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.mobicents.servlet.sip.core.SipNetworkInterfaceManager;
import org.mobicents.servlet.sip.core.dispatchers.DispatchTask;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;
import org.mobicents.servlet.sip.message.TransactionApplicationData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP Servlets core with three things mended.
 *
 * <p>A proxy that is told its outbound interface writes the parameters of its Record-Route into the interface's URI,
 * which was one object for all proxies, so that calls that were set up at the same time got each other's. Here
 * everybody gets a URI of their own.
 *
 * <p>A session that made no dialog is ready to be invalidated once its transactions are over (JSR 289 6.2.5.1); the core
 * left those of a proxied REGISTER or MESSAGE or of a refused INVITE until their application session expired, and that
 * of a call whose BYE came over TCP, where the transaction is over before the session knows that it is.
 *
 * <p>The core wakes a thread for the end of each transaction; here the ends are worked off in batches.
 */
final class Dispatcher extends SipApplicationDispatcherImpl {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long SWEEP_SECONDS = 5;
    private static final long SETTLED_MILLIS = 100;
    /** A branch that failed has a transaction of its own, for 32 s at the most (RFC 3261 17.1.1.2, timer D). */
    private static final long BRANCH_MILLIS = 1_000;

    private final SipNetworkInterfaceManager interfaces = new OwnInterfaces(super.getSipNetworkInterfaceManager());
    private final CallLocks calls;
    private final Callbacks callbacks;
    private final EndedSessions ended = new EndedSessions(this);
    private final DialogCancels cancels = new DialogCancels(this);
    private final Unacknowledged unacknowledged;
    private final Endings endings = new Endings();
    /** Who does what the core gives to a thread of its own; set while the calling thread is in the core. */
    private final ThreadLocal<Executor> ending = new ThreadLocal<>();
    private final ThreadPoolExecutor handover = new Handover();

    Dispatcher(CallLocks calls, Callbacks callbacks) {
        this.calls = calls;
        this.callbacks = callbacks;
        this.unacknowledged = new Unacknowledged(calls, this);
    }

    @Override
    public SipNetworkInterfaceManager getSipNetworkInterfaceManager() {
        // the core's constructor asks too, before ours has run
        return interfaces == null ? super.getSipNetworkInterfaceManager() : interfaces;
    }

    /** Who dispatches initial requests asks once, as soon as the router is there. */
    @Override
    public SipApplicationRouter getSipApplicationRouter() {
        SipApplicationRouter router = super.getSipApplicationRouter();
        if (router != null && !(router instanceof PushingRouter)) {
            setSipApplicationRouter(new PushingRouter(router, this));
        }
        return super.getSipApplicationRouter();
    }

    @Override
    public void start() {
        super.start();
        ownThreads(super.getAsynchronousExecutor());
        ownThreads(getAsynchronousScheduledExecutor());
        endings.start(getAsynchronousScheduledExecutor());
        getAsynchronousScheduledExecutor().scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** A thread that an application's call makes the pool start would hold the application's class loader for ever. */
    private static void ownThreads(ThreadPoolExecutor pool) {
        ThreadFactory made = pool.getThreadFactory();
        pool.setThreadFactory(work -> {
            Thread thread = made.newThread(work);
            thread.setContextClassLoader(Dispatcher.class.getClassLoader());
            return thread;
        });
    }

    /** Over TCP a BYE's transaction can be over before its session is ready, and nothing then tells the core again. */
    private void sweep() {
        try {
            findSipApplications().forEachRemaining(application -> application.getSipManager().getAllSipSessions()
                .forEachRemaining(session -> {
                    if (session.isValidInternal() && session.isReadyToInvalidateInternal() && session.getState() == State.TERMINATED) {
                        end(session);
                    }
                }));
        } catch (IllegalStateException e) {
            LOG.debug("a session ended by itself meanwhile: {}", e.toString());
        }
    }

    /**
     * The core gives a CANCEL to a thread of its own, and the end of what is cancelled to another: here the application
     * hears of it on this thread, which holds the call's lock, and the end comes afterwards.
     */
    @Override
    public void processRequest(RequestEvent event) {
        SIPRequest request = (SIPRequest) event.getRequest();
        boolean ack = Request.ACK.equals(request.getMethod());
        if ((ack || request.getToTag() != null) && ended.isNamed(request)) {
            if (!ack) { // which nothing answers (RFC 3261 17)
                ConvergedSipStack.answerNotThere(request, (MessageChannel) request.getMessageChannel());
            }
            return;
        }
        if (!Request.CANCEL.equals(request.getMethod())) {
            callbacks.during(() -> super.processRequest(event));
            return;
        }
        if (cancels.takes(request)) {
            return;
        }
        String call = request.getCallId().getCallId();
        ending.set(work -> {
            if (work instanceof DispatchTask) {
                work.run();
            } else {
                endings.add(() -> calls.hold(call, work));
            }
        });
        try {
            callbacks.during(() -> super.processRequest(event));
        } finally {
            ending.remove();
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        callbacks.during(() -> {
            if (!ProxiedCalls.isOurs(event.getClientTransaction()) && !takenLate(event)) {
                super.processResponse(event);
            }
        });
    }

    /** Tells a branch of its responses first. RFC 3261 16.7 5: the core drops a 2xx to a proxied INVITE that comes after another. */
    private boolean takenLate(ResponseEvent event) {
        Transaction transaction = event.getClientTransaction();
        int status = event.getResponse().getStatusCode();
        if (transaction == null || status >= Response.MULTIPLE_CHOICES
            || !(transaction.getRequest() instanceof SIPRequest sent) || !Request.INVITE.equals(sent.getMethod()) || sent.getToTag() != null
            || !(transaction.getApplicationData() instanceof TransactionApplicationData data)
            || !(data.getProxyBranch() instanceof ApplicationBranch branch)
            || !(data.getSipServletMessage() instanceof SipServletRequestImpl request)) {
            return false;
        }
        if (status < Response.OK) {
            branch.rings((SIPResponse) event.getResponse());
            return false;
        }
        try {
            return branch.takesLate((SipServletResponseImpl) getSipFactory().getMobicentsSipServletMessageFactory()
                .createSipServletResponse(event.getResponse(), transaction, request.getSipSession(), event.getDialog(), true, false));
        } catch (DispatcherException e) {
            LOG.warn("a late 2xx did not go back: {}", e.toString());
            return true;
        }
    }

    /** Both transactions of every hop come by here. */
    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        Transaction transaction = event.isServerTransaction() ? event.getServerTransaction() : event.getClientTransaction();
        if (ProxiedCalls.isOurs(transaction)) {
            return;
        }
        MobicentsSipSession session = event.isServerTransaction() ? mayBeOver(event.getServerTransaction())
            : refused(event.getClientTransaction());
        String call = transaction.getRequest() instanceof SIPRequest request ? request.getCallId().getCallId() : "";
        ending(call, () -> super.processTransactionTerminated(event));
        if (session != null && event.isServerTransaction()) {
            // without its transaction: many wait at a time, and each would hold all its messages for a collection to copy
            endings.addLate(() -> end(session), SETTLED_MILLIS);
        } else if (session != null) {
            endings.addLate(() -> {
                calls.hold(call, () -> session.removeOngoingTransaction(transaction));
                end(session);
            }, SETTLED_MILLIS);
        }
    }

    /** Its last response may be on its way out yet, on the thread that has the call. */
    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        ending(event.getDialog().getCallId().getCallId(), () -> super.processDialogTerminated(event));
    }

    private void ending(String call, Runnable event) {
        ending.set(work -> endings.add(() -> calls.hold(call, work)));
        try {
            event.run();
        } finally {
            ending.remove();
        }
    }

    /** A server transaction that goes on has waited for a PRACK in vain. */
    @Override
    public void processTimeout(TimeoutEvent event) {
        ServerTransaction transaction = event.getServerTransaction();
        if (transaction != null && transaction.getState() == TransactionState.PROCEEDING) {
            request(transaction).ifPresent(unacknowledged::noPrack);
        } else if (!ProxiedCalls.isOurs(event.getClientTransaction())) {
            super.processTimeout(event);
        }
    }

    /** JSR 289 6.2.5.1: the session of an INVITE of a B2BUA's own that was refused; the core keeps its transaction. Else null. */
    private static MobicentsSipSession refused(ClientTransaction transaction) {
        return request(transaction).filter(request -> request.isInitial() && Request.INVITE.equals(request.getMethod())
            && request.getSipSession().getB2buaHelper() != null && request.getLastFinalResponse() != null
            && request.getLastFinalResponse().getStatus() >= Response.MULTIPLE_CHOICES).map(SipServletRequestImpl::getSipSession).orElse(null);
    }

    private static Optional<SipServletRequestImpl> request(Transaction transaction) {
        return transaction.getApplicationData() instanceof TransactionApplicationData data
            && data.getSipServletMessage() instanceof SipServletRequestImpl request ? Optional.of(request) : Optional.empty();
    }

    @Override
    public void processDialogTimeout(DialogTimeoutEvent event) {
        MobicentsSipSession session = session(event.getDialog());
        super.processDialogTimeout(event);
        unacknowledged.hangUpSoon(session, event.getDialog());
    }

    /** A peer that can not be reached with a 2xx that is sent again: the stack has given the dialog up, and nobody erred. */
    @Override
    public void processIOException(IOExceptionEvent event) {
        if (event.getSource() instanceof Dialog dialog) {
            LOG.debug("{}:{} is gone", event.getHost(), event.getPort());
            unacknowledged.hangUpSoon(session(dialog), dialog);
        } else {
            super.processIOException(event);
        }
    }

    private static MobicentsSipSession session(Dialog dialog) {
        return dialog.getApplicationData() instanceof TransactionApplicationData data && data.getSipServletMessage() != null
            ? data.getSipServletMessage().getSipSession() : null;
    }

    /** What the core does when a transaction is over can wait; a thread of its own each time is what it costs most. */
    @Override
    public ThreadPoolExecutor getAsynchronousExecutor() {
        return ending != null && ending.get() != null ? handover : super.getAsynchronousExecutor();
    }

    /** The core wants a thread pool; this one has no thread. */
    private final class Handover extends ThreadPoolExecutor {

        Handover() {
            super(0, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>());
        }

        @Override
        public void execute(Runnable work) {
            ending.get().execute(work);
        }
    }

    /** The session that may be over with the transaction: its request has made the session, or ends its dialog; else null. */
    private static MobicentsSipSession mayBeOver(ServerTransaction transaction) {
        return request(transaction).filter(request -> request.isInitial() && !Request.CANCEL.equals(request.getMethod())
            || Request.BYE.equals(request.getMethod())).map(SipServletRequestImpl::getSipSession).orElse(null);
    }

    /** A dialog that is early when its INVITE's transaction is over lost its final response on the way, and is none. */
    void end(MobicentsSipSession session) {
        calls.hold(session.getCallId(), () -> endAlone(session));
    }

    private void endAlone(MobicentsSipSession session) {
        List<MobicentsSipSession> all = withForks(session);
        if (!session.isValidInternal() || !session.getInvalidateWhenReady()
            || all.stream().anyMatch(s -> s.isValidInternal() && s.getState() == State.CONFIRMED)) {
            return;
        }
        if (!session.getOngoingTransactions().isEmpty()) {
            getAsynchronousScheduledExecutor().schedule(() -> end(session), BRANCH_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        MobicentsSipApplicationSession application = session.getSipApplicationSession();
        all.stream().filter(MobicentsSipSession::isValidInternal).forEach(MobicentsSipSession::onTerminatedState);
        // 6.1.2.2: ready when all its sessions are, and nothing else is going on in it
        if (application != null && application.isValidInternal() && application.getInvalidateWhenReady()
            && !application.getSessions().hasNext() && application.getTimers().isEmpty()) {
            application.invalidate();
        }
    }

    /** The sessions of a request: its first, and those derived from it for further To tags (6.2.3.2), last first. */
    private static List<MobicentsSipSession> withForks(MobicentsSipSession session) {
        MobicentsSipSession first = session.getParentSession() == null ? session : session.getParentSession();
        List<MobicentsSipSession> all = new ArrayList<>();
        first.getDerivedSipSessions().forEachRemaining(all::add);
        all.add(first);
        return all;
    }
}
