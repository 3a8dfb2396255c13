package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.calliope.ims.node.AdminPassword;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.UserAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The S-CSCF on a server of its own beside one with all the rest; both have the same ims.properties.
 *
 * <pre>
 *  phones -- P-CSCF, I-CSCF, HSS ---- S-CSCF
 * </pre>
 */
@Timeout(180)
class SeparateServersIT {

    private static final List<Integer> PORTS = FreePorts.draw(6);
    private static final Map<String, String> ADDRESSES = Map.of("pcscf", "sip:" + address(0), "icscf", "sip:" + address(1), "hss", "aaa://" + address(2),
        "scscf", "sip:" + address(3), "bgcf", "sip:" + address(4), "ecscf", "sip:" + address(5));
    private static ServerProcess rest;
    private static ServerProcess scscf;

    private static String address(int which) {
        return "127.0.0.1:" + PORTS.get(which);
    }

    private static Map<String, String> listen(String... addresses) {
        return Map.of("sip-listen", String.join(", ", Stream.of(addresses).map(at -> "udp:" + at + ", tcp:" + at).toList()));
    }

    @BeforeAll
    static void start() {
        rest = new ServerProcess(Set.of("scscf.sar"), Map.of("ims", ADDRESSES, "server", listen(address(0), address(1), address(4), address(5)))).begin();
        scscf = new ServerProcess(Set.of("pcscf.sar", "icscf.sar", "bgcf.sar", "ecscf.sar", "hss.war"), Map.of("ims", ADDRESSES, "server", listen(address(3)))).begin();
        rest.awaitReady();
        scscf.awaitReady();
    }

    @AfterAll
    static void end() {
        scscf.close();
        rest.close();
    }

    private static UserAgent phone(String user) {
        rest.console().post("api/v1/subscriptions", "{\"user\":\"" + user + "\",\"authentication\":{\"password\":\"" + user + "\"}}",
            AdminPassword.in(rest.folder().resolve("data")));
        UserAgent phone = UserAgent.builder("sip:" + user + "@ims.example").password(user).proxy(new InetSocketAddress("127.0.0.1", PORTS.get(0))).build();
        phone.register();
        return phone;
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    @DisplayName("TS 23.228 5.6, 5.7, RFC 3261 18.1.1: a call goes through both servers, twice, over UDP or, when it is too long, TCP, and ends")
    void call(int length) {
        try (UserAgent caller = phone("u1" + length); UserAgent called = phone("u2" + length)) {
            Call call = caller.call(caller.invitation(called.identity()).with("Subject", "x".repeat(length)));

            assertThat(Flows.through(call, called).requestUri()).isEqualTo(called.contactUri());
        }
    }
}
