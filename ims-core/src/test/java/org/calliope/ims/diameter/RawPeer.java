package org.calliope.ims.diameter;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Dictionary.Name;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.api.parser.ParseException;
import org.jdiameter.client.impl.parser.MessageParser;

/** A Diameter peer on a bare socket, which says what a test wants, also nonsense. */
final class RawPeer implements AutoCloseable {

    private static final MessageParser PARSER = new MessageParser();

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String host;

    private RawPeer(Socket socket, String host) throws IOException {
        this.socket = socket;
        this.host = host;
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Connects to a server and exchanges capabilities. */
    static RawPeer connect(int port, String host) throws IOException {
        RawPeer peer = new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port), host);
        peer.send(peer.request(Command.CAPABILITIES_EXCHANGE, 0, avps -> peer.capabilities(avps)));
        peer.receive();
        return peer;
    }

    static RawPeer connectSilently(int port) throws IOException {
        return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port), "raw.ims.example");
    }

    /** Waits for a client and exchanges capabilities. */
    static RawPeer accept(ServerSocket server, String host) throws IOException {
        RawPeer peer = new RawPeer(server.accept(), host);
        IMessage answer = answer(peer.receive());
        AvpWriter avps = new AvpWriter(answer.getAvps()).put(Name.RESULT_CODE, 2001);
        peer.capabilities(avps);
        peer.send(answer);
        return peer;
    }

    private void capabilities(AvpWriter avps) {
        avps.put(Name.ORIGIN_HOST, host).put(Name.ORIGIN_REALM, "ims.example")
                .put(Name.VENDOR_ID, Dictionary.VENDOR_3GPP).put(Name.PRODUCT_NAME, "raw");
        CommonAvps.application(avps, Dictionary.CX_APPLICATION);
    }

    IMessage request(Command command, long application, Consumer<AvpWriter> body) {
        IMessage message = PARSER.createEmptyMessage(command.code(), application);
        message.setRequest(true);
        message.setProxiable(application != 0);
        message.setHopByHopIdentifier(77);
        message.setEndToEndIdentifier(78);
        body.accept(new AvpWriter(message.getAvps()));
        return message;
    }

    /** What every Cx request has. */
    static void common(AvpWriter avps) {
        new CommonAvps("raw.ims.example", "ims.example").request(avps, Dictionary.CX_APPLICATION, "raw;1;1", "hss.ims.example");
    }

    static IMessage answer(IMessage request) {
        IMessage answer = (IMessage) request.createAnswer();
        answer.setRequest(false);
        return answer;
    }

    /** A success with what every answer has. */
    IMessage goodAnswer(IMessage request, Consumer<AvpWriter> body) {
        IMessage answer = answer(request);
        CommonAvps common = new CommonAvps(host, "ims.example");
        AvpWriter out = new AvpWriter(answer.getAvps());
        common.result(out, ResultCode.SUCCESS);
        out.put(Name.AUTH_SESSION_STATE, Dictionary.NO_STATE_MAINTAINED);
        common.origin(out);
        body.accept(out);
        return answer;
    }

    void send(IMessage message) throws IOException {
        send(bytes(message));
    }

    static byte[] bytes(IMessage message) {
        try {
            return PARSER.encodeMessage(message).array();
        } catch (ParseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    String host() {
        return host;
    }

    /** @return the next request of an application; answers the watchdogs before it */
    IMessage receiveRequest() throws IOException {
        IMessage message = receive();
        while (message.getCommandCode() == Command.DEVICE_WATCHDOG.code()) {
            IMessage answer = answer(message);
            new AvpWriter(answer.getAvps()).put(Name.RESULT_CODE, 2001).put(Name.ORIGIN_HOST, host)
                    .put(Name.ORIGIN_REALM, "ims.example");
            send(answer);
            message = receive();
        }
        return message;
    }

    /** @return the next message */
    IMessage receive() throws IOException {
        byte[] start = new byte[Dictionary.HEADER_LENGTH];
        in.readFully(start);
        byte[] whole = ByteBuffer.allocate(Header.of(ByteBuffer.wrap(start)).length()).put(start).array();
        in.readFully(whole, start.length, whole.length - start.length);
        try {
            return PARSER.createMessage(whole);
        } catch (AvpDataException broken) {
            throw new IOException(broken);
        }
    }

    boolean closedByPeer() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
