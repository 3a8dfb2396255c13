package org.calliope.ims.container.sip;

import gov.nist.javax.sip.SIPConstants;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.BytesSender;
import gov.nist.javax.sip.stack.LeanUdpProcessor;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageGate;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.ServerRequestInterface;
import gov.nist.javax.sip.stack.ServerResponseInterface;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.text.ParseException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sip.PeerUnavailableException;
import javax.sip.address.Hop;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.container.raw.Glance;
import org.calliope.ims.container.transport.StreamHost;
import org.calliope.ims.container.transport.StreamProcessor;
import org.calliope.ims.container.transport.StreamTransports;
import org.mobicents.servlet.sip.message.TransactionApplicationData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP stack of the container: JAIN-SIP with the recorder of messages in the place of its log file, and with
 * transactions that let go of their messages early.
 *
 * <p>JAIN-SIP keeps a finished transaction, and with it the application's session and every message of the call, for
 * the 32 seconds in which a retransmission may come (RFC 3261 17.2.2, timer J). Here the transaction ends almost at
 * once, so that all of it is garbage while it is young, and {@link FinishedTransactions} keeps the bytes of its last
 * response, which is all a retransmission needs.
 */
final class ConvergedSipStack extends SipStackImpl implements MessageGate.Holder, StreamHost {

    private static final Logger LOG = LoggerFactory.getLogger(ConvergedSipStack.class);
    /** How long timers J and K run: whoever sent or takes the last response must be through with it. */
    static final int LAST_TICK_MILLIS = 20;

    private final SipSettings settings;
    private final StreamTransports streams;
    private final RecordRoutes recordRoutes;
    private final SipRecorder recorder;
    private final Counter malformed;
    private final FinishedTransactions finished;
    private final AcceptedInvites accepted;
    private final CallLocks calls;
    private final Overload overload;
    private final Gate gate;
    private final Outbound outbound;
    private final LateAnswers late;
    private final Hiding hiding;

    ConvergedSipStack(SipSettings settings, StreamTransports streams, RecordRoutes recordRoutes, SipRecorder recorder,
                      FinishedTransactions finished, CallLocks calls, Overload overload, Function<Predicate<Glance>, Gate> gate,
                      Function<ConvergedSipStack, Outbound> outbound, Hiding hiding, MeterRegistry meters)
        throws PeerUnavailableException {
        super(StackProperties.of(settings));
        TextParser.register();
        this.settings = settings;
        this.streams = streams;
        this.recordRoutes = recordRoutes;
        serverLogger = recorder;
        this.recorder = recorder;
        this.malformed = meters.counter("sip.malformed");
        this.finished = finished;
        this.accepted = finished.accepted(this);
        this.calls = calls;
        this.overload = overload;
        this.gate = gate.apply(request -> findTransaction(request.branch(), true) != null || finished.has(request));
        this.outbound = outbound.apply(this);
        this.late = new LateAnswers(this, accepted, this.outbound);
        this.hiding = hiding;
    }

    @Override
    public MessageGate gate() {
        return gate;
    }

    @Override
    public StreamTransports streams() {
        return streams;
    }

    @Override
    public int udpLargest() {
        return settings.udpLargest();
    }

    @Override
    public boolean respondElsewhere(SIPResponse response, StreamProcessor from, InetSocketAddress failed) {
        return outbound.respondElsewhere(response, from, failed);
    }

    @Override
    public boolean listens(InetAddress address, int port, String transport) {
        for (MessageProcessor processor : getMessageProcessors()) {
            if (processor.getPort() == port && processor.getIpAddress().equals(address)
                && processor.getTransport().equalsIgnoreCase(transport)) {
                return true;
            }
        }
        return false;
    }

    HeaderLimits headerLimits() {
        return settings.headerLimits();
    }

    /** Looks for overload from now on, on this executor. */
    void watchOverload(ScheduledExecutorService executor) {
        overload.start(executor, getSelfRoutingThreadpoolExecutor(), sockets().toList());
    }

    private Stream<LeanUdpProcessor> sockets() {
        return Stream.of(getMessageProcessors()).filter(LeanUdpProcessor.class::isInstance).map(LeanUdpProcessor.class::cast);
    }

    /** @return nanoseconds that a packet waits in the slowest of the sockets */
    long waited() {
        return sockets().mapToLong(LeanUdpProcessor::waited).max().orElse(0);
    }

    /** Takes up what comes from now on. */
    void admit() {
        gate.open();
    }

    /** {@link org.calliope.ims.node.ContainerExtensions#ADMIT}. */
    void admit(Predicate<String> requestUris) {
        gate.admit(requestUris);
    }

    /** {@link org.calliope.ims.node.ContainerExtensions#FLOW_KEPT_ALIVE}. */
    void whenKeptAlive(BiConsumer<InetSocketAddress, String> listener) {
        gate.whenKeptAlive(listener);
    }

    /** Turns new work from outside away from now on. */
    void drain() {
        gate.drain();
    }

    /** Called by the parser for each message that it can not read. */
    void malformed(String reason) {
        malformed.increment();
        LOG.debug("malformed message: {}", reason);
    }

    @Override
    public ServerRequestInterface newSIPServerRequest(SIPRequest request, MessageChannel channel) {
        boolean ours = recorder.received(request, channel);
        Optional<byte[]> response = ours ? Optional.empty() : finished.response(request);
        response.ifPresent(bytes -> repeat(bytes, channel));
        if (response.isPresent() || !ours && matchesNothing(request, channel)) {
            return null;
        }
        hiding.returns(request);
        return super.newSIPServerRequest(request, channel);
    }

    /**
     * A CANCEL that matches no transaction (RFC 3261 9.2) and a request of a dialog that never had its path here
     * (12.2.2) are answered 481; the core would say 200 and 500. The ACK of a response that is no 2xx is part of its
     * INVITE's transaction (17.1.1.3): its routes are those of the INVITE, which nobody has recorded.
     */
    private boolean matchesNothing(SIPRequest request, MessageChannel channel) {
        boolean cancel = Request.CANCEL.equals(request.getMethod());
        boolean ack = Request.ACK.equals(request.getMethod());
        boolean known = (cancel || ack) && findTransaction(request.getTransactionId(), true) != null;
        boolean nothing = !known && (cancel ? findCancelTransaction(request, true) == null : StrangeDialogs.meansOne(request));
        if (nothing && !ack) {
            answerNotThere(request, channel);
        }
        return nothing;
    }

    /** RFC 3261 9.2, 12.2.2: 481. */
    static void answerNotThere(SIPRequest request, MessageChannel channel) {
        try {
            channel.sendMessage(request.createResponse(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST));
        } catch (IOException e) {
            LOG.debug("481 not sent: {}", e.toString());
        }
    }

    private void repeat(byte[] response, MessageChannel channel) {
        try {
            if (response.length > 0) {
                BytesSender.reply(channel, response);
            }
        } catch (IOException e) {
            LOG.debug("a response was not sent again: {}", e.toString());
        }
    }

    /**
     * A response nobody waits for is looked up once; the stack itself would ask every client transaction, and a busy
     * server would drown in what its slowness makes its peers repeat. A 2xx to an INVITE is forwarded again (RFC 6026
     * 7.1), or the core hears of it when it has the dialog (RFC 3261 13.2.2.4).
     */
    @Override
    public ServerResponseInterface newSIPServerResponse(SIPResponse response, MessageChannel channel) {
        String key = response.getTransactionId();
        SIPTransaction transaction = findTransaction(key, false);
        recorder.received(response, channel, transaction);
        hiding.returns(response);
        boolean accepts = AcceptedInvites.concerns(response);
        boolean over = transaction == null || accepts && transaction.isTerminated();
        if (!over || !key.startsWith(SIPConstants.BRANCH_MAGIC_COOKIE_LOWER_CASE)) {
            return super.newSIPServerResponse(response, channel);
        }
        return late.take(response, channel);
    }

    /** Hands a response to the SIP core past the transactions. */
    ServerResponseInterface withoutTransaction(SIPResponse response, MessageChannel channel) {
        return sipMessageFactory.newSIPServerResponse(response, channel);
    }

    @Override
    public SIPServerTransaction createServerTransaction(MessageChannel channel) {
        return new ServerTransaction(this, calls, finished, accepted, channel);
    }

    @Override
    public SIPClientTransaction createClientTransaction(SIPRequest request, MessageChannel channel) {
        recordRoutes.mend(request);
        hiding.leaves(request);
        ClientTransaction transaction = new ClientTransaction(this, calls, accepted, outbound, channel);
        transaction.setOriginalRequest(request);
        return transaction;
    }

    @Override
    public MessageChannel createMessageChannel(SIPRequest request, MessageProcessor processor, Hop hop) throws IOException {
        return hop instanceof NamedHop named ? outbound.channel(request, processor, named)
            : super.createMessageChannel(request, processor, hop);
    }

    @Override
    public MessageChannel createRawMessageChannel(String address, int port, Hop hop) throws UnknownHostException {
        return Locator.isAddress(hop.getHost()) ? super.createRawMessageChannel(address, port, hop)
            : outbound.channel(address, port, hop);
    }

    @Override
    public SIPDialog createDialog(SIPTransaction transaction) {
        return transaction instanceof SIPServerTransaction ? new CalledDialog(transaction)
            : LocatedAck.in(super.createDialog(transaction), this);
    }

    @Override
    public SIPDialog createDialog(SIPClientTransaction transaction, SIPResponse response) {
        return LocatedAck.in(super.createDialog(transaction, response), this);
    }

    /** @return the listening point; empty when there is none */
    Optional<MessageProcessor> processor(String address, int port, String transport) {
        return Stream.of(processors()).filter(p -> p.getIpAddress().getHostAddress().equals(address)
            && p.getPort() == port && p.getTransport().equalsIgnoreCase(transport)).findFirst();
    }

    MessageProcessor[] processors() {
        return getMessageProcessors();
    }

    /** Gives a client transaction another branch. */
    void rename(ClientTransaction transaction, String branch) throws ParseException {
        clientTransactionTable.remove(transaction.getTransactionId(), transaction);
        SIPRequest request = transaction.getOriginalRequest();
        request.getTopmostVia().setBranch(branch);
        transaction.setOriginalRequest(request);
        clientTransactionTable.put(transaction.getTransactionId(), transaction);
    }

    /**
     * Whether an INVITE is one that an application has forwarded. Once answered 2xx nothing needs its transactions: what
     * goes on is in {@link AcceptedInvites}.
     */
    static boolean isProxied(SIPTransaction invite) {
        return invite.getApplicationData() instanceof TransactionApplicationData data && data.getProxyBranch() != null;
    }

    /** Takes a response that was made here as if it had come in. */
    void receivedHere(SIPResponse response, MessageChannel channel) {
        ServerResponseInterface taker = super.newSIPServerResponse(response, channel);
        if (taker != null) {
            taker.processResponse(response, channel);
        }
    }
}
