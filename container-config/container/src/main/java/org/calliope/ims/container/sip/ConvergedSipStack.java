package org.calliope.ims.container.sip;

import gov.nist.javax.sip.SIPConstants;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.BytesSender;
import gov.nist.javax.sip.stack.LeanProcessorFactory;
import gov.nist.javax.sip.stack.LeanUdpProcessor;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPClientTransactionImpl;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPServerTransactionImpl;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.ServerRequestInterface;
import gov.nist.javax.sip.stack.ServerResponseInterface;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import javax.sip.PeerUnavailableException;
import javax.sip.address.SipURI;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.container.transport.StreamHost;
import org.calliope.ims.container.transport.StreamTransports;
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
final class ConvergedSipStack extends SipStackImpl implements StreamHost {

    private static final Logger LOG = LoggerFactory.getLogger(ConvergedSipStack.class);
    private static final int ONE_TICK = 1;
    /** How long timers J and K run: whoever sent or takes the last response must be through with it. */
    private static final int LAST_TICK_MILLIS = 20;
    /** The parameter by which the core finds the application of a Record-Route again. */
    private static final String RECORDED = "appname";

    private final SipSettings settings;
    private final StreamTransports streams;
    private final RecordRoutes recordRoutes;
    private final SipRecorder recorder;
    private final Counter malformed;
    private final FinishedTransactions finished;
    private final CallLocks calls;
    private final Overload overload;

    ConvergedSipStack(SipSettings settings, StreamTransports streams, RecordRoutes recordRoutes, SipRecorder recorder, FinishedTransactions finished,
                      CallLocks calls, Overload overload, MeterRegistry meters)
        throws PeerUnavailableException {
        super(properties(settings));
        this.settings = settings;
        this.streams = streams;
        this.recordRoutes = recordRoutes;
        serverLogger = recorder;
        this.recorder = recorder;
        this.malformed = meters.counter("sip.malformed");
        this.finished = finished;
        this.calls = calls;
        this.overload = overload;
    }

    /** What an operator tunes comes from {@code server.properties}; what the SIP Servlets core needs is fixed here. */
    private static Properties properties(SipSettings settings) {
        Properties p = new Properties();
        p.setProperty("javax.sip.STACK_NAME", "calliope");
        p.setProperty("gov.nist.javax.sip.STACK_LOGGER", Slf4jStackLogger.class.getName());
        p.setProperty("gov.nist.javax.sip.SERVER_LOGGER", NoServerLogger.class.getName());
        // the SIP Servlets core keeps dialogs of its own and hears of everything
        p.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        p.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        p.setProperty("gov.nist.javax.sip.DELIVER_UNSOLICITED_NOTIFY", "true");
        p.setProperty("gov.nist.javax.sip.DELIVER_TERMINATED_EVENT_FOR_NULL_DIALOG", "true");
        p.setProperty("gov.nist.javax.sip.PASS_INVITE_NON_2XX_ACK_TO_LISTENER", "false");
        p.setProperty("gov.nist.javax.sip.IS_BACK_TO_BACK_USER_AGENT", "true");
        p.setProperty("gov.nist.javax.sip.LOOSE_DIALOG_VALIDATION", "true");
        p.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        p.setProperty("gov.nist.javax.sip.MAX_FORK_TIME_SECONDS", "1");
        p.setProperty("gov.nist.javax.sip.RELEASE_REFERENCES_STRATEGY", "Aggressive");
        p.setProperty("gov.nist.javax.sip.MESSAGE_PARSER_FACTORY", CountingParserFactory.class.getName());
        p.setProperty("gov.nist.javax.sip.MESSAGE_PROCESSOR_FACTORY", LeanProcessorFactory.class.getName());
        p.setProperty("gov.nist.javax.sip.TIMER_CLASS_NAME", WheelSipTimer.class.getName());
        p.setProperty("gov.nist.javax.sip.LINGER_TIMER", "0");
        p.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", Integer.toString(settings.threads()));
        p.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", Integer.toString(settings.udpBuffer()));
        p.setProperty("gov.nist.javax.sip.SEND_UDP_BUFFER_SIZE", Integer.toString(settings.udpBuffer()));
        p.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", Integer.toString(settings.streams().maxMessage()));
        p.setProperty("gov.nist.javax.sip.CACHE_SERVER_CONNECTIONS", "true");
        p.setProperty("gov.nist.javax.sip.CACHE_CLIENT_CONNECTIONS", "true");
        return p;
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
        overload.start(executor, getSelfRoutingThreadpoolExecutor(), Stream.of(getMessageProcessors())
            .filter(LeanUdpProcessor.class::isInstance).map(LeanUdpProcessor.class::cast).toList());
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
        if (response.isPresent() || !ours && (matchesNothing(request, channel)
            || overload.refuses(request, channel, () -> findTransaction(request.getTransactionId(), true) != null))) {
            return null;
        }
        return super.newSIPServerRequest(request, channel);
    }

    /**
     * A CANCEL that matches no transaction (RFC 3261 9.2) and a request of a dialog that never had its path here
     * (12.2.2) are answered 481; the core would say 200 and 500.
     */
    private boolean matchesNothing(SIPRequest request, MessageChannel channel) {
        boolean cancel = Request.CANCEL.equals(request.getMethod());
        boolean nothing = cancel ? findTransaction(request.getTransactionId(), true) == null
            && findCancelTransaction(request, true) == null : strangeDialog(request);
        if (nothing && !Request.ACK.equals(request.getMethod())) {
            try {
                channel.sendMessage(request.createResponse(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST));
            } catch (IOException e) {
                LOG.debug("481 not sent: {}", e.toString());
            }
        }
        return nothing;
    }

    /**
     * Whether a request has a To tag but belongs to no dialog here: none of its routes is one that an application here
     * recorded, or it has none and names a host, where an application that answers itself has given an address.
     */
    private static boolean strangeDialog(SIPRequest request) {
        if (request.getToTag() == null) {
            return false;
        }
        return request.getRouteHeaders() == null
            ? !(request.getRequestURI() instanceof SipURI uri && Locator.isAddress(uri.getHost()))
            : request.getRouteHeaders().stream()
            .noneMatch(route -> route.getAddress().getURI() instanceof SipURI uri && uri.getParameter(RECORDED) != null);
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
     * server would drown in what its slowness makes its peers repeat. The core still hears of a 2xx to an INVITE,
     * which belongs to a dialog (RFC 3261 13.3.1.4).
     */
    @Override
    public ServerResponseInterface newSIPServerResponse(SIPResponse response, MessageChannel channel) {
        String key = response.getTransactionId();
        SIPTransaction transaction = findTransaction(key, false);
        recorder.received(response, channel, transaction);
        if (transaction != null || !key.startsWith(SIPConstants.BRANCH_MAGIC_COOKIE_LOWER_CASE)) {
            return super.newSIPServerResponse(response, channel);
        }
        boolean dialog = response.getStatusCode() / 100 == 2 && response.getCSeq() != null
            && Request.INVITE.equals(response.getCSeq().getMethod());
        return dialog ? sipMessageFactory.newSIPServerResponse(response, channel) : null;
    }

    @Override
    public SIPServerTransaction createServerTransaction(MessageChannel channel) {
        return new ServerTransaction(channel);
    }

    @Override
    public SIPClientTransaction createClientTransaction(SIPRequest request, MessageChannel channel) {
        recordRoutes.mend(request);
        ClientTransaction transaction = new ClientTransaction(channel);
        transaction.setOriginalRequest(request);
        return transaction;
    }

    private final class ServerTransaction extends SIPServerTransactionImpl {

        ServerTransaction(MessageChannel channel) {
            super(ConvergedSipStack.this, channel);
        }

        @Override
        public void processRequest(SIPRequest request, MessageChannel source) {
            calls.hold(request.getCallId().getCallId(), () -> super.processRequest(request, source));
        }

        @Override
        protected void startTransactionTimerJ(long ticks) {
            baseTimerInterval = LAST_TICK_MILLIS;
            super.startTransactionTimerJ(Math.min(ticks, ONE_TICK));
        }

        @Override
        public void sendMessage(SIPMessage message) throws IOException {
            super.sendMessage(message);
            SIPResponse response = (SIPResponse) message;
            if (response.isFinalResponse() && !isReliable() && response.getCSeq().getMethod().equals(getMethod())) {
                finished.remember(getTransactionId(), response);
            }
        }
    }

    /** Timer K of RFC 3261 17.1.2.2 buffers retransmitted responses; here they are dropped as strays. */
    private final class ClientTransaction extends SIPClientTransactionImpl {

        ClientTransaction(MessageChannel channel) {
            super(ConvergedSipStack.this, channel);
            timerK = ONE_TICK;
        }

        @Override
        public void processResponse(SIPResponse response, MessageChannel source) {
            calls.hold(response.getCallId().getCallId(), () -> {
                if (response.isFinalResponse()) {
                    baseTimerInterval = LAST_TICK_MILLIS;
                }
                super.processResponse(response, source);
            });
        }

        /** The SIP core sets T4 on every transaction, and with it timer K. */
        @Override
        public void setTimerT4(int milliseconds) {
            super.setTimerT4(milliseconds);
            timerK = ONE_TICK;
        }
    }
}
