package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries of History-Info by which a request tells how it came to a contact: RFC 7044. */
class HistoryTest {

    private static final String BOB = "<sip:bob@ims.example>";
    private static final String DESK = "sip:bob@192.0.2.1";
    private static final String MOBILE = "sip:bob@192.0.2.2";

    private final Map<String, List<String>> headers = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final SipServletRequest request = message(SipServletRequest.class, headers);
    private final Branch desk = new Branch();
    private final Branch mobile = new Branch();

    /** A branch with the entries that it goes out with. */
    private final class Branch {
        private final Map<String, List<String>> headers = new HashMap<>();
        private boolean started;
        private final ProxyBranch branch = fake(ProxyBranch.class, (self, method, arguments) -> switch (method.getName()) {
            case "isStarted" -> started;
            case "getRequest" -> message(SipServletRequest.class, headers);
            default -> null;
        });

        List<String> entries() {
            return headers.get("History-Info");
        }

        /** @return the entries of the response */
        List<String> answers(int status, String... entries) {
            Map<String, List<String>> answered = new HashMap<>(Map.of("History-Info", new ArrayList<>(List.of(entries))));
            Proxy proxy = fake(Proxy.class, (self, method, arguments) -> request);
            SipServletResponse own = message(SipServletResponse.class, answered);
            SipServletResponse response = fake(SipServletResponse.class, (self, method, arguments) -> switch (method.getName()) {
                case "getStatus" -> status;
                case "getProxy" -> proxy;
                case "getProxyBranch" -> branch;
                default -> method.invoke(own, arguments);
            });
            History.heard(response);
            History.answer(response);
            return answered.get("History-Info");
        }
    }

    private <T> T message(Class<T> type, Map<String, List<String>> all) {
        return fake(type, (self, method, arguments) -> switch (method.getName()) {
            case "getRequestURI" -> fake(URI.class, (uri, called, none) -> "sip:bob@ims.example");
            case "getHeaders" -> all.getOrDefault(arguments[0], List.of()).listIterator();
            case "removeHeader" -> all.remove(arguments[0]);
            case "addHeader" -> all.computeIfAbsent((String) arguments[0], any -> new ArrayList<>()).add((String) arguments[1]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            case "getAttribute" -> attributes.get((String) arguments[0]);
            default -> null;
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler behaviour) {
        return type.cast(java.lang.reflect.Proxy.newProxyInstance(HistoryTest.class.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> behaviour.invoke(self, method, arguments);
                }));
    }

    private Optional<History> begins(String... came) {
        headers.put("History-Info", List.of(came));
        return History.of(request);
    }

    private History toBoth(String... came) {
        History history = begins(came).orElseThrow();
        history.targets(desk.branch, DESK);
        history.targets(mobile.branch, MOBILE);
        return history;
    }

    @Test
    @DisplayName("RFC 7044 9.1, 10.3: without any entry the Request-URI is the first one, and a contact is below it")
    void first() {
        toBoth();

        assertThat(desk.entries()).containsExactly(BOB + ";index=1", "<" + DESK + ">;index=1.1;rc=1");
        assertThat(mobile.entries()).containsExactly(BOB + ";index=1", "<" + MOBILE + ">;index=1.2;rc=1");
    }

    @ParameterizedTest
    @CsvSource({"<sip:bob@ims.example>;index=1.1;mp=1, 1.1", "sip:bob@ims.example;index=1, 1",
        "<sip:bob@ims.example;user=phone?Reason=SIP%3Bcause%3D302&Privacy=history>;mp=1; INDEX = 1.2, 1.2",
        "<SIP:bob@IMS.example>;index=1.1.1.1;x=\"a;index=7\", 1.1.1.1"})
    @DisplayName("RFC 7044 10.3: it goes on below what a server that diverted has written")
    void goesOn(String diverted, String parent) {
        String before = "<sip:carol@ims.example>;index=1";
        toBoth(before, diverted);

        assertThat(desk.entries()).containsExactly(before, diverted, "<" + DESK + ">;index=" + parent + ".1;rc=" + parent);
    }

    @Test
    @DisplayName("RFC 7044 10.3: a gap, because somebody has diverted and did not say so, is a 0")
    void gap() {
        toBoth("<sip:carol@ims.example>;index=1.2");

        assertThat(desk.entries()).containsExactly("<sip:carol@ims.example>;index=1.2", BOB + ";index=1.2.0",
                "<" + DESK + ">;index=1.2.0.1;rc=1.2.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "<<<>;index", "<sip:x@y>;index=1.a", "<sip:x@y>;index=", "<sip:x@y>;index=99999999", ",,,;"})
    @DisplayName("docs/robustness.md: what can not be read stays, and counts for nothing")
    void malformed(String entry) {
        toBoth(entry);

        assertThat(desk.entries()).containsExactly(entry, BOB + ";index=1", "<" + DESK + ">;index=1.1;rc=1");
    }

    @Test
    @DisplayName("nobody makes it grow without end: to more than a hundred entries none is added")
    void bounded() {
        String[] many = IntStream.rangeClosed(1, 101).mapToObj(i -> "<sip:a@b>;index=1." + i).toArray(String[]::new);

        assertThat(begins(many)).isEmpty();
        assertThat(begins(String.join(",", many))).isEmpty();
        assertThat(begins("<sip:a@b>;index=1" + ".1".repeat(4000)).orElseThrow()).isNotNull();
    }

    @Test
    @DisplayName("RFC 7044 10.2: who is tried after a failure learns of it by the Reason")
    void sequential() {
        History history = begins().orElseThrow();
        history.targets(desk.branch, DESK + ";transport=tcp");
        history.targets(mobile.branch, MOBILE);
        desk.started = true;

        desk.answers(180);
        desk.answers(486);

        assertThat(mobile.entries()).containsExactly(BOB + ";index=1",
                "<" + DESK + ";transport=tcp?Reason=SIP%3Bcause%3D486>;index=1.1;rc=1", "<" + MOBILE + ">;index=1.2;rc=1");
    }

    @Test
    @DisplayName("RFC 7044 9.4: who supports histinfo gets all entries in the responses, and those from behind here")
    void asked() {
        headers.put("Supported", List.of("100rel, HistInfo"));
        toBoth();
        desk.started = true;
        mobile.started = true;
        desk.answers(486);
        String deeper = "<sip:bob@10.0.0.1>;index=1.2.1;np=1.2";

        assertThat(mobile.answers(200, "<sip:forged@x>;index=1", deeper)).containsExactly(BOB + ";index=1",
                "<" + DESK + "?Reason=SIP%3Bcause%3D486>;index=1.1;rc=1", "<" + MOBILE + ">;index=1.2;rc=1", deeper);
    }

    @Test
    @DisplayName("RFC 7044 9.4: a response to anybody else stays as it is")
    void notAsked() {
        toBoth();
        desk.started = true;

        assertThat(desk.answers(200)).isEmpty();
    }
}
