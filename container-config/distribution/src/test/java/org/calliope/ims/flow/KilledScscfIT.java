package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.calliope.ims.node.AdminPassword;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.Console;
import org.calliope.ims.testkit.ExchangeFailure;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two S-CSCFs with one set of registrations, in processes of their own beside one with all the rest. Users of both call
 * and register again all the while, and first one is killed, then, when that is there again, the other one.
 *
 * <pre>
 *  phones -- P-CSCF, I-CSCF, HSS --+-- S-CSCF 1: killed, started again
 *                                  |      | cluster
 *                                  +-- S-CSCF 2: killed then
 * </pre>
 *
 * <p>The lines of conf are those of {@code docs/registration-store.md}.
 */
@Timeout(300)
class KilledScscfIT {
    private static final int USERS = 20;
    private static final int CALLERS_EACH = 3;
    private static final int REFRESHING = 2;
    private static final int CALLS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Integer> ports = FreePorts.draw(8);
    private final Map<String, String> addresses = Map.of("pcscf", "sip:" + address(0), "icscf", "sip:" + address(1),
        "hss", "aaa://" + address(2));
    private final List<ServerProcess> scscfs = new ArrayList<>();
    private final List<UserAgent> phones = new ArrayList<>();
    private final ScheduledExecutorService load = Executors.newScheduledThreadPool(2 * CALLERS_EACH + REFRESHING);
    private ServerProcess rest;

    private String address(int which) {
        return "127.0.0.1:" + ports.get(which);
    }

    private String scscf(int which) {
        return address(3 + which);
    }

    private String cluster(int which) {
        return address(5 + which);
    }

    private static Map<String, String> server(String... addresses) {
        return Map.of("sip-listen", String.join(", ", Stream.of(addresses).map(at -> "udp:" + at + ", tcp:" + at).toList()));
    }

    @BeforeEach
    void start() {
        rest = new ServerProcess(Set.of("scscf.sar"), Map.of("ims", addresses,
            "server", server(address(0), address(1)),
            "pcscf", Map.of("scscf-timeout", "2s"),
            "icscf", Map.of("trusted-peers", scscf(0) + ", " + scscf(1), "scscf-timeout", "2s",
                "scscf-list", "sip:" + scscf(0) + ", sip:" + scscf(1)))).begin();
        for (int i = 0; i < 2; i++) {
            Map<String, String> ims = new HashMap<>(addresses);
            ims.put("scscf", "sip:" + scscf(i));
            scscfs.add(new ServerProcess(Set.of("pcscf.sar", "icscf.sar", "hss.war"), Map.of("ims", ims,
                "server", server(scscf(i)),
                "scscf", Map.of("diameter-identity", "scscf" + i + ".ims.example", "registration-store", "infinispan",
                    "cluster-address", cluster(i), "cluster-members", cluster(0) + ", " + cluster(1)))).begin());
        }
        rest.awaitReady();
        scscfs.forEach(ServerProcess::awaitReady);
    }

    @AfterEach
    void end() {
        load.shutdownNow();
        phones.forEach(UserAgent::close);
        scscfs.forEach(ServerProcess::close);
        rest.close();
    }

    private UserAgent phone(String user) {
        UserAgent phone = UserAgent.builder("sip:" + user + "@ims.example").password(user)
            .proxy(new InetSocketAddress("127.0.0.1", ports.get(0))).build().answeringCalls();
        phones.add(phone);
        return phone;
    }

    private void provision(int users) {
        Console console = rest.console();
        AdminPassword admin = AdminPassword.in(rest.folder().resolve("data"));
        for (int i = 0; i < users; i++) {
            console.post("api/v1/subscriptions",
                "{\"user\":\"u" + i + "\",\"authentication\":{\"password\":\"u" + i + "\"}}", admin);
        }
    }

    private boolean servedBy(int which, UserAgent phone) {
        return phone.serviceRoute().stream().anyMatch(route -> route.contains(scscf(which)));
    }

    private static long registers(UserAgent phone) {
        return phone.exchange().sent().stream().filter(message -> message.is("REGISTER")).count();
    }

    /** One who calls all others in turn. */
    private final class Caller implements Runnable {
        private final UserAgent phone;
        private final List<UserAgent> others;
        private final AtomicInteger answered = new AtomicInteger();
        private final Queue<String> lost = new ConcurrentLinkedQueue<>();
        private final Queue<String> refused = new ConcurrentLinkedQueue<>();
        private int next;

        private Caller(UserAgent phone) {
            this.phone = phone;
            this.others = phones.stream().filter(other -> other != phone).toList();
        }

        @Override
        public void run() {
            UserAgent other = others.get(next++ % others.size());
            Call call = phone.call(other.identity());
            try {
                SipMessage end = call.outgoing().transaction().awaitFinal();
                if (end.isSuccess()) {
                    call.outgoing().ack();
                    call.hangUp();
                    answered.incrementAndGet();
                } else if (end.status() == 504 && end.bodyText().contains("<action>initial-registration</action>")) {
                    phone.register(); // TS 24.229 5.1.2A.1.6
                } else {
                    refused.add(phone.identity() + " to " + other.identity() + ": " + end.startLine() + " " + end.header("Reason").orElse(""));
                }
            } catch (ExchangeFailure nothing) {
                lost.add(phone.identity() + " to " + other.identity() + ": " + nothing.sentence());
            }
        }

        @Override
        public String toString() {
            return phone.identity() + " refused " + refused + " lost " + lost;
        }
    }

    @Test
    @DisplayName("TS 23.380 4: of two S-CSCFs with one store either is killed under load, and every user is reached as before")
    void eitherMayDie() {
        provision(USERS);
        for (int i = 0; i < USERS; i++) {
            phone("u" + i).register();
        }
        List<UserAgent> calling = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int which = i;
            List<UserAgent> served = phones.stream().filter(phone -> servedBy(which, phone)).limit(CALLERS_EACH).toList();
            assertThat(served).as("users of S-CSCF " + scscf(i)).hasSize(CALLERS_EACH);
            calling.addAll(served);
        }
        List<UserAgent> quiet = phones.stream().filter(phone -> !calling.contains(phone)).toList();
        List<UserAgent> refreshing = quiet.subList(0, REFRESHING);
        List<UserAgent> called = quiet.subList(REFRESHING, quiet.size());
        List<Caller> callers = calling.stream().map(Caller::new).toList();
        AtomicInteger refreshed = new AtomicInteger();
        Queue<String> notRefreshed = new ConcurrentLinkedQueue<>();

        callers.forEach(caller -> load.scheduleWithFixedDelay(caller, 0, 50, TimeUnit.MILLISECONDS));
        refreshing.forEach(phone -> load.scheduleWithFixedDelay(() -> {
            try {
                phone.register();
                refreshed.incrementAndGet();
            } catch (ExchangeFailure failure) {
                notRefreshed.add(failure.getMessage());
            }
        }, 0, 200, TimeUnit.MILLISECONDS));
        for (int i = 0; i < 2; i++) {
            goesOn(callers, refreshed);
            scscfs.get(i).kill();
            goesOn(callers, refreshed);
            everyoneIsReached(List.of("alice", "bob").get(i));
            scscfs.get(i).begin().awaitReady();
        }
        load.shutdown();

        assertThat(called).allSatisfy(phone -> assertThat(registers(phone)).as(phone.identity()).isEqualTo(2));
        assertThat(notRefreshed).isEmpty();
        assertThat(callers).allSatisfy(caller -> {
            assertThat(caller.refused).isEmpty();
            assertThat(caller.lost).as("at most the one that was in progress at each death").hasSizeLessThanOrEqualTo(2);
        });
        List.of(rest, scscfs.get(0), scscfs.get(1)).forEach(server -> assertThat(server.log()).doesNotContain(" ERROR "));
    }

    /** From now on each caller has calls answered, and phones register again. */
    private static void goesOn(List<Caller> callers, AtomicInteger refreshed) {
        int refreshedBefore = refreshed.get();
        callers.forEach(caller -> caller.answered.set(0));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(callers).allSatisfy(caller -> assertThat(caller.answered.get()).as(caller::toString).isGreaterThan(CALLS));
            assertThat(refreshed.get()).isGreaterThan(refreshedBefore + REFRESHING);
        });
    }

    /** Somebody who registers now reaches each of those who were registered before. */
    private void everyoneIsReached(String by) {
        List<UserAgent> all = List.copyOf(phones);
        UserAgent caller = phone(by);
        caller.register();
        for (UserAgent phone : all) {
            Call call = caller.call(phone.identity());
            call.awaitAnswer();
            call.hangUp();
        }
    }
}
