package org.calliope.ims.diameter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.node.DiameterEndpoint;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.OverloadException;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.api.io.IConnection;
import org.jdiameter.client.api.io.IConnectionListener;
import org.jdiameter.client.api.io.TransportError;
import org.jdiameter.client.api.io.TransportException;
import org.jdiameter.client.api.parser.IMessageParser;
import org.jdiameter.client.api.parser.ParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection to a peer, as jdiameter wants one. It takes the place of jdiameter's own, which sleeps before it
 * reads, spins while a socket is full, and needs a thread each; and it hands the messages of applications straight to
 * the node, past the queue and thread of jdiameter's peer. Sending never waits.
 */
final class Link implements IConnection {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int CONNECT_MILLIS = 1_000;

    private final String host;
    private final int port;
    private final IMessageParser parser;
    private final Loop loop;
    private final Traffic traffic;
    private final long createdTime = System.currentTimeMillis();
    private final List<IConnectionListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Wire wire;
    private volatile boolean open;
    private volatile String peer;

    /**
     * @param host name or address; a name is looked up at each connect
     * @param peer Diameter identity of the other end, "" until it has said it
     */
    Link(String host, int port, String peer, IMessageParser parser, Loop loop, Traffic traffic) {
        this.host = host;
        this.port = port;
        this.peer = peer;
        this.parser = parser;
        this.loop = loop;
        this.traffic = traffic;
    }

    /** Takes over an accepted channel, on the loop; listeners must be there already. */
    void accepted(SocketChannel channel) throws IOException {
        wire = wire(channel);
        wire.register();
    }

    @Override
    public void connect() throws TransportException {
        try {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket().connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
                wire = wire(channel);
            } catch (IOException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new TransportException("Cannot connect", TransportError.NetWorkError, failed);
        }
        loop.execute(wire::register);
        for (IConnectionListener listener : listeners) {
            listener.connectionOpened(getKey());
        }
    }

    private Wire wire(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Wire(channel, loop, this::frame, header -> traffic.nonsense(this, header), this::lost);
    }

    @Override
    public void sendMessage(IMessage message) throws TransportException, OverloadException {
        Wire now = wire;
        if (now == null || !now.isOpen()) {
            throw new TransportException("Not connected", TransportError.FailedSendMessage);
        }
        byte[] bytes;
        try {
            bytes = parser.encodeMessage(message).array();
        } catch (ParseException failed) {
            throw new TransportException("Cannot encode", TransportError.FailedSendMessage, failed);
        }
        message.setState(IMessage.STATE_SENT);
        boolean capable = !message.isRequest() && successfulExchange(message);
        if (capable) {
            open = true; // before the peer can know, whose first request may come at once
        }
        traffic.sent(this, message, bytes); // before the answer can come
        if (!now.send(ByteBuffer.wrap(bytes))) {
            throw new TransportException("Connection lost", TransportError.FailedSendMessage);
        }
        if (capable) {
            traffic.opened(this); // not before: RFC 6733 5.3, the peer takes no request until it has the CEA
        }
    }

    private void frame(byte[] bytes) {
        IMessage message;
        try {
            message = parser.createMessage(bytes);
        } catch (AvpDataException broken) {
            traffic.broken(this, Header.of(ByteBuffer.wrap(bytes)), bytes);
            return;
        }
        if (peer.isEmpty()) {
            peer = originHost(message);
        }
        traffic.received(this, message, bytes);
        if (Command.of(message.getCommandCode()).filter(Command::ofPeers).isPresent()) {
            ofPeers(message);
        } else if (!open) { // RFC 6733 5.6.1: nothing is taken before the capabilities are exchanged
            disconnect();
        } else if (message.isRequest()) {
            traffic.request(this, message);
        } else {
            traffic.answer(this, message);
        }
    }

    private void ofPeers(IMessage message) {
        if (message.getCommandCode() == Command.DISCONNECT_PEER.code()) {
            closing();
        }
        for (IConnectionListener listener : listeners) {
            listener.messageReceived(getKey(), message);
        }
        if (!message.isRequest() && successfulExchange(message)) {
            open = true;
            traffic.opened(this);
        }
    }

    private static boolean successfulExchange(IMessage answer) {
        if (answer.getCommandCode() != Command.CAPABILITIES_EXCHANGE.code()) {
            return false;
        }
        try {
            Avp result = answer.getResultCode();
            return result != null && result.getUnsigned32() == ResultCode.SUCCESS.code();
        } catch (AvpDataException broken) {
            return false;
        }
    }

    private static String originHost(IMessage message) {
        return new AvpReader(message.getAvps()).optionalText(Dictionary.Name.ORIGIN_HOST).orElse("");
    }

    private void closing() {
        open = false;
        traffic.closed(this);
    }

    private void lost(String why) {
        LOG.debug("Connection with {} is over: {}", this, why);
        closing();
        for (IConnectionListener listener : listeners) {
            listener.connectionClosed(getKey(), List.of());
        }
    }

    /** RFC 6733 5.6: a peer that has not exchanged capabilities by now may try anew. */
    void endUnlessOpen() {
        if (!open) {
            disconnect();
        }
    }

    @Override
    public void disconnect() {
        Wire now = wire;
        if (now != null) {
            now.close("disconnected");
        }
    }

    @Override
    public void release() {
        remAllConnectionListener();
        disconnect();
    }

    /** @return whether application messages may be sent */
    boolean isOpen() {
        return open && isConnected();
    }

    /** @return Diameter identity of the other end, "" until it has said it */
    String peer() {
        return peer;
    }

    @Override
    public boolean isConnected() {
        Wire now = wire;
        return now != null && now.isOpen();
    }

    @Override
    public long getCreatedTime() {
        return createdTime;
    }

    @Override
    public String getKey() {
        return new DiameterEndpoint(host, port).uri();
    }

    @Override
    public boolean isNetworkInitiated() {
        return false;
    }

    @Override
    public InetAddress getRemoteAddress() {
        return new InetSocketAddress(host, port).getAddress();
    }

    @Override
    public int getRemotePort() {
        return port;
    }

    @Override
    public void addConnectionListener(IConnectionListener listener) {
        listeners.add(listener);
    }

    @Override
    public void remAllConnectionListener() {
        listeners.clear();
    }

    @Override
    public void remConnectionListener(IConnectionListener listener) {
        listeners.remove(listener);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new IllegalArgumentException("wraps nothing");
    }

    @Override
    public String toString() {
        return peer.isEmpty() ? getKey() : peer + " at " + getKey();
    }
}
