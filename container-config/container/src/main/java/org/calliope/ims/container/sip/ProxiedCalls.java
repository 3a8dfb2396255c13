package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession.State;
import javax.sip.ClientTransaction;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.Transaction;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.RouteHeader;
import org.mobicents.servlet.sip.core.MobicentsExtendedListeningPoint;
import org.mobicents.servlet.sip.core.SipNetworkInterfaceManager;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends calls that pass a proxy, which JSR 289 lets no application do:
 * {@link org.calliope.ims.node.ContainerExtensions#RELEASE}. Any thread.
 */
public final class ProxiedCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedCalls.class);
    /** Marks the transactions of our BYEs, which concern no application. */
    private static final Object OURS = new Object();

    private final MessageFactoryImpl messages = new MessageFactoryImpl();
    private final CallLocks calls;
    private final Dispatcher dispatcher;

    /** A session of a proxied call. */
    public interface Session {

        /** From now on tells the call of each request that passes. */
        void tell(ProxiedCall call);

        /** The dialog is over, as if a BYE had passed. */
        void released();
    }

    ProxiedCalls(CallLocks calls, Dispatcher dispatcher) {
        this.calls = calls;
        this.dispatcher = dispatcher;
    }

    /**
     * @param response the 2xx to an INVITE, on its way through a proxy that has put itself into the route
     * @return sends BYE to both sides, soon and on another thread, with the value of Reason it takes; does nothing when the
     *         call is over
     */
    public Consumer<String> answered(SipServletResponse response) {
        SipServletResponseImpl ok = (SipServletResponseImpl) response;
        SipServletRequestImpl received = (SipServletRequestImpl) response.getProxy().getOriginalRequest();
        MobicentsSipSession session = ok.getSipSession();
        // the session has the Call-ID for as long
        ProxiedCall call = new ProxiedCall(session.getKey().getCallId(), (SIPRequest) received.getMessage(),
            (SIPRequest) ok.getTransaction().getRequest(), (SIPResponse) ok.getMessage());
        ((Session) session).tell(call);
        Executor executor = dispatcher.getAsynchronousScheduledExecutor();
        return reason -> executor.execute(() -> calls.hold(call.callId(), () -> release(call, session, reason)));
    }

    private void release(ProxiedCall call, MobicentsSipSession session, String reason) {
        if (session.isValidInternal() && session.getState() == State.CONFIRMED) {
            call.byes(reason).forEach(this::send);
            ((Session) session).released();
            dispatcher.end(session);
        }
    }

    private void send(ProxiedCall.Bye bye) {
        try {
            SIPRequest request = (SIPRequest) messages.createRequest(bye.text());
            MobicentsExtendedListeningPoint here = here(request, bye.here());
            request.setHeader(here.createViaHeader(null, false));
            ClientTransaction transaction = here.getSipProvider().getNewClientTransaction(request);
            transaction.setApplicationData(OURS);
            transaction.sendRequest();
        } catch (ParseException | SipException e) {
            LOG.debug("no BYE to {}: {}", bye.target(), e.toString());
        }
    }

    /** @param own where the proxy is for who gets the request, or null */
    private MobicentsExtendedListeningPoint here(SIPRequest request, ProxiedCall.Here own) {
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        URI next = route == null ? request.getRequestURI() : route.getAddress().getURI();
        String transport = next instanceof SipURI uri && uri.getTransportParam() != null ? uri.getTransportParam() : ListeningPoint.UDP;
        SipNetworkInterfaceManager interfaces = dispatcher.getSipNetworkInterfaceManager();
        MobicentsExtendedListeningPoint exact = own == null ? null
            : interfaces.findMatchingListeningPoint(own.host(), own.port(), transport);
        return exact == null ? interfaces.findMatchingListeningPoint(transport, false) : exact;
    }

    /** @return whether it is a transaction of one of our BYEs */
    static boolean isOurs(Transaction transaction) {
        return transaction != null && transaction.getApplicationData() == OURS;
    }
}
