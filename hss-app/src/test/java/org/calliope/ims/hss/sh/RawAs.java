package org.calliope.ims.hss.sh;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An application server on a bare socket, which shares no code with the server: RFC 6733, TS 29.329 6.1 and 6.3. */
final class RawAs implements AutoCloseable {

    static final int UDR = 306;
    static final int PUR = 307;
    static final int SNR = 308;
    static final int PNR = 309;
    private static final int SH = 16_777_217;
    private static final int TGPP = 10_415;
    private static final int REQUEST = 0x80;
    private static final int PROXIABLE = 0x40;
    private static final int HEADER = 20;

    /** An AVP as it came. */
    record Avp(int code, byte[] value) {

        String text() {
            return new String(value, StandardCharsets.UTF_8);
        }

        int number() {
            return ByteBuffer.wrap(value).getInt();
        }
    }

    /** A message as it came. */
    record Message(int command, boolean request, int hopByHop, byte[] head, List<Avp> avps) {

        Optional<Avp> avp(int code) {
            return avps.stream().filter(avp -> avp.code() == code).findFirst();
        }

        /** Result-Code, or the code within Experimental-Result. */
        int result() {
            return avp(268).map(Avp::number).orElseGet(() -> parse(avp(297).orElseThrow().value()).stream()
                    .filter(avp -> avp.code() == 298).findFirst().orElseThrow().number());
        }

        /** User-Data, "" when there is none. */
        String data() {
            return avp(702).map(Avp::text).orElse("");
        }

        List<Avp> within(int code) {
            return parse(avp(code).orElseThrow().value());
        }
    }

    private final String host;
    private final Socket socket;
    private final OutputStream out;
    private final Map<Integer, CompletableFuture<Message>> asked = new ConcurrentHashMap<>();
    private final BlockingQueue<Message> notified = new LinkedBlockingQueue<>();
    private final AtomicInteger next = new AtomicInteger(1);
    private final Thread reader = new Thread(this::receive, "raw-as");
    private volatile int features;
    private volatile int[] answer = {2001};

    private RawAs(String host, int port) throws IOException {
        this.host = host;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.out = socket.getOutputStream();
        reader.start();
    }

    static RawAs connect(String host, int port) {
        try {
            RawAs as = new RawAs(host, port);
            byte[] address = {0, 1, 127, 0, 0, 1};
            as.ask(257, 0, 0, join(as.origin(), avp(257, 0, address), avp(266, 0, number(TGPP)),
                    avp(269, 0, utf8("raw")), application()));
            return as;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Supported-Features of each request from now on: list 1, these bits. */
    RawAs with(int bits) {
        features = bits;
        return this;
    }

    /** Results of the next notifications; the last one for all after it. 3xxx and 2xxx go as Result-Code. */
    RawAs answering(int... results) {
        answer = results;
        return this;
    }

    Message udr(String user, int reference, byte[]... more) {
        return sh(UDR, join(identity(user), avp(703, TGPP, number(reference)), join(more)));
    }

    Message pur(String user, int reference, String data) {
        return sh(PUR, join(identity(user), avp(703, TGPP, number(reference)), avp(702, TGPP, utf8(data))));
    }

    Message snr(String user, int reference, boolean subscribe, byte[]... more) {
        return sh(SNR, join(identity(user), avp(705, TGPP, number(subscribe ? 0 : 1)),
                avp(703, TGPP, number(reference)), join(more)));
    }

    Message sh(int command, byte[] body) {
        byte[] supported = features == 0 ? new byte[0] : avp(628, TGPP, join(avp(266, 0, number(TGPP)),
                avp(629, TGPP, number(1)), avp(630, TGPP, number(features))));
        return ask(command, SH, PROXIABLE, join(avp(263, 0, utf8(host + ";1;" + next.get())), application(),
                avp(277, 0, number(1)), origin(), avp(283, 0, utf8("ims.example")), supported, body));
    }

    /** The next notification, which is answered already. */
    Message notified() {
        try {
            Message message = notified.poll(10, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no notification came to " + host);
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean silent() {
        return notified.isEmpty();
    }

    static byte[] identity(String user) {
        return avp(700, TGPP, user.indexOf(':') >= 0 ? avp(601, TGPP, utf8(user)) : avp(701, TGPP, tbcd(user)));
    }

    static byte[] reference(int code) {
        return avp(703, TGPP, number(code));
    }

    static byte[] service(String indication) {
        return avp(704, TGPP, utf8(indication));
    }

    static byte[] identitySet(int set) {
        return avp(708, TGPP, number(set));
    }

    static byte[] expiry(long epochSecond) {
        return avp(709, TGPP, number((int) (epochSecond + 2_208_988_800L)));
    }

    static byte[] sendData() {
        return avp(710, TGPP, number(1));
    }

    static byte[] oneTime() {
        return avp(712, TGPP, number(0));
    }

    static byte[] serverName(String uri) {
        return avp(602, TGPP, utf8(uri));
    }

    static byte[] dsaiTag(String tag) {
        return avp(711, TGPP, utf8(tag));
    }

    static byte[] userName(String impi) {
        return avp(1, 0, utf8(impi));
    }

    private byte[] origin() {
        return join(avp(264, 0, utf8(host)), avp(296, 0, utf8("ims.example")));
    }

    private static byte[] application() {
        return avp(260, 0, join(avp(266, 0, number(TGPP)), avp(258, 0, number(SH))));
    }

    private static byte[] tbcd(String digits) {
        byte[] octets = new byte[(digits.length() + 1) / 2];
        for (int i = 0; i < octets.length; i++) {
            int high = 2 * i + 1 < digits.length() ? digits.charAt(2 * i + 1) - '0' : 0xF;
            octets[i] = (byte) (high << 4 | digits.charAt(2 * i) - '0');
        }
        return octets;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] avp(int code, int vendor, byte[] value) {
        int head = vendor == 0 ? 8 : 12;
        ByteBuffer avp = ByteBuffer.allocate((head + value.length + 3) / 4 * 4).putInt(code)
                .putInt((vendor == 0 ? 0x40 : 0xC0) << 24 | head + value.length);
        return (vendor == 0 ? avp : avp.putInt(vendor)).put(value).array();
    }

    private static List<Avp> parse(byte[] bytes) {
        List<Avp> all = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.remaining() >= 8) {
            int code = in.getInt();
            int flags = in.getInt();
            int head = flags < 0 ? 12 : 8;
            if (flags < 0) {
                in.getInt();
            }
            byte[] value = new byte[(flags & 0xFFFFFF) - head];
            in.get(value);
            in.position(Math.min(in.limit(), (in.position() + 3) / 4 * 4));
            all.add(new Avp(code, value));
        }
        return all;
    }

    private Message ask(int command, int application, int flags, byte[] body) {
        int id = next.getAndIncrement();
        CompletableFuture<Message> answered = new CompletableFuture<>();
        asked.put(id, answered);
        send(ByteBuffer.allocate(HEADER).putInt(1 << 24 | HEADER + body.length)
                .putInt((REQUEST | flags) << 24 | command).putInt(application).putInt(id).putInt(id).array(), body);
        return answered.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void send(byte[] head, byte[] body) {
        try {
            synchronized (out) {
                out.write(join(head, body));
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                byte[] head = in.readNBytes(HEADER);
                if (head.length < HEADER) {
                    return;
                }
                ByteBuffer fields = ByteBuffer.wrap(head);
                byte[] body = in.readNBytes((fields.getInt(0) & 0xFFFFFF) - HEADER);
                dispatch(new Message(fields.getInt(4) & 0xFFFFFF, fields.getInt(4) < 0, fields.getInt(12), head,
                        parse(body)));
            }
        } catch (IOException closed) {
            asked.values().forEach(waiting -> waiting.completeExceptionally(closed));
        }
    }

    private void dispatch(Message message) {
        if (!message.request()) {
            asked.remove(message.hopByHop()).complete(message);
            return;
        }
        int result = message.command() == PNR ? nextAnswer() : 2001;
        byte[] code = result < 4000 ? avp(268, 0, number(result))
                : avp(297, 0, join(avp(266, 0, number(TGPP)), avp(298, 0, number(result))));
        byte[] body = join(message.avp(263).map(id -> avp(263, 0, id.value())).orElse(new byte[0]),
                message.command() == PNR ? join(application(), avp(277, 0, number(1))) : new byte[0], code, origin());
        byte[] head = message.head().clone();
        head[4] = (byte) (head[4] & (result / 1000 == 3 ? 0x7F : 0x5F) | (result / 1000 == 3 ? 0x20 : 0));
        if (message.command() == PNR) {
            notified.add(message); // before the answer, so that who waits for what comes of it finds this here
        }
        send(ByteBuffer.wrap(head).putInt(0, 1 << 24 | HEADER + body.length).array(), body);
    }

    private int nextAnswer() {
        int[] left = answer;
        if (left.length > 1) {
            answer = Arrays.copyOfRange(left, 1, left.length);
        }
        return left[0];
    }

    @Override
    public void close() {
        try {
            socket.close();
            reader.join(5_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
