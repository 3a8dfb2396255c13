package org.calliope.ims.container.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.servlet.ServletException;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import javax.sip.SipException;
import javax.sip.TransactionState;
import javax.sip.header.Header;
import javax.sip.header.ViaHeader;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.address.AddressImpl.ModifiableRule;
import org.mobicents.servlet.sip.address.SipURIImpl;
import org.mobicents.servlet.sip.core.DispatcherException;
import org.mobicents.servlet.sip.core.dispatchers.MessageDispatcher;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;
import org.mobicents.servlet.sip.proxy.ProxyBranchImpl;
import org.mobicents.servlet.sip.proxy.ProxyImpl;

/**
 * A proxy whose response context is that of RFC 3261 16.7: it waits for all branches after a 6xx, chooses the best
 * response of them all, and counts a response of the application itself as that of a virtual branch (JSR 289 10.2.3).
 * For the thread that has the call.
 */
final class ApplicationProxy extends ProxyImpl {

    private static final String URN = "urn";
    private static final Pattern TRANSPORT = Pattern.compile(";transport=[^;?]*", Pattern.CASE_INSENSITIVE);

    /** Null when its transaction is over: a call may go on for long, and need not hold the messages that began it. */
    private ApplicationRequest original;
    private List<ApplicationBranch> unreachable = List.of();
    private ApplicationResponse virtual;
    /** While the core looks for who gets a request within an early dialog, else null. */
    private ApplicationBranch next;
    private boolean declined;
    private boolean starting;
    /** While the core sends what it has chosen or made itself. */
    private boolean sending;
    /** While the core sends the 408 of a branch that was silent. */
    private boolean timingOut;

    ApplicationProxy(ApplicationRequest request, SipFactoryImpl factory) {
        super(request, factory);
        this.original = request;
    }

    @Override
    public List<ProxyBranch> createProxyBranches(List<? extends URI> targets) {
        checkOpen();
        List<ProxyBranch> branches = new ArrayList<>();
        Map<URI, ProxyBranchImpl> all = getProxyBranchesMap();
        for (URI target : targets) {
            ProxyBranchImpl known = all.get(target);
            if (!target.getScheme().equalsIgnoreCase(URN)) { // which the core takes for no scheme of SIP (RFC 5031 5)
                super.createProxyBranches(List.of(target));
            }
            ApplicationBranch branch = new ApplicationBranch(target, this);
            SameTarget.put(all, target, known, branch);
            branches.add(branch);
        }
        return branches;
    }

    /** The core would put it into the Request-URI of what the called side sends within the dialog (RFC 3261 16.6 step 2). */
    @Override
    public String getPreviousNode() {
        return null;
    }

    /**
     * RFC 3261 18.1.1, RFC 3263 4.1: a next hop that names no transport is reached by that of its URI, which of a SIP URI with an
     * address is UDP. The core would take the one that the request has come by, and write it into the Request-URI.
     */
    @Override
    public void setRecordRoute(boolean on) {
        super.setRecordRoute(on);
        if (on) {
            recordRouteURIString = TRANSPORT.matcher(recordRouteURIString).replaceFirst("");
        }
    }

    /** Proxy.proxyTo: not when the transaction is completed. */
    private void checkOpen() {
        if (isAnswered() || getAckReceived()) {
            throw new IllegalStateException("a final response has gone back already");
        }
    }

    @Override
    public void proxyTo(URI target) {
        proxyTo(List.of(target));
    }

    @Override
    public void proxyTo(List<? extends URI> targets) {
        createProxyBranches(targets.stream().distinct().toList());
        startProxy();
    }

    @Override
    public void startProxy() {
        starting = true;
        try {
            super.startProxy();
        } finally {
            starting = false;
        }
        List<ApplicationBranch> failed = unreachable;
        unreachable = List.of();
        failed.forEach(this::failed);
    }

    /** RFC 3261 16.9: a branch whose request could not be sent is one that was answered 503, of which the application hears. */
    void failed(ApplicationBranch branch) {
        if (starting) {
            unreachable = unreachable.isEmpty() ? new ArrayList<>() : unreachable;
            unreachable.add(branch);
            return;
        }
        MobicentsSipServletResponse unavailable = (MobicentsSipServletResponse) original.createResponse(Response.SERVICE_UNAVAILABLE);
        try {
            // as one that comes from a next hop: on its way back a Via is taken off
            Response message = (Response) unavailable.getMessage();
            message.addFirst((Header) message.getHeader(ViaHeader.NAME).clone());
            unavailable.setProxyBranch(branch);
            branch.setResponse(unavailable);
            original.standsIn();
            if (getSupervised()) {
                MessageDispatcher.callServlet(unavailable);
            }
            onFinalResponse(branch);
        } catch (DispatcherException | SipException | ServletException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 3261 16.5: the targets of a redirection that have not been tried. */
    List<URI> untried(SipServletResponse redirection) {
        List<URI> targets = new ArrayList<>();
        try {
            redirection.getAddressHeaders("Contact").forEachRemaining(contact -> {
                URI uri = contact.getURI();
                if (uri.isSipURI() && targets.stream().noneMatch(uri::equals) && getProxyBranch(uri) == null) {
                    targets.add(uri);
                }
            });
        } catch (ServletException e) {
            return List.of();
        }
        return targets;
    }

    /** @param branch that the core is to find from now on, null for each of them */
    void next(ApplicationBranch branch) {
        next = branch;
    }

    @Override
    public List<ProxyBranch> getProxyBranches() {
        return next != null ? List.of(next) : super.getProxyBranches().stream().filter(b -> !(b instanceof ApplicationBranch branch && branch.isRecursed())).toList();
    }

    @Override
    public void onFinalResponse(ProxyBranchImpl branch) throws DispatcherException {
        int status = branch.getResponse().getStatus();
        if (isAnswered()) {
            return;
        }
        if (status >= Response.MULTIPLE_CHOICES && original.wantsEndsOfEarlyDialogs() && goesOn(branch)) {
            ((ApplicationBranch) branch).endsEarlyDialogs(original);
        }
        if (status / 100 == 6 && !declined) {
            declined = true;
            cancelAllExcept(branch, null, null, null, false);
        }
        if (!declined || status / 100 == 2) {
            super.onFinalResponse(branch);
        } else if (!isOpen()) {
            sendFinalResponse(getBestResponse(), branch);
        }
    }

    /** JSR 289 10.2.4: the application hears of it and may answer, or start another branch, before the 408 goes back. */
    @Override
    public void onBranchTimeOut(ProxyBranchImpl branch) throws DispatcherException {
        if (isAnswered()) {
            return;
        }
        original.standsIn();
        timingOut = true;
        try {
            super.onBranchTimeOut(branch);
        } finally {
            timingOut = false;
        }
    }

    private boolean isAnswered() {
        return original == null || original.isAnswered();
    }

    /** Whether another branch has its final response still to come, or its turn. */
    private boolean goesOn(ProxyBranchImpl branch) {
        return isOpen() || !declined && getProxyBranchesMap().values().stream().anyMatch(b -> b != branch && !b.isStarted() && !b.isCanceled());
    }

    /** Whether a branch still has its final response to come. */
    private boolean isOpen() {
        return getProxyBranchesMap().values().stream()
            .anyMatch(b -> b.isStarted() && !b.isTimedOut() && (b.getResponse() == null || b.getResponse().getStatus() < Response.OK));
    }

    boolean isOver() {
        return isAnswered() || declined;
    }

    /** Takes a response that comes when the final response has gone back; false when there is none yet. */
    boolean takesLate(SipServletResponseImpl response) throws DispatcherException {
        if (isAnswered() && response.getStatus() / 100 == 2) {
            forwardLate(response);
            return true;
        }
        return false;
    }

    /** RFC 3261 16.7 5: every 2xx of an INVITE goes back, also when its server transaction is over. */
    private void forwardLate(SipServletResponseImpl response) throws DispatcherException {
        try {
            if (getSupervised()) {
                MessageDispatcher.callServlet(response);
            }
            Response late = (Response) response.getMessage().clone();
            late.removeFirst(ViaHeader.NAME);
            String transport = ((ViaHeader) late.getHeader(ViaHeader.NAME)).getTransport();
            getSipFactoryImpl().getSipNetworkInterfaceManager().findMatchingListeningPoint(transport, false)
                .getSipProvider().sendResponse(late);
        } catch (SipException | ServletException | IOException e) {
            throw new DispatcherException("a late 2xx was not forwarded", e);
        }
    }

    @Override
    public SipServletResponseImpl getBestResponse() {
        return BestResponse.of(finals());
    }

    private List<SipServletResponseImpl> finals() {
        List<SipServletResponseImpl> finals = new ArrayList<>();
        if (virtual != null) {
            finals.add(virtual);
        }
        for (ProxyBranchImpl branch : getProxyBranchesMap().values()) {
            boolean redirected = branch instanceof ApplicationBranch b && b.isRedirected();
            if (!redirected && branch.getResponse() instanceof SipServletResponseImpl response && response.getStatus() >= Response.OK) {
                finals.add(response);
            }
        }
        return finals;
    }

    @Override
    public void sendFinalResponse(MobicentsSipServletResponse response, ProxyBranchImpl branch) throws DispatcherException {
        boolean before = sending;
        sending = true;
        try {
            if (response != null && response == virtual) {
                virtual.sendNow();
            } else {
                if (response instanceof SipServletResponseImpl best && BestResponse.challenges(response.getStatus())) {
                    BestResponse.aggregate(best, finals());
                }
                super.sendFinalResponse(response, branch);
                if (original != null && (response != null && response.getStatus() / 100 == 2 || !isOpen())) {
                    original.answered();
                }
            }
        } catch (IOException e) {
            throw new DispatcherException("the application's response was not sent", e);
        } finally {
            sending = before;
        }
    }

    /**
     * Whether a response that the application sends itself is to wait. A 2xx and a 6xx end the branches; what is not a
     * 2xx waits for better as the response of a virtual branch would.
     */
    boolean holds(ApplicationResponse response) throws IOException {
        int status = response.getStatus();
        if (timingOut && (isOpen() || isAnswered())) {
            return true;
        }
        boolean proxying = getProxyBranchesMap().values().stream().anyMatch(ProxyBranchImpl::isStarted);
        if (sending || status < Response.OK || isAnswered() || !proxying || response.getRequest() != original) {
            return false;
        }
        if (status / 100 == 2) {
            cancelAllExcept(null, null, null, null, false);
            return false;
        }
        virtual = response;
        if (status / 100 == 6) {
            declined = true;
            cancelAllExcept(null, null, null, null, false);
        }
        return !allResponsesHaveArrived();
    }

    /** The core cleans the last INVITE of the dialog when the transactions of the first are over, though it may be running. */
    @Override
    public void checkAndCleanProxy() {
        if (!(getOriginalRequest() instanceof SipServletRequestImpl last) || last.getTransaction() == null
            || last.getTransaction().getState() == null || last.getTransaction().getState() == TransactionState.TERMINATED) {
            super.checkAndCleanProxy();
            if (getOriginalRequest() == null) {
                original = null;
                Leftovers.clear(this);
                recordRouteURIString = Leftovers.shared(recordRouteURIString);
            }
        }
    }

    /** Proxy.getPathURI: the application adds parameters to it. */
    @Override
    public void setAddToPath(boolean add) {
        super.setAddToPath(add);
        if (add && pathURI != null) {
            pathURI = new SipURIImpl(pathURI.getSipURI(), ModifiableRule.Modifiable);
        }
    }

    @Override
    public SipURI getPathURI() {
        if (getAddToPath() && pathURI == null) {
            setAddToPath(true);
        }
        return super.getPathURI();
    }
}
