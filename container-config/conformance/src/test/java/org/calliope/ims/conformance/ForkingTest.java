package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 6.2.3.2, 11.1: a request that forked downstream makes several dialogs, each with a session of its own. */
class ForkingTest {

    @RegisterExtension
    static final Application APP = Application.of("forking", Forked.class, ScriptedAgent.class);

    private final Peer alice = Peer.udp();
    private final Peer bob = Peer.udp();

    /** Counts its sessions by a mark it puts on each. */
    public static class Forked extends ScriptedAgent {

        private static final long serialVersionUID = 1L;

        @Override
        protected void begin(SipServletRequest start, String action) throws ServletException, IOException {
            SipServletRequest invite = create(start, "INVITE");
            invite.getSession().setAttribute("mark", "original");
            invite.getSession().setAttribute("id", invite.getSession().getId());
            invite.send();
        }

        @Override
        protected void doProvisionalResponse(SipServletResponse response) throws ServletException, IOException {
            describe(response);
        }

        @Override
        protected void doSuccessResponse(SipServletResponse response) throws ServletException, IOException {
            describe(response);
            if (response.getMethod().equals("INVITE")) {
                response.createAck().send();
                if (response.getTo().getParameter("tag").equals("two")) {
                    response.getSession().createRequest("BYE").send();
                }
            }
        }

        private static void describe(SipServletResponse response) {
            SipSession session = response.getSession();
            boolean derived = !session.getId().equals(session.getAttribute("id"));
            note(response, response.getStatus() + " " + response.getMethod() + " " + response.getTo().getParameter("tag")
                + (derived ? " derived " : " first ") + session.getAttribute("mark") + " " + session.getState());
        }
    }

    @AfterEach
    void close() {
        List.of(alice, bob).forEach(Peer::close);
    }

    private String started() {
        SipMessage start = alice.request("START", APP).with("X-To", bob.uri());
        alice.exchange(start);
        return start.callId();
    }

    private SipMessage tagged(SipMessage invite, int status, String tag) {
        return bob.send(bob.response(invite, status).replace("To", invite.required("To") + ";tag=" + tag));
    }

    @Test
    void anotherEarlyDialogHasADerivedSession_6_2_3_2() {
        String key = started();
        SipMessage invite = bob.await("INVITE");
        tagged(invite, 180, "one");
        Events.await(key, "180 INVITE one first original EARLY");
        tagged(invite, 180, "two");
        Events.await(key, "180 INVITE two derived original EARLY");
        tagged(invite, 486, "one");
        bob.await("ACK");
    }

    @Test
    void every2xxReachesTheApplicationInItsOwnSession_11_1_RFC3261_13_2_2_4() {
        String key = started();
        SipMessage invite = bob.await("INVITE");
        tagged(invite, 180, "one");
        Events.await(key, "180 INVITE one first original EARLY");
        tagged(invite, 180, "two");
        Events.await(key, "180 INVITE two derived original EARLY");
        tagged(invite, 200, "one");
        assertThat(bob.await("ACK").to().tag()).isEqualTo("one");
        tagged(invite, 200, "two");
        assertThat(bob.await("ACK").to().tag()).isEqualTo("two");
        SipMessage bye = bob.await("BYE");
        assertThat(bye.to().tag()).isEqualTo("two");
        bob.send(bob.response(bye, 200));
        Events.await(key, "200 INVITE one first original CONFIRMED");
        Events.await(key, "200 INVITE two derived original CONFIRMED");
    }

    @Test
    void a2xxWithoutAnEarlyDialogIsDerivedToo_6_2_3_2() {
        String key = started();
        SipMessage invite = bob.await("INVITE");
        tagged(invite, 200, "one");
        assertThat(bob.await("ACK").to().tag()).isEqualTo("one");
        tagged(invite, 200, "two");
        assertThat(bob.await("ACK").to().tag()).isEqualTo("two");
        bob.send(bob.response(bob.await("BYE"), 200));
        Events.await(key, "200 INVITE two derived original CONFIRMED");
    }

    @Test
    void aDialogThatWinsAfterAnotherRang_6_2_3_2() {
        String key = started();
        SipMessage invite = bob.await("INVITE");
        tagged(invite, 180, "one");
        Events.await(key, "180 INVITE one first original EARLY");
        tagged(invite, 200, "two");
        assertThat(bob.await("ACK").to().tag()).isEqualTo("two");
        bob.send(bob.response(bob.await("BYE"), 200));
        Events.await(key, "200 INVITE two derived original CONFIRMED");
    }
}
