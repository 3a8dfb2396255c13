package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.through;

import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.calliope.ims.trace.SipEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A UE that has several flows is reached by the next one when one has failed (RFC 5626 7).
 *
 * <pre>
 * bob           S-CSCF                    P-CSCF                      alice's telephone
 *   |             |                         |    REGISTER reg-id=1          | connection 1
 *   |             |                         |&lt;------------------------------|
 *   |             |                         |    REGISTER reg-id=2          | connection 2, which closes
 *   |             |                         |&lt;------------------------------|
 *   | INVITE      | INVITE, Path of flow 2  |                               |
 *   |-----------&gt;|------------------------&gt;|                               |
 *   |             | 430 (Flow Failed)       |                               |
 *   |             |&lt;------------------------|                               |
 *   |             | INVITE, Path of flow 1  |    INVITE                     |
 *   |             |------------------------&gt;|------------------------------&gt;| connection 1
 * </pre>
 */
class SeveralFlowsIT {
    private static final String TELEPHONE = "<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>";
    private static final String TABLET = "<urn:gsma:imei:90420156-025763-0>";
    private static final String ONE_CONTACT = "<sip:alice@192.168.1.5:5060;transport=tcp>";
    private static final int NOBODY = FreePorts.draw(1).get(0);

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("icscf", "trusted-peers", "*").conf("scscf", "trusted-peers", "*").conf("scscf", "pcscf-timeout", "1s")
        .conf("scscf", "no-reply-timeout", "1s").build();

    private final UserAgent older = IMS.phone("alice", Flows.over(Transport.TCP));
    private final UserAgent newer = IMS.phone("alice", Flows.over(Transport.TCP));
    private final UserAgent tablet = IMS.phone("alice");
    private final UserAgent bob = IMS.phone("bob");

    @BeforeEach
    void register() {
        bob.register();
    }

    private static void flow(UserAgent phone, String contact, String instance, int regId, String more) {
        phone.registration().contact(contact + ";+sip.instance=\"" + instance + "\";reg-id=" + regId + more).expect(200);
    }

    private void twoFlows(String more) {
        flow(older, ONE_CONTACT, TELEPHONE, 1, more);
        flow(newer, ONE_CONTACT, TELEPHONE, 2, more);
    }

    private static void failed(String callId) {
        assertThat(Refused.traced(IMS, callId)).filteredOn(SipEvent.class::isInstance)
            .extracting(event -> ((SipEvent) event).startLine()).anyMatch(line -> line.startsWith("SIP/2.0 430"));
    }

    @Test
    @DisplayName("RFC 5626 7: the newer flow is gone and has the same contact: the call comes by the older one")
    void call() {
        twoFlows("");
        newer.disconnect();

        Call call = bob.call(older.identity());

        through(call, older);
        failed(call.invite().callId());
        assertThat(newer.invited()).isFalse();
    }

    @Test
    @DisplayName("RFC 5626 7: the same with a contact for each flow")
    void callWithOtherContact() {
        flow(older, '<' + older.contactUri() + '>', TELEPHONE, 1, "");
        flow(newer, '<' + newer.contactUri() + '>', TELEPHONE, 2, "");
        newer.disconnect();

        through(bob.call(older.identity()), older);
        assertThat(newer.invited()).as("not by a new connection to its contact").isFalse();
    }

    @Test
    @DisplayName("RFC 5626 7, RFC 3428: a MESSAGE comes by the older flow")
    void message() {
        twoFlows("");
        newer.disconnect();

        bob.message(older.identity(), "hello").expect(200);

        assertThat(older.awaitMessage().bodyText()).isEqualTo("hello");
    }

    @Test
    @DisplayName("RFC 5626 7, RFC 3261 16.7: two telephones ring together, one of them by its second flow; who answers has the call")
    void inParallel() {
        tablet.registration().contact('<' + tablet.contactUri() + ">;+sip.instance=\"" + TABLET + '"').expect(200);
        twoFlows("");
        newer.disconnect();

        Call call = bob.call(older.identity());
        IncomingCall atTablet = tablet.awaitInvite();
        atTablet.ring();
        IncomingCall atTelephone = older.awaitInvite();
        atTelephone.ring();
        call.awaitRinging();
        atTelephone.answer();
        call.awaitAnswer();
        atTelephone.awaitAck();
        atTablet.awaitCancel();
        call.hangUp();
        atTelephone.awaitBye();
    }

    @Test
    @DisplayName("RFC 5626 7, RFC 3261 16.6: a preferred telephone has both its flows tried before the next one rings")
    void oneAfterTheOther() {
        tablet.registration().contact('<' + tablet.contactUri() + ">;+sip.instance=\"" + TABLET + "\";q=0.5").expect(200);
        twoFlows(";q=1.0");
        newer.disconnect();

        Call call = bob.call(older.identity());
        IncomingCall atTelephone = older.awaitInvite();
        assertThat(tablet.invited()).isFalse();
        atTelephone.reject(486);

        through(call, tablet);
    }

    @Test
    @DisplayName("RFC 5626 7: a telephone that has answered by one flow is not called by another: MUST NOT forward")
    void busy() {
        twoFlows("");

        Call call = bob.call(older.identity());
        newer.awaitInvite().reject(486);

        call.expect(486);
        assertThat(older.invited()).isFalse();
    }

    @Test
    @DisplayName("RFC 5626 7: nor in a sequential search, where the next telephone rings")
    void busyInSequence() {
        tablet.registration().contact('<' + tablet.contactUri() + ">;+sip.instance=\"" + TABLET + "\";q=0.5").expect(200);
        twoFlows(";q=1.0");

        Call call = bob.call(older.identity());
        newer.awaitInvite().reject(486);

        through(call, tablet);
        assertThat(older.invited()).isFalse();
    }

    @Test
    @DisplayName("RFC 5626 7: nor with a MESSAGE")
    void messageRefused() {
        twoFlows("");
        newer.answering("MESSAGE", 488);
        older.answering("MESSAGE", 200);

        bob.message(older.identity(), "hello").expect(488);
    }

    @Test
    @DisplayName("RFC 5626 11.5: when no flow is left the caller hears 480 and nothing of flows")
    void noFlowLeft() {
        twoFlows("");
        older.disconnect();
        newer.disconnect();

        SipMessage answer = bob.call(older.identity()).expect(480);

        failed(answer.callId());
    }

    @Test
    @DisplayName("RFC 5626 7: the older flow's answer is the caller's, not the failure of the newer one")
    void busyAfterFailure() {
        twoFlows("");
        newer.disconnect();

        Call call = bob.call(older.identity());
        older.awaitInvite().reject(486);

        call.expect(486);
    }

    /** Registers by a P-CSCF that dies then. */
    private void flowBySilentPcscf(String q) {
        UserAgent phone = IMS.phone("alice", p -> p.proxy(IMS.icscf()).withoutProxyRoute());
        phone.registration().contact('<' + phone.contactUri() + ">;+sip.instance=\"" + TELEPHONE + "\";reg-id=2" + q)
            .header("Path", "<sip:term@127.0.0.1:" + NOBODY + ";lr;ob>").header("Require", "path").expect(200);
    }

    @Test
    @DisplayName("RFC 5626 7, 9.3: the newer flow's P-CSCF is silent: the call comes by the older one")
    void silentPcscf() {
        flow(older, ONE_CONTACT, TELEPHONE, 1, "");
        flowBySilentPcscf("");

        through(bob.call(older.identity()), older);
    }

    @Test
    @DisplayName("RFC 5626 7: the same in a sequential search")
    void silentPcscfInSequence() {
        tablet.registration().contact('<' + tablet.contactUri() + ">;+sip.instance=\"" + TABLET + "\";q=0.5").expect(200);
        flow(older, ONE_CONTACT, TELEPHONE, 1, ";q=1.0");
        flowBySilentPcscf(";q=1.0");

        through(bob.call(older.identity()), older);
        assertThat(tablet.invited()).isFalse();
    }

    @Test
    @DisplayName("RFC 5626 7: the same with a MESSAGE")
    void silentPcscfAndMessage() {
        flow(older, ONE_CONTACT, TELEPHONE, 1, "");
        flowBySilentPcscf("");

        bob.message(older.identity(), "hello").expect(200);
        older.awaitMessage();
    }

    @Test
    @DisplayName("RFC 5626 6, RFC 3261 16.6: two telephones with one private contact ring both, each by its Path")
    void oneContactOfTwoTelephones() {
        flow(older, ONE_CONTACT, TELEPHONE, 1, "");
        flow(newer, ONE_CONTACT, TABLET, 1, "");

        Call call = bob.call(older.identity());
        IncomingCall one = older.awaitInvite();
        IncomingCall other = newer.awaitInvite();
        one.ring();
        other.ring();
        other.answer();
        call.awaitAnswer();
        other.awaitAck();
        one.awaitCancel();
        call.hangUp();
        other.awaitBye();
    }
}
