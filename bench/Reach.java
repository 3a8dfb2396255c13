import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks an I-CSCF for users by OPTIONS until each has been reached at its contact, and prints when the first and the last
 * was, in ms since a moment. Until the first is reached only a few are asked for, so that the network does not fill up with
 * requests that nobody answers. Gives up after two minutes.
 */
final class Reach {

    private static final int FEW = 10;
    private static final long RETRY_MILLIS = 500;
    private static final long LONGEST_MILLIS = 120_000;

    private final InetSocketAddress icscf;
    private final String domain;
    private final int port;
    private final int users;
    private final int addresses;
    private final long[] reached;
    private final long[] asked;
    private final Selector selector = Selector.open();
    private final DatagramChannel asking = DatagramChannel.open().bind(new InetSocketAddress("127.15.2.1", 0));
    private int missing;

    private Reach(String[] args) throws IOException {
        int colon = args[1].indexOf(':');
        icscf = new InetSocketAddress(args[1].substring(0, colon), Integer.parseInt(args[1].substring(colon + 1)));
        domain = args[2];
        port = Integer.parseInt(args[3]);
        users = Integer.parseInt(args[4]);
        addresses = Integer.parseInt(args[5]);
        missing = Integer.parseInt(args[6]);
        reached = new long[missing];
        asked = new long[missing];
        asking.configureBlocking(false);
        for (int i = 0; i < missing; i++) {
            DatagramChannel phone = DatagramChannel.open().bind(new InetSocketAddress(address(i), port));
            phone.configureBlocking(false);
            phone.register(selector, SelectionKey.OP_READ);
        }
    }

    /** Arguments: the moment in ms since 1970, host:port of the I-CSCF, domain, port of the UEs, users, addresses, sample. */
    public static void main(String[] args) throws IOException {
        Reach reach = new Reach(args);
        long since = Long.parseLong(args[0]);
        long limit = System.currentTimeMillis() + LONGEST_MILLIS;
        while (reach.missing > 0 && System.currentTimeMillis() < limit) {
            reach.ask();
            reach.listen();
        }
        System.out.printf("%d %d %d%n", Arrays.stream(reach.reached).filter(at -> at > 0).min().orElse(since) - since,
            Arrays.stream(reach.reached).max().orElse(since) - since, reach.reached.length - reach.missing);
        System.exit(reach.missing == 0 ? 0 : 1);
    }

    // spread so that no two are at one address
    private int user(int i) {
        return (int) ((long) i * (users / addresses) / reached.length) * addresses + i;
    }

    private String address(int i) {
        int at = user(i) % addresses;
        return "127.16." + at / 250 + '.' + (at % 250 + 1);
    }

    private void ask() throws IOException {
        asking.receive(ByteBuffer.allocate(65_536));
        long now = System.currentTimeMillis();
        int those = missing == reached.length ? FEW : reached.length;
        for (int i = 0; i < those; i++) {
            if (reached[i] == 0 && now - asked[i] >= RETRY_MILLIS) {
                asked[i] = now;
                asking.send(ByteBuffer.wrap(options(i, now).getBytes(StandardCharsets.UTF_8)), icscf);
            }
        }
    }

    private String options(int i, long now) throws IOException {
        InetSocketAddress own = (InetSocketAddress) asking.getLocalAddress();
        String uri = "sip:u" + user(i) + '@' + domain;
        return "OPTIONS " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + own.getHostString() + ':' + own.getPort()
            + ";branch=z9hG4bK" + i + '-' + now + "\r\nRoute: <sip:" + icscf.getHostString() + ':' + icscf.getPort()
            + ";lr>\r\nMax-Forwards: 70\r\nFrom: <sip:reach@" + domain + ">;tag=r\r\nTo: <" + uri + ">\r\nCall-ID: reach-" + i
            + '-' + now + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
    }

    private void listen() throws IOException {
        selector.select(20);
        for (SelectionKey key : selector.selectedKeys()) {
            DatagramChannel phone = (DatagramChannel) key.channel();
            ByteBuffer packet = ByteBuffer.allocate(65_536);
            InetSocketAddress from = (InetSocketAddress) phone.receive(packet);
            if (from != null) {
                String request = new String(packet.array(), 0, packet.position(), StandardCharsets.UTF_8);
                String id = line(request, "Call-ID: reach-");
                if (request.startsWith("OPTIONS ") && !id.isEmpty()) {
                    arrived(Integer.parseInt(id.substring(0, id.indexOf('-'))));
                    phone.send(ByteBuffer.wrap(ok(request).getBytes(StandardCharsets.UTF_8)), from);
                }
            }
        }
        selector.selectedKeys().clear();
    }

    private void arrived(int i) {
        if (reached[i] == 0) {
            reached[i] = System.currentTimeMillis();
            missing--;
        }
    }

    private static String line(String message, String start) {
        return message.lines().filter(line -> line.startsWith(start)).map(line -> line.substring(start.length()))
            .findFirst().orElse("");
    }

    private static String ok(String request) {
        return Stream.concat(Stream.of("SIP/2.0 200 OK"), request.lines().filter(line -> line.startsWith("Via:")
            || line.startsWith("From:") || line.startsWith("Call-ID:") || line.startsWith("CSeq:")
            || line.startsWith("To:")).map(line -> line.startsWith("To:") && !line.contains(";tag=") ? line + ";tag=p" : line))
            .collect(Collectors.joining("\r\n")) + "\r\nContent-Length: 0\r\n\r\n";
    }
}
