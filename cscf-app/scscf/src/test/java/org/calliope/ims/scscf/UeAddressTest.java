package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.node.Topology;
import org.junit.jupiter.api.Test;

/** Whose wrong answers are counted: the address the P-CSCF saw, whatever the UE writes (RFC 3261 18.2.1). */
class UeAddressTest {

    private static final String ICSCF = "SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK1";
    private static final String PCSCF = "SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK2;received=127.0.0.1;rport=5060";
    private static final String UE = "SIP/2.0/UDP 10.0.0.7:5070;rport=40001;received=192.0.2.7;branch=z9hG4bK3";

    private final TrustDomain ours = new TrustDomain(Topology.defaults(), List.of(), Set.of());

    @Test
    void itIsTheFirstHopThatIsNoneOfOurs() {
        assertThat(UeAddress.of(List.of(ICSCF, PCSCF, UE), ours)).isEqualTo("192.0.2.7:40001");
        assertThat(UeAddress.of(List.of(PCSCF, UE), ours)).isEqualTo("192.0.2.7:40001");
    }

    @Test
    void whatTheUeHasWrittenBelowItsOwnViaDoesNotCount() {
        String forged = "SIP/2.0/UDP 203.0.113.9:5060;received=203.0.113.9;branch=z9hG4bK4";

        assertThat(UeAddress.of(List.of(ICSCF, PCSCF, UE, forged), ours)).isEqualTo("192.0.2.7:40001");
    }

    @Test
    void withoutReceivedItIsWhereItsViaSays() {
        assertThat(UeAddress.of(List.of(PCSCF, "SIP/2.0/TCP 192.0.2.7:5070;branch=z9hG4bK3"), ours))
                .isEqualTo("192.0.2.7:5070");
        assertThat(UeAddress.of(List.of("SIP/2.0/UDP [2001:db8::7];branch=z9hG4bK3"), ours))
                .isEqualTo("[2001:db8::7]");
        assertThat(UeAddress.of(List.of("SIP / 2.0 / UDP 192.0.2.7:5070;branch=z9hG4bK3"), ours))
                .as("RFC 3261 25.1").isEqualTo("192.0.2.7:5070");
    }

    @Test
    void aUeOnTheSameMachineIsTheLastOneThatIsLeft() {
        assertThat(UeAddress.of(List.of(PCSCF, "SIP/2.0/UDP 127.0.0.1:5070;rport=5070;received=127.0.0.1"), ours))
                .isEqualTo("127.0.0.1:5070");
        assertThat(UeAddress.of(List.of(), ours)).isEmpty();
    }
}
