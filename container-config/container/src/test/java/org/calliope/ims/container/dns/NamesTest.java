package org.calliope.ims.container.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.calliope.ims.container.dns.Answer.Address;
import org.calliope.ims.container.dns.Question.Kind;
import org.calliope.ims.container.transport.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.hosts.HostsFileParser;

class NamesTest {

    private static final Question A = new Question("A.example.", Kind.A);
    private static final int MOST = 3;

    @TempDir
    private Path folder;
    private final Map<Question, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long nanos;
    private Names names;

    @BeforeEach
    void start() throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "192.0.2.9 lab lab.example\n2001:db8::9 lab\n");
        names = new Names(new Hosts(new HostsFileParser(hosts)), question -> {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            assertThat(asked.put(question, answer)).as("asked twice at a time").isNull();
            return answer;
        }, MOST, () -> nanos, meters);
    }

    private void answer(Question question, Answer answer) {
        asked.remove(question).complete(answer);
    }

    private static Answer address(String text, int seconds) throws IOException {
        return Answer.of(List.of(new Address(InetAddress.getByName(text))), Duration.ofSeconds(seconds));
    }

    private void pass(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void anAnswerHoldsForItsTimeToLive_RFC1035_3_2_1() throws IOException {
        CompletableFuture<Answer> first = names.ask(A);
        assertThat(first).isNotDone();
        answer(A, address("192.0.2.1", 30));
        assertThat(first).isCompletedWithValue(address("192.0.2.1", 30));
        pass(29);
        assertThat(names.ask(A)).isCompletedWithValue(address("192.0.2.1", 30));
        pass(2);
        assertThat(names.ask(A)).isNotDone();
        answer(A, address("192.0.2.2", 10));
        pass(9);
        assertThat(names.ask(A)).isCompletedWithValue(address("192.0.2.2", 10));
        pass(2);
        assertThat(names.ask(A)).isNotDone();
        assertThat(meters.counter(Names.CACHED).count()).isEqualTo(2);
        assertThat(meters.counter(Names.QUESTIONS, "type", "A").count()).isEqualTo(3);
        assertThat(meters.timer(Names.TIME).count()).isEqualTo(2);
    }

    @Test
    void thatThereIsNothingIsRememberedToo_RFC2308_5() {
        names.ask(A);
        answer(A, Answer.of(List.of(), Duration.ofSeconds(60)));
        pass(59);
        assertThat(names.ask(A)).isCompletedWithValueMatching(answer -> answer.data().isEmpty() && answer.failure().isEmpty());
        pass(2);
        assertThat(names.ask(A)).isNotDone();
    }

    @Test
    void aTimeToLiveOfZeroIsForThoseWhoWaitOnly_RFC1035_3_2_1() throws IOException {
        CompletableFuture<Answer> one = names.ask(A);
        CompletableFuture<Answer> two = names.ask(A);
        answer(A, address("192.0.2.1", 0));
        assertThat(one).isDone();
        assertThat(two).isDone();
        assertThat(names.ask(A)).isNotDone();
    }

    @Test
    void aFailureIsRememberedForAMoment_RFC9520_3_2() {
        names.ask(A);
        answer(A, Answer.failed("away", DnsServers.FAILURE_TTL));
        assertThat(names.ask(A)).isCompletedWithValueMatching(answer -> answer.failure().equals("away"));
        pass(6);
        assertThat(names.ask(A)).isNotDone();
        assertThat(meters.counter(Names.FAILURES).count()).isEqualTo(1);
    }

    @Test
    void onlySoManyQuestionsAreAskedAtATimeAndTheNextFailsAtOnce() throws IOException {
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            waiting.add(names.ask(new Question("n" + i, Kind.A)));
        }
        assertThat(waiting).allSatisfy(w -> assertThat(w).isNotDone());
        assertThat(meters.get(Names.OUTSTANDING).gauge().value()).isEqualTo(MOST);
        assertThat(names.ask(A)).isCompletedWithValueMatching(answer -> answer.failure().startsWith("too many names"));
        assertThat(names.ask(new Question("n0", Kind.A))).as("asked already").isNotDone();
        answer(new Question("n1", Kind.A), address("192.0.2.1", 1));
        assertThat(names.ask(A)).as("there is room again, and a refusal is not remembered").isNotDone();
    }

    @Test
    void aNameOfTheHostsFileHasItsAddressesAndIsNotAskedFor() throws IOException {
        assertThat(names.ask(new Question("LAB", Kind.A)).join().data()).containsExactly(new Address(InetAddress.getByName("192.0.2.9")));
        assertThat(names.ask(new Question("lab", Kind.AAAA)).join().data()).containsExactly(new Address(InetAddress.getByName("2001:db8::9")));
        assertThat(names.ask(new Question("lab.example", Kind.AAAA)).join().data()).isEmpty();
        assertThat(names.ask(new Question("_sip._udp.lab", Kind.SRV)).join().data()).isEmpty();
        assertThat(names.ask(new Question("lab", Kind.NAPTR)).join().data()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void localhostIsThisMachineAndInvalidIsNothing_RFC6761_6_3() throws IOException {
        assertThat(names.ask(new Question("localhost", Kind.A)).join().data()).containsExactly(new Address(InetAddress.getByName("127.0.0.1")));
        assertThat(names.ask(new Question("df7jal23ls0d.invalid", Kind.A)).join().data()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void serversThatFailedAreLastUntilTheirPenaltyIsOver_RFC3263_4_3() throws IOException {
        Suspects suspects = new Suspects(() -> nanos);
        List<Place> places = new ArrayList<>();
        for (int port = 1; port <= 3; port++) {
            places.add(new Place(Transport.UDP, InetAddress.getByName("192.0.2.1"), port));
        }
        suspects.add(places.get(0), Duration.ofSeconds(30));
        suspects.add(places.get(1), Duration.ofDays(1));
        assertThat(suspects.last(places)).extracting(Place::port).containsExactly(3, 1, 2);
        pass(31);
        assertThat(suspects.last(places)).extracting(Place::port).containsExactly(1, 3, 2);
        pass(300);
        assertThat(suspects.last(places)).as("nobody is believed for a day").isEqualTo(places);
    }
}
