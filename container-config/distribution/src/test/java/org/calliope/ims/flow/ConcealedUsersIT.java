package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.bindings;

import java.util.List;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * With {@code conceal-unknown-users} at I-CSCF and S-CSCF, and few challenges kept.
 *
 * <pre>
 *  UE         P-CSCF        I-CSCF        HSS         S-CSCF
 *   | REGISTER    |             | UAR       |            |
 *   |------------&gt;|------------&gt;|==========&gt;|            |
 *   |             |             | UAA: user unknown      |
 *   |             |             |&lt;==========|            |
 *   |             |             |-----------------------&gt;|
 *   | 401, as everybody gets    |           |            |
 *   |&lt;------------|&lt;------------|&lt;-----------------------|
 * </pre>
 */
class ConcealedUsersIT {
    private static final int MOST_CHALLENGES = 10;

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("icscf", "conceal-unknown-users", "true")
        .conf("scscf", "conceal-unknown-users", "true").conf("scscf", "max-challenges", "" + MOST_CHALLENGES).build();

    @Test
    @DisplayName("RFC 3261 22.1, 26.3.2: who guesses users can not tell one that there is from one that there is not")
    void unknownUser() {
        assertThat(seen("nobody")).isEqualTo(seen("alice")).hasSizeGreaterThan(1);
    }

    /** The answers that a guesser gets, as far as they say something. */
    private static List<String> seen(String user) {
        UserAgent guesser = IMS.phone(user, p -> p.password("guessed"));
        guesser.registration().attempts(4).expect(403);
        return guesser.exchange().received().stream().map(m -> m.startLine() + ' ' + m.all("WWW-Authenticate").size()
            + m.header("Reason").orElse("") + m.header("Warning").orElse("")).toList();
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.2: a softphone that says its private identity when it is asked registers")
    void authenticationUser() {
        IMS.console().post("api/v1/subscriptions", "{\"privateIdentity\":\"frank-priv@ims.example\",\"password\":\"frank\","
            + "\"publicIdentities\":[\"sip:frank@ims.example\"]}", IMS.node().admin());
        UserAgent frank = IMS.phone("frank", p -> p.userName("frank-priv@ims.example"));

        frank.registration().attempts(2).expect(200);

        assertThat(bindings(IMS, "frank")).extracting(Binding::impi)
            .containsExactly(new PrivateIdentity("frank-priv@ims.example"));
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.2.1B: who asks again and again and answers nothing keeps nobody from registering")
    void manyChallenges() {
        UserAgent asking = IMS.phone("bob");
        for (int i = 0; i < 3 * MOST_CHALLENGES; i++) {
            SipMessage challenged = asking.registration().withoutAnswer().expect(401);
            assertThat(challenged.required("WWW-Authenticate")).contains("nonce=");
        }

        IMS.phone("alice").register();

        asking.registration().expect(200);
    }
}
