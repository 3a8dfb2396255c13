package org.calliope.ims.testkit.diameter;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A charging data function (TS 32.240 4.3.1) on bare sockets, which a test can make silent, refusing or absent. It keeps
 * every Accounting-Request it gets. Any thread.
 */
public final class FakeCdf implements AutoCloseable {

    /** Accounting-Record-Type, RFC 6733 9.8.1. */
    public static final int EVENT = 1;
    public static final int START = 2;
    public static final int INTERIM = 3;
    public static final int STOP = 4;

    private static final int ACCOUNTING_APPLICATION = 3;
    private static final int CAPABILITIES_EXCHANGE = 257;
    private static final int ACCOUNTING = 271;
    private static final int NO_COMMON_APPLICATION = 5010;
    private static final int PROTOCOL_ERRORS = 3;
    private static final int CLASS = 1_000;
    private static final byte[] LOOPBACK = {0, 1, 127, 0, 0, 1}; // RFC 6733 4.3.1: family 1, then the address

    private final int port;
    private final String host;
    private final String realm;
    private final List<DiameterMessage> received = new CopyOnWriteArrayList<>();
    private final List<Socket> peers = new CopyOnWriteArrayList<>();
    private Optional<ServerSocket> listening = Optional.empty();
    private volatile boolean silent;
    private volatile int result = DiameterPeer.SUCCESS;
    private volatile int interim;

    /**
     * @param port of loopback, where it listens once {@link #start} is called
     * @param host its Diameter identity
     */
    public FakeCdf(int port, String host, String realm) {
        this.port = port;
        this.host = host;
        this.realm = realm;
    }

    /** Starts to listen; nothing happens when it does already. */
    public synchronized FakeCdf start() {
        if (listening.isEmpty()) {
            try {
                ServerSocket server = new ServerSocket();
                server.setReuseAddress(true);
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                listening = Optional.of(server);
                thread(() -> accept(server));
            } catch (IOException e) {
                throw new UncheckedIOException(host + " cannot listen on port " + port, e);
            }
        }
        return this;
    }

    /** Goes away: its peers lose the connection and cannot make a new one until {@link #start}. */
    public synchronized void stop() {
        listening.ifPresent(FakeCdf::end);
        listening = Optional.empty();
        peers.forEach(FakeCdf::end);
        peers.clear();
    }

    private static void end(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(socket + " does not close", e);
        }
    }

    /** Takes requests and leaves them without answer. */
    public void silent() {
        silent = true;
    }

    /** Answers requests with this Result-Code and keeps them all the same. */
    public void answering(int resultCode) {
        silent = false;
        result = resultCode;
    }

    /** Answers with success again. */
    public void right() {
        answering(DiameterPeer.SUCCESS);
    }

    /** Acct-Interim-Interval of the answers from now on, seconds; 0 for none. */
    public void interim(int seconds) {
        interim = seconds;
    }

    /** Every Accounting-Request that came, in order. */
    public List<DiameterMessage> received() {
        return List.copyOf(received);
    }

    /** Forgets what came, and answers with success and without an interval. */
    public void forget() {
        received.clear();
        interim = 0;
        right();
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "fake-cdf");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket peer = server.accept();
                peer.setTcpNoDelay(true);
                peers.add(peer);
                thread(() -> serve(peer));
            }
        } catch (IOException ended) {
            peers.removeIf(Socket::isClosed);
        }
    }

    private void serve(Socket peer) {
        try (peer; DataInputStream in = new DataInputStream(peer.getInputStream())) {
            while (true) {
                byte[] header = new byte[DiameterMessage.HEADER];
                in.readFully(header);
                byte[] whole = Arrays.copyOf(header, DiameterMessage.length(header));
                in.readFully(whole, header.length, whole.length - header.length);
                DiameterMessage message = DiameterMessage.decode(whole);
                if (message.isRequest()) {
                    Optional<DiameterMessage> answer = answer(message);
                    if (answer.isPresent()) {
                        peer.getOutputStream().write(answer.get().encode());
                    }
                }
            }
        } catch (IOException ended) {
            peers.remove(peer);
        }
    }

    private Optional<DiameterMessage> answer(DiameterMessage request) {
        if (request.command() == CAPABILITIES_EXCHANGE) {
            boolean common = request.all(AvpName.ACCT_APPLICATION_ID).stream().anyMatch(avp -> avp.number() == ACCOUNTING_APPLICATION);
            return Optional.of(base(request, common ? DiameterPeer.SUCCESS : NO_COMMON_APPLICATION).with(
                    Avp.of(AvpName.HOST_IP_ADDRESS, LOOPBACK), Avp.of(AvpName.VENDOR_ID, 0), Avp.of(AvpName.PRODUCT_NAME, "testkit").flags(0),
                    Avp.of(AvpName.ACCT_APPLICATION_ID, ACCOUNTING_APPLICATION)));
        }
        if (request.command() != ACCOUNTING) {
            return Optional.of(base(request, DiameterPeer.SUCCESS)); // DWR, DPR
        }
        received.add(request);
        return silent ? Optional.empty() : Optional.of(accounted(request, result));
    }

    private DiameterMessage base(DiameterMessage request, int code) {
        int flags = request.flags() & DiameterMessage.PROXIABLE | (code / CLASS == PROTOCOL_ERRORS ? DiameterMessage.ERROR : 0);
        return new DiameterMessage(flags, request.command(), request.application(), request.hopByHop(), request.endToEnd(),
                request.all(AvpName.SESSION_ID)).with(Avp.of(AvpName.RESULT_CODE, code), Avp.of(AvpName.ORIGIN_HOST, host),
                Avp.of(AvpName.ORIGIN_REALM, realm));
    }

    // RFC 6733 9.7.2
    private DiameterMessage accounted(DiameterMessage request, int code) {
        List<Avp> more = new ArrayList<>(request.all(AvpName.ACCOUNTING_RECORD_TYPE));
        more.addAll(request.all(AvpName.ACCOUNTING_RECORD_NUMBER));
        more.addAll(request.all(AvpName.ACCT_APPLICATION_ID));
        if (interim > 0) {
            more.add(Avp.of(AvpName.ACCT_INTERIM_INTERVAL, interim));
        }
        return base(request, code).with(more.toArray(Avp[]::new));
    }

    @Override
    public void close() {
        stop();
    }
}
