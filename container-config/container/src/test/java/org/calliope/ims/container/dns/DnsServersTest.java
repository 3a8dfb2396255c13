package org.calliope.ims.container.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.calliope.ims.container.dns.Answer.Address;
import org.calliope.ims.container.dns.Answer.Naptr;
import org.calliope.ims.container.dns.Answer.Srv;
import org.calliope.ims.container.dns.Question.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions to DNS servers over UDP. */
class DnsServersTest {

    private static final Duration PATIENCE = Duration.ofMillis(800);

    private FakeDns dns;
    private DnsServers servers;

    @BeforeEach
    void start() throws IOException {
        dns = new FakeDns().with("d.example. 60 IN NAPTR 10 20 \"s\" \"SIP+D2U\" \"\" _sip._udp.d.example.",
            "_sip._udp.d.example. 50 IN SRV 1 2 5060 h.d.example.", "h.d.example. 40 IN A 192.0.2.1", "h.d.example. 30 IN A 192.0.2.2",
            "h.d.example. 30 IN AAAA 2001:db8::1", "alias.example. 20 IN CNAME h.d.example.",
            "loop.example. 20 IN CNAME loop.example.");
        servers = new DnsServers(List.of(address(dns)), PATIENCE);
    }

    @AfterEach
    void stop() {
        servers.close();
        dns.close();
    }

    private static InetSocketAddress address(FakeDns dns) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port());
    }

    private static Address of(String address) throws IOException {
        return new Address(InetAddress.getByName(address));
    }

    @Test
    void recordsOfEveryKindAreRead() throws IOException {
        assertThat(servers.apply(new Question("d.example", Kind.NAPTR)).join())
            .isEqualTo(Answer.of(List.of(new Naptr(10, 20, "s", "SIP+D2U", "_sip._udp.d.example")), Duration.ofSeconds(60)));
        assertThat(servers.apply(new Question("_sip._udp.d.example", Kind.SRV)).join())
            .isEqualTo(Answer.of(List.of(new Srv(1, 2, 5060, "h.d.example")), Duration.ofSeconds(50)));
        assertThat(servers.apply(new Question("h.d.example", Kind.A)).join())
            .as("the shortest time to live").isEqualTo(Answer.of(List.of(of("192.0.2.1"), of("192.0.2.2")), Duration.ofSeconds(30)));
        assertThat(servers.apply(new Question("h.d.example", Kind.AAAA)).join().data()).containsExactly(of("2001:db8::1"));
    }

    @Test
    void anAliasIsFollowedAndOneThatLeadsNowhereEnds_RFC1034_3_6_2() throws IOException {
        assertThat(servers.apply(new Question("alias.example", Kind.AAAA)).join())
            .isEqualTo(Answer.of(List.of(of("2001:db8::1")), Duration.ofSeconds(20)));
        assertThat(servers.apply(new Question("loop.example", Kind.A)).join().failure()).isEqualTo("too many aliases for loop.example");
    }

    @Test
    void whatDoesNotExistMayBeKeptForTheTimeOfTheSoa_RFC2308_5() {
        assertThat(servers.apply(new Question("nothing.example", Kind.A)).join()).isEqualTo(Answer.of(List.of(), Duration.ofSeconds(60)));
        assertThat(servers.apply(new Question("d.example", Kind.A)).join()).isEqualTo(Answer.of(List.of(), Duration.ofSeconds(60)));
    }

    @Test
    void aServerThatIsSilentIsAskedAgainAndThenItIsAFailure() {
        Answer answer = servers.apply(new Question("x.silent", Kind.A)).join();
        assertThat(answer.failure()).isEqualTo("DNS does not answer for x.silent");
        assertThat(dns.asked()).filteredOn("x.silent. A"::equals).hasSize(4);
    }

    @Test
    void theNextServerIsAskedWhenTheFirstIsDead() throws IOException {
        FakeDns dead = new FakeDns();
        InetSocketAddress nobody = address(dead);
        dead.close();
        DnsServers both = new DnsServers(List.of(nobody, address(dns)), PATIENCE);
        assertThat(both.apply(new Question("h.d.example", Kind.AAAA)).join().data()).containsExactly(of("2001:db8::1"));
    }

    @Test
    void aNameThatCanNotExistIsNotAskedFor() {
        assertThat(servers.apply(new Question("a".repeat(64) + ".example", Kind.A)).join().data()).isEmpty();
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void aServerIsWrittenAsAnAddressWithAPortOrWithout() {
        assertThat(DnsSettings.server("10.0.0.1")).isEqualTo(new InetSocketAddress("10.0.0.1", 53));
        assertThat(DnsSettings.server("10.0.0.1:5353")).isEqualTo(new InetSocketAddress("10.0.0.1", 5353));
        assertThat(DnsSettings.server("::1")).isEqualTo(new InetSocketAddress("::1", 53));
        assertThat(DnsSettings.server("[::1]:5353")).isEqualTo(new InetSocketAddress("::1", 5353));
        assertThatThrownBy(() -> DnsSettings.server("ns.example")).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("dns-servers takes addresses").hasMessageContaining("not ns.example");
    }
}
