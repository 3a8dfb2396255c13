package org.calliope.ims.container.transport;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.RawMessageChannel;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.ServerRequestInterface;
import gov.nist.javax.sip.stack.ServerResponseInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.container.raw.EarlyAnswer;
import org.calliope.ims.container.raw.Glance;
import org.calliope.ims.container.raw.MalformedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages from and to one peer, between its connection and the stack. To a listening point of this server they go
 * without a connection. Any thread; those of a call on one.
 */
public final class StreamChannel extends MessageChannel implements RawMessageChannel, ParseExceptionListener {

    private static final Logger LOG = LoggerFactory.getLogger(StreamChannel.class);

    private final StreamProcessor processor;
    private final SIPTransactionStack stack;
    private final Connection connection;
    private final InetSocketAddress peer;
    private final boolean ours;

    StreamChannel(StreamProcessor processor, Connection connection, InetSocketAddress peer) {
        this.processor = processor;
        this.messageProcessor = processor;
        this.stack = processor.getSIPStack();
        this.connection = connection;
        this.peer = peer;
        this.ours = processor.listens(peer);
    }

    /** A message has come over the connection. */
    void received(byte[] bytes) {
        try {
            SIPMessage message = stack.getMessageParserFactory().createMessageParser(stack).parseSIPMessage(bytes, true, false, this);
            if (message instanceof SIPRequest request) {
                receivedRequest(request);
            } else if (message != null) {
                processMessage(message);
            }
        } catch (ParseException e) {
            answer(new Glance(bytes, bytes.length), MalformedMessage.of(e).statusLine());
        } catch (IOException e) {
            LOG.debug("{} was not answered: {}", peer, e.toString());
        } catch (RuntimeException e) {
            LOG.debug("a message from {} was not worked on", peer, e);
            answer(new Glance(bytes, bytes.length), "500 Server Internal Error");
        }
    }

    /** Answers a request that has come over the connection and can not be parsed or worked on. */
    private void answer(Glance request, String status) {
        EarlyAnswer.to(request, status, List.of(), peer.getAddress(), peer.getPort()).ifPresent(answer -> {
            try {
                connection.send(answer.bytes(), () -> { });
            } catch (IOException e) {
                LOG.debug("{} was not answered: {}", peer, e.toString());
            }
        });
    }

    private void receivedRequest(SIPRequest request) throws IOException, ParseException {
        Via via = request.getTopmostVia();
        // RFC 3261 18.2.1, RFC 3581 4
        if (via.hasParameter(Via.RPORT) || !via.getHost().equals(peer.getAddress().getHostAddress())) {
            via.setParameter(Via.RECEIVED, peer.getAddress().getHostAddress());
        }
        via.setParameter(Via.RPORT, Integer.toString(peer.getPort()));
        connection.namedBy(via);
        processMessage(request);
    }

    /** Also called by the stack for messages from another element of this server. */
    @Override
    public void processMessage(SIPMessage message) {
        message.setRemoteAddress(peer.getAddress());
        message.setRemotePort(peer.getPort());
        message.setLocalAddress(processor.getIpAddress());
        message.setLocalPort(processor.getPort());
        message.setPeerPacketSourceAddress(peer.getAddress());
        message.setPeerPacketSourcePort(peer.getPort());
        if (message instanceof SIPRequest request) {
            request(request);
        } else {
            response((SIPResponse) message);
        }
    }

    private void request(SIPRequest request) {
        ServerRequestInterface work = stack.newSIPServerRequest(request, this);
        if (work == null) {
            return;
        }
        try {
            work.processRequest(request, this);
        } finally {
            if (work instanceof SIPServerTransaction transaction && !transaction.passToListener()) {
                transaction.releaseSem();
            }
        }
    }

    private void response(SIPResponse response) {
        try {
            response.checkHeaders();
        } catch (ParseException e) {
            LOG.debug("a response from {} is not complete: {}", peer, e.getMessage());
            return;
        }
        ServerResponseInterface work = stack.newSIPServerResponse(response, this);
        if (work == null) {
            return;
        }
        try {
            if (!(work instanceof SIPClientTransaction transaction) || transaction.checkFromTag(response)) {
                work.processResponse(response, this);
            }
        } finally {
            if (work instanceof SIPTransaction transaction && !transaction.passToListener()) {
                transaction.releaseSem();
            }
        }
    }

    /** RFC 3261 18.2.2: a response goes over the request's connection, and over a new one when that is closed. */
    @Override
    public void sendMessage(SIPMessage message) throws IOException {
        if (ours) {
            SIPMessage copy = (SIPMessage) message.clone();
            processor.work(message.getCallId().getCallId(), () -> processMessage(copy));
        } else if (message instanceof SIPResponse response && !connection.isOpen()) {
            Via via = response.getTopmostVia();
            processor.connection(returnAddress(via), via.getHost()).messages().respond(response);
        } else {
            deliver(message);
        }
    }

    private void respond(SIPResponse response) throws IOException {
        try {
            deliver(response);
        } catch (IOException e) {
            if (!host().respondElsewhere(response, processor, peer)) {
                throw e;
            }
        }
    }

    private StreamHost host() {
        return (StreamHost) stack;
    }

    private InetSocketAddress returnAddress(Via via) {
        return new InetSocketAddress(peer.getAddress(), via.getPort() > 0 ? via.getPort() : processor.kind().defaultPort());
    }

    @Override
    public void sendMessage(SIPMessage message, InetAddress address, int port) throws IOException {
        deliver(message);
    }

    private void deliver(SIPMessage message) throws IOException {
        deliver(message, () -> lost(message));
    }

    /** @param lost run when it could not be sent after all, on an event loop */
    public void deliver(SIPMessage message, Runnable lost) throws IOException {
        connection.send(message.encodeAsBytes(getTransport()), lost);
        sent(message);
    }

    /** The message is on its way. */
    void sent(SIPMessage message) {
        message.setRemoteAddress(peer.getAddress());
        message.setRemotePort(peer.getPort());
        message.setLocalAddress(processor.getIpAddress());
        message.setLocalPort(processor.getPort());
        logMessage(message, peer.getAddress(), peer.getPort(), System.currentTimeMillis());
    }

    @Override
    protected void sendMessage(byte[] message, InetAddress address, int port, boolean retry) throws IOException {
        connection.send(message, () -> LOG.debug("{} did not get a message", peer));
    }

    /** RFC 3261 8.1.3.1, 16.9: a transport that fails is a 503 from the next hop. */
    private void lost(SIPMessage message) {
        if (message instanceof SIPRequest request && !Request.ACK.equals(request.getMethod())) {
            processor.work(request.getCallId().getCallId(), () -> processMessage(request.createResponse(
                Response.SERVICE_UNAVAILABLE, "No connection to the next hop")));
        } else if (message instanceof SIPResponse response) {
            host().respondElsewhere(response, processor, peer);
        }
    }

    /** Never called: the container's parser knows itself which headers a message can do without. */
    @Override
    public void handleException(ParseException e, SIPMessage message, Class type, String header, String text)
        throws ParseException {
        throw e;
    }

    /** Whether the message has come from this peer and no other. */
    public boolean hasReceived(SIPMessage message) {
        return peer.getAddress().equals(message.getRemoteAddress()) && peer.getPort() == message.getRemotePort();
    }

    /** @return the chain that the peer has shown over TLS, its own first; empty when it has shown none */
    public X509Certificate[] certificates() {
        return PeerCertificate.chain(connection.tls());
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return stack;
    }

    @Override
    public String getTransport() {
        return processor.getTransport().toUpperCase(Locale.ROOT);
    }

    @Override
    public boolean isReliable() {
        return true;
    }

    @Override
    public boolean isSecure() {
        return processor.isSecure();
    }

    @Override
    public String getPeerAddress() {
        return peer.getAddress().getHostAddress();
    }

    @Override
    protected InetAddress getPeerInetAddress() {
        return peer.getAddress();
    }

    @Override
    protected String getPeerProtocol() {
        return processor.getTransport().toUpperCase(Locale.ROOT);
    }

    @Override
    public int getPeerPort() {
        return peer.getPort();
    }

    /** Null for another element of this server, as over UDP. */
    @Override
    public InetAddress getPeerPacketSourceAddress() {
        return ours ? null : peer.getAddress();
    }

    @Override
    public int getPeerPacketSourcePort() {
        return peer.getPort();
    }

    @Override
    public String getKey() {
        return getKey(peer.getAddress(), peer.getPort(), getTransport());
    }

    @Override
    public String getViaHost() {
        return getHost();
    }

    @Override
    public int getViaPort() {
        return processor.getPort();
    }
}
