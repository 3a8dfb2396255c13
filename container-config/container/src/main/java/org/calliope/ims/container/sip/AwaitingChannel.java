package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import javax.sip.address.Hop;
import org.calliope.ims.container.dns.Target;

/**
 * Stands where the stack wants a channel while its target is a name. A transaction takes a real one as soon as it is
 * located; what is sent through this one without a transaction waits by itself. Any thread.
 */
final class AwaitingChannel extends MessageChannel {

    private final Outbound outbound;
    private final SIPTransactionStack stack;
    private final Target target;
    private final Hop plain;

    /** @param processor where the SIP core wants to send from; its transport may turn out not to be the target's */
    AwaitingChannel(Outbound outbound, SIPTransactionStack stack, MessageProcessor processor, Target target, Hop plain) {
        this.outbound = outbound;
        this.stack = stack;
        this.messageProcessor = processor;
        this.target = target;
        this.plain = plain;
    }

    Target target() {
        return target;
    }

    /** Returns at once; a message that has nowhere to go is dropped, as one that is lost on the way. */
    @Override
    public void sendMessage(SIPMessage message) {
        outbound.send(this, message);
    }

    @Override
    public void sendMessage(SIPMessage message, Hop hop) {
        sendMessage(message);
    }

    @Override
    public void sendMessage(SIPMessage message, InetAddress address, int port) {
        sendMessage(message);
    }

    @Override
    protected void sendMessage(byte[] message, InetAddress address, int port, boolean reconnect) throws IOException {
        throw new IOException("no place is known yet for " + target.host());
    }

    @Override
    public MessageProcessor getMessageProcessor() {
        return messageProcessor;
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return stack;
    }

    @Override
    public String getTransport() {
        return messageProcessor.getTransport();
    }

    /** Nothing is sent again through this one. */
    @Override
    public boolean isReliable() {
        return true;
    }

    @Override
    public boolean isSecure() {
        return messageProcessor.isSecure();
    }

    @Override
    public String getPeerAddress() {
        return target.host();
    }

    @Override
    protected InetAddress getPeerInetAddress() {
        return null;
    }

    @Override
    protected String getPeerProtocol() {
        return plain.getTransport();
    }

    @Override
    public int getPeerPort() {
        return plain.getPort();
    }

    @Override
    public int getPeerPacketSourcePort() {
        return plain.getPort();
    }

    @Override
    public InetAddress getPeerPacketSourceAddress() {
        return null;
    }

    @Override
    public String getKey() {
        return plain.getTransport() + ':' + target.host() + ':' + plain.getPort();
    }

    @Override
    public String getViaHost() {
        return messageProcessor.getIpAddress().getHostAddress();
    }

    @Override
    public int getViaPort() {
        return messageProcessor.getPort();
    }

    @Override
    public void close() { }
}
