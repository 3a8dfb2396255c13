package org.calliope.ims.testkit.diameter;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;

/**
 * A CSCF or application server on a bare socket. {@link #ask} sends and waits; what the HSS begins is got by
 * {@link #receive}; watchdogs are answered while something is waited for. One thread.
 */
public final class DiameterPeer implements AutoCloseable {

    /** Applications of 3GPP. */
    public static final int CX = 16_777_216;
    public static final int SH = 16_777_217;
    public static final int SUCCESS = 2001;

    private static final int CAPABILITIES_EXCHANGE = 257;
    private static final int WATCHDOG = 280;
    private static final int NO_STATE_MAINTAINED = 1;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final byte[] LOOPBACK = {0, 1, 127, 0, 0, 1}; // RFC 6733 4.3.1: family 1, then the address

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private final String host;
    private final String realm;
    private int identifier = 1;

    private DiameterPeer(String server, int port, String host, String realm) throws IOException {
        this.host = host;
        this.realm = realm;
        socket.connect(new InetSocketAddress(server, port), TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Connects and says nothing. */
    public static DiameterPeer silent(String server, int port, String host, String realm) throws IOException {
        return new DiameterPeer(server, port, host, realm);
    }

    /**
     * Connects and exchanges capabilities.
     *
     * @param host         its Diameter identity
     * @param applications {@link #CX}, {@link #SH} or others
     * @throws AssertionError when the server does not take it
     */
    public static DiameterPeer connect(String server, int port, String host, String realm, int... applications)
            throws IOException {
        DiameterPeer peer = new DiameterPeer(server, port, host, realm);
        DiameterMessage answer = peer.ask(peer.capabilities(applications));
        if (answer.result() != SUCCESS) {
            peer.close();
            throw new AssertionError("the capabilities exchange ended with " + answer.result());
        }
        return peer;
    }

    /** @return a CER, RFC 6733 5.3.1 */
    public DiameterMessage capabilities(int... applications) {
        DiameterMessage request = ofPeers(CAPABILITIES_EXCHANGE).with(Avp.of(AvpName.HOST_IP_ADDRESS, LOOPBACK),
                Avp.of(AvpName.VENDOR_ID, 0), Avp.of(AvpName.PRODUCT_NAME, "testkit").flags(0),
                Avp.of(AvpName.SUPPORTED_VENDOR_ID, AvpName.VENDOR_3GPP));
        for (int application : applications) {
            request = request.with(application(application));
        }
        return request;
    }

    private static Avp application(int application) {
        return Avp.of(AvpName.VENDOR_SPECIFIC_APPLICATION_ID, Avp.of(AvpName.VENDOR_ID, AvpName.VENDOR_3GPP),
                Avp.of(AvpName.AUTH_APPLICATION_ID, application));
    }

    private DiameterMessage ofPeers(int command) {
        return new DiameterMessage(DiameterMessage.REQUEST, command, 0, ++identifier, identifier,
                List.of(Avp.of(AvpName.ORIGIN_HOST, host), Avp.of(AvpName.ORIGIN_REALM, realm)));
    }

    /** @return a request with what each of Cx and Sh has (TS 29.229 6.1, TS 29.329 6.1), for any host of the realm */
    public DiameterMessage request(int application, int command, Avp... avps) {
        identifier++;
        return new DiameterMessage(DiameterMessage.REQUEST | DiameterMessage.PROXIABLE, command, application,
                identifier, identifier, List.of(Avp.of(AvpName.SESSION_ID, host + ";1;" + identifier),
                application(application), Avp.of(AvpName.AUTH_SESSION_STATE, NO_STATE_MAINTAINED),
                Avp.of(AvpName.ORIGIN_HOST, host), Avp.of(AvpName.ORIGIN_REALM, realm),
                Avp.of(AvpName.DESTINATION_REALM, realm))).with(avps);
    }

    /** @return an answer with what each has */
    public DiameterMessage answer(DiameterMessage request, long result, Avp... avps) {
        DiameterMessage answer = new DiameterMessage(request.flags() & DiameterMessage.PROXIABLE, request.command(),
                request.application(), request.hopByHop(), request.endToEnd(), request.all(AvpName.SESSION_ID));
        return answer.with(application(request.application()), Avp.of(AvpName.RESULT_CODE, result),
                Avp.of(AvpName.AUTH_SESSION_STATE, NO_STATE_MAINTAINED), Avp.of(AvpName.ORIGIN_HOST, host),
                Avp.of(AvpName.ORIGIN_REALM, realm)).with(avps);
    }

    /** Sends a request and waits for its answer. */
    public DiameterMessage ask(DiameterMessage request) throws IOException {
        send(request);
        DiameterMessage answer = receive();
        if (answer.isRequest() || answer.hopByHop() != request.hopByHop()) {
            throw new AssertionError("this is no answer to what was asked: " + answer);
        }
        return answer;
    }

    public void send(DiameterMessage message) throws IOException {
        send(message.encode());
    }

    /** Sends whatever these bytes are. */
    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /**
     * @return the next message that is no DWR; those are answered
     * @throws EOFException                    when the server ended the connection
     * @throws java.net.SocketTimeoutException when nothing came within ten seconds
     */
    public DiameterMessage receive() throws IOException {
        DiameterMessage message = next();
        while (message.isRequest() && message.command() == WATCHDOG) {
            send(new DiameterMessage(0, WATCHDOG, 0, message.hopByHop(), message.endToEnd(),
                    List.of(Avp.of(AvpName.RESULT_CODE, SUCCESS), Avp.of(AvpName.ORIGIN_HOST, host),
                            Avp.of(AvpName.ORIGIN_REALM, realm))));
            message = next();
        }
        return message;
    }

    private DiameterMessage next() throws IOException {
        byte[] header = new byte[DiameterMessage.HEADER];
        in.readFully(header);
        byte[] whole = Arrays.copyOf(header, DiameterMessage.length(header));
        in.readFully(whole, header.length, whole.length - header.length);
        return DiameterMessage.decode(whole);
    }

    /** Waits until the server ends the connection; what comes before is passed over. */
    public void awaitEnd() throws IOException {
        try {
            while (true) {
                next();
            }
        } catch (EOFException ended) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
