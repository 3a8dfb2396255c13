package org.calliope.ims.hss.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.calliope.ims.testkit.diameter.Avp;
import org.calliope.ims.testkit.diameter.AvpName;
import org.calliope.ims.testkit.diameter.DiameterMessage;
import org.calliope.ims.testkit.diameter.DiameterPeer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** RFC 6733 around each Cx procedure, one case of each; ims-core has the rest of them. */
class BaseConformanceTest extends CxWire {

    @Test
    @DisplayName("RFC 6733 4.1, 7.1.5: an unknown AVP with the M bit, DIAMETER_AVP_UNSUPPORTED (5001)")
    void unknownMandatory() throws Exception {
        Avp foreign = new Avp(9_999, 0, Avp.MANDATORY, new byte[4]);
        for (int command : new int[] {UAR, LIR}) {
            Avp[] known = {user(ALICE), identity(ALICE_SIP), Avp.of(AvpName.VISITED_NETWORK_IDENTIFIER, HOME)};
            DiameterMessage answer = result(ask(command, with(known, foreign)), 5001);
            assertThat(answer.group(AvpName.FAILED_AVP)).containsExactly(foreign);
        }
        result(ask(SAR, with(sarAvps(REGISTRATION, S1, ALICE, ALICE_SIP), foreign)), 5001);
        experimental(lir(ALICE_SIP), 5003);
    }

    @Test
    @DisplayName("RFC 6733 7.1.5: a number of three bytes, DIAMETER_INVALID_AVP_LENGTH (5014)")
    void wrongLength() throws Exception {
        result(uar(ALICE, ALICE_SIP, Avp.of(AvpName.USER_AUTHORIZATION_TYPE, new byte[3])), 5014);
    }

    @Test
    @DisplayName("RFC 6733 7.1.5: each AVP that must be there, DIAMETER_MISSING_AVP (5005) with Failed-AVP")
    void missing() throws Exception {
        DiameterMessage whole = peer.request(DiameterPeer.CX, UAR, user(ALICE), identity(ALICE_SIP),
                Avp.of(AvpName.VISITED_NETWORK_IDENTIFIER, HOME));
        for (AvpName name : new AvpName[] {AvpName.USER_NAME, AvpName.PUBLIC_IDENTITY,
            AvpName.VISITED_NETWORK_IDENTIFIER}) {
            DiameterMessage answer = result(peer.ask(whole.without(name)), 5005);
            assertThat(answer.group(AvpName.FAILED_AVP)).anyMatch(avp -> avp.is(name));
        }
    }

    @Test
    @DisplayName("RFC 6733 5.5.4: a repeated MAR is answered as before and takes no second sequence number")
    void replayed() throws Exception {
        DiameterMessage request = peer.request(DiameterPeer.CX, MAR, user(BOB), identity(BOB_SIP), server(S1),
                Avp.of(AvpName.SIP_NUMBER_AUTH_ITEMS, 1), Avp.of(AvpName.SIP_AUTH_DATA_ITEM,
                        Avp.of(AvpName.SIP_AUTHENTICATION_SCHEME, "Digest-AKAv1-MD5")));
        Set<Avp> items = new HashSet<>(peer.ask(request).all(AvpName.SIP_AUTH_DATA_ITEM));
        items.addAll(peer.ask(request.flags(request.flags() | DiameterMessage.RETRANSMITTED))
                .all(AvpName.SIP_AUTH_DATA_ITEM));
        assertThat(items).hasSize(1);
    }

    @Test
    @DisplayName("RFC 6733 3: a message that ends in the middle of an AVP leaves the HSS as it was")
    void truncated() throws Exception {
        byte[] whole = peer.request(DiameterPeer.CX, LIR, identity(ALICE_SIP)).encode();
        byte[] cut = Arrays.copyOf(whole, whole.length - 8);
        cut[3] = (byte) cut.length;
        try (DiameterPeer careless = connect("s3.ims.example")) {
            careless.send(cut);
        }
        try (DiameterPeer other = connect("s2.ims.example")) {
            assertThat(other.ask(other.request(DiameterPeer.CX, LIR, identity(ALICE_SIP))).experimentalResult())
                    .isEqualTo(5003);
        }
    }
}
