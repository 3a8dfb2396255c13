package org.calliope.ims.container.message;

import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.servlet.sip.Address;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.header.CSeqHeader;
import javax.sip.header.FromHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.sip.Headers;
import org.mobicents.servlet.sip.core.DispatcherException;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;
import org.mobicents.servlet.sip.proxy.ProxyBranchImpl;
import org.mobicents.servlet.sip.proxy.ProxyUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A branch that follows every contact of a redirection, that may be unreachable and whose timer goes when it is cancelled.
 * For the thread that has the call.
 */
public final class ApplicationBranch extends ProxyBranchImpl {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationBranch.class);
    private static final HeaderFactoryImpl HEADERS = new HeaderFactoryImpl();
    private static final String UDP = "udp";
    private static final int EARLY_DIALOG_TERMINATED = 199;

    /** Null when it has been started. */
    private URI target;
    private final ApplicationProxy proxy;
    private SipURI outbound;
    /** Requests within an early dialog that have no final response yet, by what their responses repeat of them. */
    private Map<String, SipServletRequestImpl> within = Map.of();
    /** What was heard last of each early dialog that its INVITE has made, by To tag. */
    private Map<String, MobicentsSipServletResponse> early = Map.of();
    /** While the core looks for who gets a request within an early dialog: what was heard of that, else null. */
    private MobicentsSipServletResponse asked;
    private boolean heard;
    private boolean recursed;
    private boolean redirected;
    private boolean skipped;
    /** Guarded by this; null while none runs. */
    private BranchTimer timerC;

    ApplicationBranch(URI target, ApplicationProxy proxy) {
        super(target, proxy);
        this.target = target;
        this.proxy = proxy;
        setRecurse(proxy.getRecurse());
    }

    /**
     * RFC 6228 6: tells the caller of each early dialog that has ended with the final response of this branch, which does not
     * go back yet.
     */
    void endsEarlyDialogs(ApplicationRequest original) {
        for (String tag : early.keySet()) {
            try {
                SIPResponse ended = ((SIPRequest) original.getMessage()).createResponse(EARLY_DIALOG_TERMINATED, "Early Dialog Terminated");
                ended.setToTag(tag);
                ended.setHeader(HEADERS.createHeader(Headers.REASON, "SIP;cause=" + getResponse().getStatus()));
                ((ServerTransaction) original.getTransaction()).sendResponse(ended);
            } catch (ParseException | SipException | InvalidArgumentException e) {
                LOG.debug("199 not sent: {}", e.toString());
            }
        }
        early = Map.of();
    }

    /** Whether it is there because another branch was redirected. */
    boolean isRecursed() {
        return recursed;
    }

    /** Whether its response was a redirection that is followed, and so is none to send back (RFC 3261 16.7 4). */
    boolean isRedirected() {
        return redirected;
    }

    /** JSR 289 10.2.5: one that waits for its turn is not tried any more; the core takes no notice unless it is an INVITE's. */
    @Override
    public void cancel(String[] protocol, int[] reasonCode, String[] reasonText) {
        if (isStarted()) {
            super.cancel(protocol, reasonCode, reasonText);
        } else {
            skipped = true;
        }
    }

    @Override
    public boolean isCanceled() {
        return skipped || super.isCanceled();
    }

    @Override
    public void setOutboundInterface(InetSocketAddress address) {
        super.setOutboundInterface(address);
        outbound = interfaces(address.getAddress().getHostAddress(), address.getPort()).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no listening point at " + address));
    }

    /** The interfaces at an address, one for each of its transports; shared by all, to be looked at only. */
    private Stream<SipURI> interfaces(String host, int port) {
        return proxy.getSipFactoryImpl().getSipApplicationDispatcher().getOutboundInterfaces().stream()
            .filter(uri -> uri.getPort() == port && uri.getHost().equals(host));
    }

    /** JSR 289 14.2: the core put the outbound interface into Record-Route, and sent from another. */
    private void startFromInterface() {
        SipURI chosen = outbound == null ? proxy.getOutboundInterface() : outbound;
        Optional<SipURI> from = chosen == null ? Optional.empty() : interfaces(chosen.getHost(), chosen.getPort())
            .filter(uri -> transport(uri).equals(nextTransport())).findFirst();
        if (from.isPresent() && getOriginalRequest().getSipSession() instanceof OutboundChoice session) {
            session.sendFrom(from.get().toString(), super::start);
        } else {
            super.start();
        }
    }

    /** What the next hop is reached by: an interface is an address, which may speak several. */
    private String nextTransport() {
        try {
            Address route = getOriginalRequest().getAddressHeader("Route");
            URI next = route == null ? target : route.getURI();
            return next instanceof SipURI sip ? transport(sip) : UDP;
        } catch (ServletParseException e) {
            return UDP;
        }
    }

    private static String transport(SipURI uri) {
        String named = uri.getTransportParam();
        return named == null ? uri.isSecure() ? "tls" : UDP : named.toLowerCase(Locale.ROOT);
    }

    @Override
    public void start() {
        try {
            startFromInterface();
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
            proxy.failed(this);
        }
        target = null;
    }

    /**
     * RFC 3261 16.9, 16.7 step 6: a telephone that is gone within a dialog is a 503 of the next hop, which goes back as 500.
     * The core would say nothing to the sender, and call it an error of the server. (An ACK it sends another way.)
     */
    @Override
    public void proxySubsequentRequest(MobicentsSipServletRequest request) {
        if (isEarly() && !Request.ACK.equals(request.getMethod())) {
            proxyDialogStateless((SipServletRequestImpl) request);
            return;
        }
        try {
            super.proxySubsequentRequest(request);
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
            LOG.debug("{} within a dialog not sent: {}", request.getMethod(), e.getCause().toString());
            refuse(request);
        }
        if (Request.ACK.equals(request.getMethod())) {
            proxy.checkAndCleanProxy(); // it has no transaction whose end would do so
        }
    }

    /** Whether the INVITE has its final response still to come. */
    private boolean isEarly() {
        return proxy.getFinalBranchForSubsequentRequests() == null;
    }

    /** Whether its INVITE has made an early dialog with this To tag. */
    public boolean isEarly(String toTag) {
        return early.containsKey(toTag);
    }

    /**
     * The core is about to look for the branch that a request within an early dialog is for: it is this one.
     *
     * @param toTag of that request
     * @param prack whether it is a PRACK
     */
    public void isNext(String toTag, boolean prack) {
        proxy.next(this);
        asked = early.get(toTag);
        if (prack) {
            setWaitingForPrack(true);
        }
    }

    /**
     * RFC 3261 16.6 step 2: the Request-URI of a PRACK is the other end of its dialog; the core would put what the INVITE had.
     * What is within an early dialog it would also take for the request that the branch has sent.
     */
    @Override
    public void proxyDialogStateless(SipServletRequestImpl request) {
        proxy.next(null);
        asked = null;
        String first = getTargetURI();
        boolean early = isEarly();
        SipServletRequestImpl sent = (SipServletRequestImpl) getRequest();
        if (!Request.ACK.equals(request.getMethod())) {
            setTargetURI(null);
        }
        if (early) {
            within = within.isEmpty() ? new ConcurrentHashMap<>() : within;
            within.put(key(request.getMessage()), request);
        }
        try {
            super.proxyDialogStateless(request);
        } finally {
            setTargetURI(first);
            if (early) {
                setOutgoingRequest(sent);
            }
        }
    }

    private static String key(Message message) {
        return ((FromHeader) message.getHeader(FromHeader.NAME)).getTag() + ' ' + message.getHeader(CSeqHeader.NAME);
    }

    /** What the INVITE was answered; the core takes a response to a PRACK for one to the INVITE. */
    @Override
    public void setResponse(MobicentsSipServletResponse response) {
        if (response == null || answered(response) == null) {
            super.setResponse(response);
            remember(response);
        }
    }

    private void remember(MobicentsSipServletResponse response) {
        if (!(response instanceof SipServletResponseImpl latest)) {
            return;
        }
        String tag = ((SIPResponse) latest.getMessage()).getToTag();
        if (tag != null && latest.getStatus() < EARLY_DIALOG_TERMINATED) {
            early = early.isEmpty() ? new LinkedHashMap<>() : early;
            early.put(tag, latest);
        } else if (latest.getStatus() / 100 == 2) {
            early = Map.of(); // no dialog of a call that goes on is early, and a call may go on for long
        }
    }

    @Override
    public MobicentsSipServletResponse getResponse() {
        return asked == null ? super.getResponse() : asked;
    }

    /** A final response within an early dialog goes back as it is: it is none of the branch. */
    private void back(SipServletRequestImpl request, MobicentsSipServletResponse response) throws DispatcherException {
        SipServletResponseImpl proxied = ProxyUtils.createProxiedResponse(response, this);
        proxied.setTransaction(request.getTransaction());
        proxied.setOriginalRequest(request);
        try {
            proxied.send();
        } catch (IllegalStateException | IOException gone) {
            LOG.debug("the response to a {} within a dialog not sent: {}", request.getMethod(), gone.toString());
        }
    }

    private static void refuse(MobicentsSipServletRequest request) {
        try {
            request.createResponse(SipServletResponse.SC_SERVER_INTERNAL_ERROR, "No connection to the next hop").send();
        } catch (IOException e) {
            LOG.debug("500 not sent: {}", e.toString());
        }
    }

    @Override
    public synchronized void updateTimer(boolean provisional, MobicentsSipApplicationSession session) {
        if (provisional) {
            cancel1xxTimer();
        }
        cancelTimer();
        if (getProxyBranchTimeout() > 0) {
            timerC = new BranchTimer(this, session);
            proxy.getProxyTimerService().schedule(timerC, TimeUnit.SECONDS.toMillis(getProxyBranchTimeout()));
        }
    }

    @Override
    public synchronized void cancelTimer() {
        if (timerC != null) {
            timerC.cancel();
            timerC = null;
        }
    }

    /** The core would follow the first contact of a redirection, tried or not. */
    private void withoutRecursion(MobicentsSipServletResponse response, int status) throws DispatcherException {
        boolean here = getRecurse();
        boolean everywhere = proxy.getRecurse();
        setRecurse(false);
        proxy.setRecurse(false);
        try {
            super.onResponse(response, status);
        } finally {
            setRecurse(here);
            proxy.setRecurse(everywhere);
        }
    }

    /** Whether it has taken a 2xx that came when another had gone back already. */
    public boolean takesLate(SipServletResponseImpl response) throws DispatcherException {
        return proxy.takesLate(response);
    }

    /**
     * A provisional response has come. RFC 3261 9.1: the CANCEL of a branch that had said nothing waits for it; the
     * core forgets it.
     */
    public void rings(SIPResponse response) {
        if (response.getStatusCode() == EARLY_DIALOG_TERMINATED && !early.isEmpty()) {
            early.remove(response.getToTag());
        }
        if (!heard && proxy.isOver() && !proxy.getNoCancel()) {
            try {
                getRequest().createCancel().send();
            } catch (IOException e) {
                throw new IllegalStateException("a CANCEL was not sent", e);
            }
        }
        heard = true;
    }

    /** The request within an early dialog that this answers, else null. */
    private SipServletRequestImpl answered(MobicentsSipServletResponse response) {
        return within.isEmpty() ? null : within.get(key(((SipServletResponseImpl) response).getMessage()));
    }

    @Override
    public void onResponse(MobicentsSipServletResponse response, int status) throws DispatcherException {
        SipServletRequestImpl request = answered(response);
        if (request != null) {
            if (status >= Response.OK) {
                within.values().remove(request);
                back(request, response);
            }
            return;
        }
        List<URI> next = status / 100 == 3 && getRecurse() && !isCanceled() ? proxy.untried(response) : List.of();
        if (next.isEmpty()) {
            withoutRecursion(response, status);
            return;
        }
        cancelTimer();
        setResponse(response);
        redirected = true;
        for (ProxyBranch branch : proxy.createProxyBranches(next)) {
            ((ApplicationBranch) branch).recursed = true;
            addRecursedBranch((ApplicationBranch) branch);
        }
        proxy.startProxy();
        if (!proxy.getParallel()) {
            proxy.startNextUntriedBranch();
        }
    }
}
