package org.calliope.ims.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generator against a server of a few lines, over real sockets. */
class LoadTest {

    private static final String CALLERS = "127.16.9.1;u0;[authentication username=u0@ims.example password=secret]";

    @TempDir
    private Path folder;
    private DatagramSocket socket;
    private Thread thread;
    private final Collection<String> received = new ConcurrentLinkedQueue<>();
    private volatile UnaryOperator<String> answer;

    @BeforeEach
    void listen() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        thread = new Thread(this::serve);
        thread.start();
        Files.writeString(folder.resolve("callers"), CALLERS + "\n");
    }

    @AfterEach
    void close() throws InterruptedException {
        socket.close();
        thread.join();
    }

    private void serve() {
        byte[] buffer = new byte[65_535];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                String request = new String(buffer, 0, packet.getLength(), StandardCharsets.ISO_8859_1);
                received.add(request);
                String response = answer.apply(request);
                if (!response.isEmpty()) {
                    byte[] bytes = response.getBytes(StandardCharsets.ISO_8859_1);
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            assertThat(socket.isClosed()).isTrue();
        }
    }

    private static String response(String request, String status, String more) {
        return "SIP/2.0 " + status + "\r\n" + SipText.lines(request, "Via") + SipText.lines(request, "From")
            + "To: " + SipText.header(request, "To") + ";tag=s\r\n" + SipText.lines(request, "Call-ID") + SipText.lines(request, "CSeq")
            + more + "Content-Length: 0\r\n\r\n";
    }

    private Map<String, String> run(String kind, String phases) throws IOException {
        Plan plan = Plan.parse("--server", "127.0.0.1:" + socket.getLocalPort(), "--port", "0", "--domain", "ims.example", "--out",
            folder.toString(), "--phases", phases, "--flow", kind + "=" + folder.resolve("callers"));
        List<Report> reports = Load.run(plan);
        reports.get(0).seconds(folder);
        Map<String, String> results = new ConcurrentHashMap<>();
        reports.get(0).summary().stream().map(line -> line.split("=", 2)).forEach(pair -> results.put(pair[0], pair[1]));
        return results;
    }

    @Test
    void countsWhatIsAnsweredWhatIsRefusedAndWhatGoesWrong() throws IOException {
        int[] count = new int[1];
        List<String> answers = List.of("200 OK", "503 Service Unavailable", "404 Not Found", "200 OK");
        answer = request -> response(request, answers.get(count[0]++ % 4), "");
        assertThat(run("options", "before:1x40")).containsEntry("options.before.offered", "40")
            .containsEntry("options.before.completed", "20").containsEntry("options.before.refused", "10")
            .containsEntry("options.before.failed", "10").containsEntry("options.retransmissions", "0");
    }

    @Test
    void ofAPhaseThatIsCalledEachEveryOperationHasItsLine() throws IOException {
        int[] count = new int[1];
        answer = request -> response(request, count[0]++ == 0 ? "404 Not Found" : "200 OK", "");
        run("options", "before:1x1,each:1x2");
        assertThat(Files.readAllLines(folder.resolve("options.each.csv"))).hasSize(2)
            .allSatisfy(line -> assertThat(line).matches("1\\d{3};\\d+;completed;[a-z]\\w*"));
    }

    @Test
    void asksAgainAfterT1_RFC3261_17_1_2_2() throws IOException {
        answer = request -> received.size() == 1 ? "" : response(request, "200 OK", "");
        Map<String, String> results = run("options", "before:1x1");
        assertThat(results).containsEntry("options.before.completed", "1").containsEntry("options.retransmissions", "1");
        assertThat(Double.parseDouble(results.get("options.before.p50"))).isBetween(490.0, 5000.0);
        assertThat(received).hasSize(2).allMatch(received.iterator().next()::equals);
    }

    /** 401 to a REGISTER, 200 to one with the answer. */
    private static String registrar(String request) {
        Credentials credentials = Credentials.parse(SipText.header(request, "Authorization"));
        if (credentials.nonce().isEmpty()) {
            return response(request, "401 Unauthorized",
                "WWW-Authenticate: Digest realm=\"ims.example\",nonce=\"n1\",algorithm=MD5,qop=\"auth\"\r\n");
        }
        boolean right = Digest.verify(Digest.ha1("u0@ims.example", "ims.example", "secret"), "REGISTER", credentials);
        return response(request, right ? "200 OK" : "403 Forbidden", "");
    }

    @Test
    void registersWithTheDigestOfItsPassword_RFC2617_3_2_2() throws IOException {
        answer = LoadTest::registrar;
        assertThat(run("register", "before:1x5")).containsEntry("register.before.completed", "5")
            .containsEntry("register.before.failed", "0");
        assertThat(received).allMatch(request -> SipText.header(request, "Contact").endsWith(";expires=3600"));
    }

    @Test
    void comesAndGoes_RFC3261_10_2_2() throws IOException {
        answer = LoadTest::registrar;
        assertThat(run("churn", "before:1x4")).containsEntry("churn.before.completed", "4");
        assertThat(lifetimes()).containsExactly("3600", "0", "60", "3600");
    }

    /** What each operation of those who come and go asked for, in seconds. */
    private List<String> lifetimes() {
        return received.stream().filter(request -> SipText.header(request, "CSeq").startsWith("1 "))
            .map(request -> SipText.header(request, "Contact").replaceFirst(".*;expires=", "")).toList();
    }

    @Test
    void whoWasRefusedIsNotRegisteredAndDoesNotDeRegister_TS24229_5_1_1_6() throws IOException {
        answer = request -> received.size() <= 2 ? response(request, "503 Service Unavailable", "") : registrar(request);
        assertThat(run("churn", "before:1x4")).containsEntry("churn.before.refused", "2").containsEntry("churn.before.failed", "0");
        assertThat(lifetimes()).containsExactly("3600", "3600", "3600", "0");
    }

    @Test
    void whoWasRefusedWhenDeRegisteringRegistersNext_RFC3261_10_2_1() throws IOException {
        answer = request -> received.size() == 3 ? response(request, "503 Service Unavailable", "") : registrar(request);
        assertThat(run("churn", "before:1x3")).containsEntry("churn.before.refused", "1").containsEntry("churn.before.failed", "0");
        assertThat(lifetimes()).containsExactly("3600", "0", "60");
    }

    @Test
    void aCallIsAcknowledgedAndEnded_RFC3261_13_2_2_4() throws IOException {
        Files.writeString(folder.resolve("callers"), "127.16.9.1;u0;127.17.9.1:5070\n");
        answer = request -> switch (SipText.method(request)) {
            case "INVITE" -> response(request, "200 OK",
                "Record-Route: <sip:p2;lr>\r\nRecord-Route: <sip:p1;lr>\r\nContact: <sip:b@c>\r\n");
            case "BYE" -> response(request, "200 OK", "");
            default -> "";
        };
        assertThat(run("proxy", "before:1x2")).containsEntry("proxy.before.completed", "2").containsEntry("proxy.begun", "2")
            .containsEntry("proxy.ended", "2");
        Awaitility.await().untilAsserted(() -> assertThat(received).hasSize(6));
        assertThat(received.stream().filter(r -> r.startsWith("ACK sip:b@c ") || r.startsWith("BYE sip:b@c "))).hasSize(4)
            .allMatch(r -> SipText.lines(r, "Route").equals("Route: <sip:p1;lr>\r\nRoute: <sip:p2;lr>\r\n"));
    }

    @Test
    void aRefusedCallIsAcknowledgedInItsTransactionAndNotTriedAgain_RFC3261_17_1_1_3() throws IOException {
        Files.writeString(folder.resolve("callers"), "127.16.9.1;u0;127.17.9.1:5070\n");
        answer = request -> "ACK".equals(SipText.method(request)) ? ""
            : response(request, "503 Service Unavailable", "Retry-After: 1\r\n");
        assertThat(run("proxy", "before:1x1")).containsEntry("proxy.before.refused", "1").containsEntry("proxy.begun", "0");
        Awaitility.await().untilAsserted(() -> assertThat(received).hasSize(2));
        List<String> requests = List.copyOf(received);
        assertThat(SipText.header(requests.get(1), "Via")).isEqualTo(SipText.header(requests.get(0), "Via"));
    }

    @Test
    void aCallThatIsAnsweredAfterItWasRefusedIsEnded_RFC3261_13_2_2_4() throws IOException {
        Files.writeString(folder.resolve("callers"), "127.16.9.1;u0;127.17.9.1:5070\n");
        String[] invite = new String[1];
        answer = request -> switch (SipText.method(request)) {
            case "INVITE" -> response(invite[0] = request, "503 Service Unavailable", "");
            case "ACK" -> request.startsWith("ACK sip:callee@")
                ? response(invite[0], "200 OK", "Contact: <sip:b@c>\r\n").replace(";tag=s", ";tag=late") : "";
            default -> response(request, "200 OK", "");
        };
        assertThat(run("proxy", "before:1x1")).containsEntry("proxy.before.refused", "1").containsEntry("proxy.begun", "0");
        Awaitility.await().untilAsserted(() -> assertThat(received).anyMatch(r -> r.startsWith("ACK sip:b@c "))
            .anyMatch(r -> r.startsWith("BYE sip:b@c ")));
    }
}
