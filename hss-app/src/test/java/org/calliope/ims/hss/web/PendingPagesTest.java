package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.Serving;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;
import org.junit.jupiter.api.Test;

/** Telling S-CSCFs at the console, and seeing what waits; nobody delivers here. */
class PendingPagesTest extends AccessFixture {

    private static final String NAME = "alice@ims.example";
    private static final String ALICE = "/subscribers/" + NAME;
    private static final String ALICE_SIP = "sip:alice@ims.example";
    private static final Serving S1 = new Serving("sip:s1.ims.example:5064", "s1.ims.example", "ims.example", 0);

    private void register() {
        Situation seen = store.situation(NAME, ALICE_SIP).orElseThrow();
        assertThat(store.apply(new StateChange(seen, "REGISTRATION").assign(S1)
                .state(seen, RegistrationState.REGISTERED).share(seen, true, false))).isTrue();
    }

    private String newestAudit() {
        return new Provisioning(database, Clock.systemUTC()).audit(0, 1).get(0).subject();
    }

    @Test
    void anOperatorEndsARegistrationKnowingWhatThatAffects() throws Exception {
        register();
        Browser operator = signedIn(Role.OPERATOR);
        assertThat(operator.get(ALICE).body()).contains("End registration", "Send profile again", "by REGISTRATION",
                "Nothing waits");
        assertThat(operator.get(ALICE + "/end").body()).contains("End the registration of " + NAME, ALICE_SIP, S1.name(),
                "Implicit registration set 1", "PERMANENT_TERMINATION", "NEW_SERVER_ASSIGNED", "SERVER_CHANGE", "REMOVE_S-CSCF");

        HttpResponse<String> done = operator.post(ALICE + "/end", "reason", "SERVER_CHANGE", "info", "maintenance");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        assertThat(operator.get(done.headers().firstValue("Location").orElseThrow()).body())
                .contains("The S-CSCF is told to end the registration.", "Registration ends (RTR)", "s1.ims.example");
        assertThat(upkeep.pushes().pending(0, 10)).singleElement().satisfies(push -> assertThat(push.reason()).contains(
                new DeregistrationReason(DeregistrationReason.Code.SERVER_CHANGE, "maintenance")));
        assertThat(newestAudit()).isEqualTo("ends the registration of " + NAME + ": SERVER_CHANGE maintenance");
    }

    @Test
    void anOperatorSendsAProfileAgain() throws Exception {
        register();
        Browser operator = signedIn(Role.OPERATOR);
        HttpResponse<String> done = operator.post(ALICE + "/push");

        assertThat(done.headers().firstValue("Location")).contains(ALICE + "?done=pushed");
        assertThat(operator.get("/fragments/pending?subscription=" + NAME).body()).contains("Profile (PPR)", ALICE_SIP);
        assertThat(newestAudit()).isEqualTo("sends the profile of " + NAME + " to its S-CSCF");
    }

    @Test
    void anOperatorHasASubscriberProveAnewWhoItIs() throws Exception {
        register();
        Browser operator = signedIn(Role.OPERATOR);
        assertThat(operator.get(ALICE).body()).contains("Authenticate again");
        HttpResponse<String> elsewhere = operator.post(ALICE + "/reauthenticate");
        assertThat(elsewhere.statusCode()).isEqualTo(409);
        assertThat(elsewhere.body()).contains(S1.name(), "not on this node");

        node.reauthentication(Optional.of(identity -> CompletableFuture.completedStage(true)));
        HttpResponse<String> done = operator.post(ALICE + "/reauthenticate");
        node.reauthentication(Optional.empty());

        assertThat(operator.get(done.headers().firstValue("Location").orElseThrow()).body())
                .contains("the phone has to prove anew who it is");
        assertThat(newestAudit()).isEqualTo("has " + NAME + " prove anew who it is");
    }

    @Test
    void whoIsNotRegisteredHasNobodyToTell() throws Exception {
        Browser operator = signedIn(Role.OPERATOR);
        assertThat(operator.get(ALICE).body()).doesNotContain("End registration", "Send profile again");
        assertThat(operator.get(ALICE + "/end").body()).contains("there is nobody to tell");
        assertThat(operator.post(ALICE + "/push").statusCode()).isEqualTo(409);
        assertThat(operator.post(ALICE + "/end", "reason", "SERVER_CHANGE").statusCode()).isEqualTo(409);
        assertThat(operator.post(ALICE + "/end", "reason", "BORED").statusCode()).isEqualTo(400);
        assertThat(upkeep.waiting().count()).isZero();
    }

    @Test
    void aViewerSeesWhatWaitsAndTellsNobody() throws Exception {
        register();
        upkeep.pushes().push(NAME, new Actor("test"));
        upkeep.pushes().failed(upkeep.pushes().pending(0, 1).get(0), "UNABLE_TO_DELIVER", Duration.ofMinutes(30));
        Browser viewer = signedIn(Role.VIEWER);

        assertThat(viewer.get("/pending").body()).contains("Waiting messages", ALICE, "Profile (PPR)", "s1.ims.example",
                "in 29 min", "failed attempts: 1", "UNABLE_TO_DELIVER", "hx-get=\"/fragments/pending\"");
        assertThat(viewer.get("/fragments/pending").body()).contains("UNABLE_TO_DELIVER");
        assertThat(viewer.get("/fragments/pending?subscription=bob").body()).contains("Nothing waits");
        assertThat(viewer.get(ALICE).body()).contains("by REGISTRATION").doesNotContain("End registration");
        assertThat(viewer.get(ALICE + "/end").statusCode()).isEqualTo(403);
        assertThat(viewer.post(ALICE + "/push").statusCode()).isEqualTo(403);
        assertThat(viewer.post(ALICE + "/reauthenticate").statusCode()).isEqualTo(403);
    }

    @Test
    void thePagesSpeakGerman() throws Exception {
        register();
        Browser operator = signedIn(Role.OPERATOR).with("Accept-Language", "de");
        assertThat(operator.get("/pending").body()).contains("Wartende Nachrichten", "Nichts wartet");
        assertThat(operator.get(ALICE).body()).contains("Verlauf der Registrierung", "Registrierung beenden",
                "Neu authentisieren");
    }
}
