package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.calliope.ims.node.Topology;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;

class TrustDomainTest {

    private static final String VIA = "SIP/2.0/TCP 127.0.0.1:5064;branch=z9hG4bK1";

    @Test
    void ts24229_4_4_theElementsOfTheNetworkAreTrusted() {
        TrustDomain domain = new TrustDomain(Topology.defaults(), List.of(), Set.of());

        domain.check("127.0.0.1", 5060, "UDP", "", "TS 24.229 4.4");
        domain.check("127.0.0.1", 5064, "UDP", "", "TS 24.229 4.4");
    }

    @Test
    void ts24229_5_3_1_2_aUeThatGoesAroundItsPcscfIs403() {
        TrustDomain domain = new TrustDomain(Topology.defaults(), List.of(), Set.of());

        assertThatThrownBy(() -> domain.check("127.0.0.1", 5070, "UDP", VIA, "TS 24.229 5.3.1.2"))
                .isInstanceOfSatisfying(SipRefusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(403);
                    assertThat(refusal.clause()).isEqualTo("TS 24.229 5.3.1.2");
                    assertThat(refusal.values()).containsEntry("source", "127.0.0.1:5070");
                });
    }

    @Test
    void rfc3261_18_1_1_aConnectionOfAnElementElsewhereComesFromAnyPort() {
        TrustDomain domain = new TrustDomain(Topology.defaults(), List.of("192.0.2.8"), Set.of());

        domain.check("127.0.0.1", 40_000, "TCP", VIA, "TS 24.229 4.4");
        domain.check("127.0.0.1", 40_000, "TCP", "SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1", "TS 24.229 4.4");
        assertThatThrownBy(() -> domain.check("127.0.0.1", 40_000, "TCP", VIA.replace("5064", "5070"), "TS 24.229 4.4"))
                .as("nobody of ours").isInstanceOf(SipRefusal.class);
        assertThatThrownBy(() -> domain.check("203.0.113.9", 40_000, "TCP", VIA, "TS 24.229 4.4"))
                .as("its address says more than its Via").isInstanceOf(SipRefusal.class);
    }

    @Test
    void ts24229_4_4_nobodyConnectsAsAnElementOfThisServer() {
        TrustDomain domain = new TrustDomain(Topology.defaults(), List.of(), Set.of("127.0.0.1:5064"));

        assertThatThrownBy(() -> domain.check("127.0.0.1", 40_000, "TCP", VIA, "TS 24.229 4.4"))
                .isInstanceOf(SipRefusal.class);
    }

    @Test
    void furtherPeersAreNamedByHostOrByHostAndPort() {
        TrustDomain domain = new TrustDomain(Topology.defaults(), List.of("192.0.2.7", "192.0.2.8:5060", "[::1]:5060"), Set.of());

        assertThat(domain.contains("192.0.2.7", 40000)).isTrue();
        assertThat(domain.contains("192.0.2.8", 5060)).isTrue();
        assertThat(domain.contains("192.0.2.8", 5061)).isFalse();
        assertThat(domain.contains("0:0:0:0:0:0:0:1", 5060)).isTrue();
    }

    @Test
    void everybodyIsAChoice() {
        assertThat(new TrustDomain(Topology.defaults(), List.of("*"), Set.of()).contains("203.0.113.5", 1)).isTrue();
    }
}
