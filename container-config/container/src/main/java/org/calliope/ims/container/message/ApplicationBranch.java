package org.calliope.ims.container.message;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.servlet.sip.Address;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.DispatcherException;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;
import org.mobicents.servlet.sip.proxy.ProxyBranchImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A branch that follows every contact of a redirection, that may be unreachable and whose timer goes when it is cancelled.
 * For the thread that has the call.
 */
public final class ApplicationBranch extends ProxyBranchImpl {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationBranch.class);
    private static final String UDP = "udp";

    private final URI target;
    private final ApplicationProxy proxy;
    private SipURI outbound;
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
    }

    /**
     * RFC 3261 16.9, 16.7 step 6: a telephone that is gone within a dialog is a 503 of the next hop, which goes back as 500.
     * The core would say nothing to the sender, and call it an error of the server. (An ACK it sends another way.)
     */
    @Override
    public void proxySubsequentRequest(MobicentsSipServletRequest request) {
        try {
            super.proxySubsequentRequest(request);
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
            LOG.debug("{} within a dialog not sent: {}", request.getMethod(), e.getCause().toString());
            refuse(request);
        }
    }

    /** RFC 3261 16.6 step 2: the Request-URI of a PRACK is the other end of its dialog; the core would put what the INVITE had. */
    @Override
    public void proxyDialogStateless(SipServletRequestImpl request) {
        String first = getTargetURI();
        if (Request.PRACK.equals(request.getMethod())) {
            setTargetURI(null);
        }
        try {
            super.proxyDialogStateless(request);
        } finally {
            setTargetURI(first);
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
    public void rings() {
        if (!heard && proxy.isOver() && !proxy.getNoCancel()) {
            try {
                getRequest().createCancel().send();
            } catch (IOException e) {
                throw new IllegalStateException("a CANCEL was not sent", e);
            }
        }
        heard = true;
    }

    @Override
    public void onResponse(MobicentsSipServletResponse response, int status) throws DispatcherException {
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
