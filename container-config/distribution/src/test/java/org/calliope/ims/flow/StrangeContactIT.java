package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.LogWatch;
import org.calliope.ims.testkit.UserAgent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A telephone that answers with a contact by a transport that it is not reached by here.
 *
 * <pre>
 * alice          IMS                                        bob
 *   | INVITE      |                                          |
 *   |------------&gt;|-----------------------------------------&gt;|
 *   |&lt;------------|&lt;-- 200, Contact: sip:bob@…;transport=sctp |
 *   | BYE         |                                          |
 *   |------------&gt;| answers, whatever comes of it            |
 * </pre>
 */
class StrangeContactIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().build();

    @ParameterizedTest
    @ValueSource(strings = {"sctp", "tls", "wss", "carrier-pigeon"})
    @DisplayName("RFC 3261 16.9: a BYE to it is answered, and the log has no stack trace of it")
    void answered(String transport) {
        UserAgent alice = IMS.phone("alice");
        UserAgent bob = IMS.phone("bob");
        alice.register();
        bob.register();
        long logged = IMS.log().place();
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.incoming().transaction().respond(in.incoming().prepare(200).replace("Contact", "<" + bob.contactUri() + ";transport=" + transport + ">"));
        call.awaitAnswer();

        call.send("BYE").awaitFinal();

        // its ACK can not be sent, of which conf/logback.xml leaves no line
        assertThat(IMS.log().stackTracesSince(logged)).extracting(LogWatch.Line::message)
            .filteredOn(line -> !line.equals("A problem occured while proxying a subsequent request")).isEmpty();
    }
}
