package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.net.InetAddress;
import java.text.ParseException;

/** Where a message came from, without a socket; what is sent is encoded and dropped. */
final class NoChannel extends MessageChannel implements ParseExceptionListener  {

    @Override
    public void handleException(ParseException e, SIPMessage message, Class type, String header, String text) throws ParseException {
        throw e;
    }


    private static final int PEER_PORT = 5070;
    private static final int PORT = 5060;

    private final InetAddress peer = InetAddress.getLoopbackAddress();
    private byte[] sent;

    @Override
    public void close() { }

    @Override
    public SIPTransactionStack getSIPStack() {
        return null;
    }

    @Override
    public String getTransport() {
        return "udp";
    }

    @Override
    public boolean isReliable() {
        return false;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public void sendMessage(SIPMessage message) {
        sent = message.encodeAsBytes("udp");
    }

    @Override
    protected void sendMessage(byte[] message, InetAddress receiver, int port, boolean reconnect) {
        sent = message;
    }

    @Override
    public String getHost() {
        return "127.0.0.1";
    }

    @Override
    public int getPort() {
        return PORT;
    }

    @Override
    public String getPeerAddress() {
        return peer.getHostAddress();
    }

    @Override
    protected InetAddress getPeerInetAddress() {
        return peer;
    }

    @Override
    protected String getPeerProtocol() {
        return "udp";
    }

    @Override
    public int getPeerPort() {
        return PEER_PORT;
    }

    @Override
    public int getPeerPacketSourcePort() {
        return PEER_PORT;
    }

    @Override
    public InetAddress getPeerPacketSourceAddress() {
        return peer;
    }

    @Override
    public String getKey() {
        return "";
    }

    @Override
    public String getViaHost() {
        return getHost();
    }

    @Override
    public int getViaPort() {
        return getPort();
    }
}
