package org.calliope.ims.container.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.calliope.ims.container.dns.Answer.Address;
import org.calliope.ims.container.dns.Answer.Datum;
import org.calliope.ims.container.dns.Answer.Naptr;
import org.calliope.ims.container.dns.Answer.Srv;
import org.calliope.ims.container.dns.Question.Kind;
import org.calliope.ims.container.transport.Transport;
import org.junit.jupiter.api.Test;

/** The decision table of RFC 3263 4.1 and 4.2 over records, without DNS. */
class ProcedureTest {

    private static final Reach ALL = new Reach(List.of(Transport.UDP, Transport.TCP, Transport.TLS), true, true);
    private static final Reach PLAIN = new Reach(List.of(Transport.UDP, Transport.TCP), true, false);

    private final Map<Question, List<Datum>> zone = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    private void naptr(String name, int order, int preference, String service, String replacement) {
        put(name, Kind.NAPTR, new Naptr(order, preference, "s", service, replacement));
    }

    private void srv(String name, int priority, int port, String target) {
        put(name, Kind.SRV, new Srv(priority, 0, port, target));
    }

    private void a(String name, String address) throws UnknownHostException {
        put(name, address.contains(":") ? Kind.AAAA : Kind.A, new Address(InetAddress.getByName(address)));
    }

    private void put(String name, Kind kind, Datum datum) {
        zone.computeIfAbsent(new Question(name, kind), q -> new ArrayList<>()).add(datum);
    }

    private static Target sip(String host) {
        return new Target(host, OptionalInt.empty(), Optional.empty(), false);
    }

    private static Target sips(String host) {
        return new Target(host, OptionalInt.empty(), Optional.empty(), true);
    }

    private static Target over(String host, Transport transport, boolean secure) {
        return new Target(host, OptionalInt.empty(), Optional.of(transport), secure);
    }

    private Located locate(Target target, Reach reach) {
        Map<Question, Answer> known = new HashMap<>();
        Step step = new Procedure(target, reach, known, new Random(1)).step();
        while (step instanceof Step.Ask ask) {
            assertThat(ask.questions()).isNotEmpty().noneMatch(known::containsKey);
            for (Question each : ask.questions()) {
                asked.add(each.name() + ' ' + each.kind());
                known.put(each, Answer.of(zone.getOrDefault(each, List.of()), Duration.ofSeconds(9)));
            }
            step = new Procedure(target, reach, known, new Random(1)).step();
        }
        return (Located) step;
    }

    private List<String> places(Target target, Reach reach) {
        return locate(target, reach).places().stream().map(Place::toString).toList();
    }

    @Test
    void aPortSkipsNaptrAndSrv_RFC3263_4_2() throws UnknownHostException {
        a("p.example", "192.0.2.1");
        srv("_sip._udp.p.example", 0, 1, "q.example");
        assertThat(places(new Target("p.example", OptionalInt.of(5070), Optional.empty(), false), PLAIN)).containsExactly("udp:192.0.2.1:5070");
        assertThat(asked).containsExactly("p.example A");
    }

    @Test
    void aPortOfASipsUriIsReachedOverTls_RFC3263_4_1() throws UnknownHostException {
        a("p.example", "192.0.2.1");
        assertThat(places(new Target("p.example", OptionalInt.of(5070), Optional.empty(), true), ALL)).containsExactly("tls:192.0.2.1:5070");
    }

    @Test
    void aTransportSkipsNaptrAndSrvSaysThePort_RFC3263_4_2() throws UnknownHostException {
        naptr("t.example", 0, 0, "SIP+D2U", "_sip._udp.t.example");
        srv("_sip._tcp.t.example", 0, 5080, "h.example");
        a("h.example", "192.0.2.2");
        assertThat(places(over("t.example", Transport.TCP, false), PLAIN)).containsExactly("tcp:192.0.2.2:5080");
        assertThat(asked).containsExactly("_sip._tcp.t.example SRV", "h.example A");
    }

    @Test
    void aTransportWithoutSrvRecordsMeansTheNameAndTheDefaultPort_RFC3263_4_2() throws UnknownHostException {
        a("t.example", "192.0.2.2");
        assertThat(places(over("t.example", Transport.TCP, false), PLAIN)).containsExactly("tcp:192.0.2.2:5060");
        assertThat(places(over("t.example", Transport.TLS, false), ALL)).containsExactly("tls:192.0.2.2:5061");
    }

    @Test
    void tcpOfASipsUriIsTlsAndUdpIsNothing_RFC3263_4_1() throws UnknownHostException {
        srv("_sips._tcp.t.example", 0, 5081, "h.example");
        a("h.example", "192.0.2.2");
        assertThat(places(over("t.example", Transport.TCP, true), ALL)).containsExactly("tls:192.0.2.2:5081");
        assertThat(locate(over("t.example", Transport.UDP, true), ALL)).isEqualTo(Located.nowhere("this server can not send over TLS and UDP"));
    }

    @Test
    void theServersPreferenceAmongTheTransportsWeHaveDecides_RFC3263_4_1() throws UnknownHostException {
        naptr("n.example", 50, 50, "SIPS+D2T", "_sips._tcp.n.example");
        naptr("n.example", 90, 50, "SIP+D2T", "_sip._tcp.n.example");
        naptr("n.example", 100, 50, "SIP+D2U", "_sip._udp.n.example");
        srv("_sips._tcp.n.example", 0, 5061, "s.example");
        srv("_sip._tcp.n.example", 0, 5060, "s.example");
        srv("_sip._udp.n.example", 0, 5060, "s.example");
        a("s.example", "192.0.2.3");
        assertThat(places(sip("n.example"), PLAIN)).containsExactly("tcp:192.0.2.3:5060");
        assertThat(asked).containsExactly("n.example NAPTR", "_sip._tcp.n.example SRV", "s.example A");
        assertThat(places(sip("n.example"), ALL)).as("a sip URI may use TLS").containsExactly("tls:192.0.2.3:5061");
    }

    @Test
    void ofEqualOrderTheLowerPreferenceIsFirst_RFC3403_4_1() throws UnknownHostException {
        naptr("n.example", 10, 20, "SIP+D2T", "_sip._tcp.n.example");
        naptr("n.example", 10, 10, "sip+d2u", "_sip._udp.elsewhere.example");
        srv("_sip._tcp.n.example", 0, 1, "s.example");
        srv("_sip._udp.elsewhere.example", 0, 2, "s.example");
        a("s.example", "192.0.2.3");
        assertThat(places(sip("n.example"), PLAIN)).containsExactly("udp:192.0.2.3:2", "tcp:192.0.2.3:1");
    }

    @Test
    void aSipsUriUsesNoServiceWithoutTls_RFC3263_4_1() throws UnknownHostException {
        naptr("n.example", 10, 10, "SIP+D2T", "_sip._tcp.n.example");
        srv("_sip._tcp.n.example", 0, 1, "s.example");
        a("s.example", "192.0.2.3");
        a("n.example", "192.0.2.4");
        assertThat(places(sips("n.example"), ALL)).containsExactly("tls:192.0.2.4:5061");
        assertThat(asked).containsExactly("n.example NAPTR", "_sips._tcp.n.example SRV", "n.example A", "n.example AAAA");
        assertThat(locate(sips("n.example"), PLAIN)).isEqualTo(Located.nowhere("this server can not send over TLS"));
    }

    @Test
    void recordsThatAreNotForSipAreLeftOut_RFC3263_4_1() throws UnknownHostException {
        put("n.example", Kind.NAPTR, new Naptr(1, 1, "u", "E2U+sip", ""));
        put("n.example", Kind.NAPTR, new Naptr(1, 1, "a", "SIP+D2U", "s.example"));
        a("n.example", "192.0.2.4");
        assertThat(places(sip("n.example"), PLAIN)).containsExactly("udp:192.0.2.4:5060");
    }

    @Test
    void withoutNaptrEachTransportIsLookedUp_RFC3263_4_1() throws UnknownHostException {
        srv("_sip._tcp.d.example", 0, 5090, "s.example");
        a("s.example", "192.0.2.5");
        assertThat(places(sip("d.example"), ALL)).containsExactly("tcp:192.0.2.5:5090");
        assertThat(asked).startsWith("d.example NAPTR", "_sip._udp.d.example SRV", "_sip._tcp.d.example SRV");
    }

    @Test
    void withoutNaptrAndSrvItIsUdpAndTheAddressesOfTheName_RFC3263_4_2() throws UnknownHostException {
        a("d.example", "192.0.2.6");
        a("d.example", "2001:db8::6");
        assertThat(places(sip("d.example"), ALL)).containsExactly("udp:192.0.2.6:5060", "udp:2001:db8:0:0:0:0:0:6:5060");
        assertThat(places(sip("d.example"), PLAIN)).as("no IPv6 here").containsExactly("udp:192.0.2.6:5060");
        assertThat(places(sip("d.example"), new Reach(List.of(Transport.TCP), true, false))).as("no UDP here").containsExactly("tcp:192.0.2.6:5060");
    }

    @Test
    void theTargetDotMeansThatThereIsNoSuchService_RFC2782() throws UnknownHostException {
        srv("_sip._udp.x.example", 0, 0, "");
        srv("_sip._tcp.x.example", 0, 0, "");
        a("x.example", "192.0.2.7");
        assertThat(locate(sip("x.example"), PLAIN)).isEqualTo(Located.nowhere("no server is known for x.example"));
    }

    @Test
    void everyServerOfEveryPriorityIsInTheList_RFC3263_4_3() throws UnknownHostException {
        srv("_sip._udp.m.example", 2, 3, "s.example");
        srv("_sip._udp.m.example", 1, 2, "s.example");
        srv("_sip._udp.m.example", 0, 1, "gone.example");
        a("s.example", "192.0.2.8");
        assertThat(places(sip("m.example"), PLAIN)).containsExactly("udp:192.0.2.8:2", "udp:192.0.2.8:3");
    }

    @Test
    void aHundredRecordsAreNoReasonToAskAHundredQuestions() {
        for (int i = 0; i < 100; i++) {
            srv("_sip._udp.big.example", 0, i + 1, "s" + i + ".example");
        }
        locate(sip("big.example"), PLAIN);
        assertThat(asked).filteredOn(q -> q.endsWith(" A")).hasSize(16);
    }

    @Test
    void aQuestionForNaptrThatFailsIsNoObstacleButOneForAddressesIs() {
        Map<Question, Answer> known = new HashMap<>();
        Stream.of("f.example NAPTR", "_sip._udp.f.example SRV", "_sip._tcp.f.example SRV", "f.example A").map(q -> q.split(" "))
            .forEach(q -> known.put(new Question(q[0], Kind.valueOf(q[1])), Answer.failed("DNS is away", Duration.ZERO)));
        assertThat(new Procedure(sip("f.example"), PLAIN, known, new Random(1)).step()).isEqualTo(Located.nowhere("DNS is away"));
    }
}
