package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.Serving;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

/** What programs do with a running HSS beside provisioning; nobody delivers here, so all that is queued waits. */
class UpkeepApiTest extends RestFixture {

    private static final String ALICE = "alice@ims.example";
    private static final String ALICE_SIP = "sip:alice@ims.example";
    private static final String OF_ALICE = SUBSCRIPTIONS + "/" + ALICE;
    private static final String TERMINATION = OF_ALICE + "/termination";
    private static final String PENDING = API + "/pending";
    private static final String ROTATION = API + "/key-rotation";
    private static final Serving S1 = new Serving("sip:s1.ims.example:5064", "s1.ims.example", "ims.example", 0);

    @BeforeEach
    void nothingWaits() {
        node.reauthentication(Optional.empty());
        upkeep.pushes().pending(0, 1_000).forEach(upkeep.pushes()::done);
    }

    private void register() {
        Situation seen = store.situation(ALICE, ALICE_SIP).orElseThrow();
        assertThat(store.apply(new StateChange(seen, "REGISTRATION").assign(S1)
                .state(seen, RegistrationState.REGISTERED).share(seen, true, false))).isTrue();
    }

    private HttpResponse<String> bare(String path) throws Exception {
        return send(owner(path).POST(BodyPublishers.noBody()));
    }

    @Test
    void aTerminationOf6_1_3WaitsForItsSCscfAndIsInTheAuditLog() throws Exception {
        register();
        HttpResponse<String> accepted = post(TERMINATION, "{'reason':'REMOVE_S_CSCF','info':'moved away'}");

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        JsonNode waits = json(read(PENDING));
        assertThat(waits.path("total").intValue()).isEqualTo(1);
        assertThat(waits.path("items")).isEqualTo(json(accepted).path("items"));
        JsonNode one = waits.at("/items/0");
        assertThat(one.path("kind").textValue()).isEqualTo("TERMINATION");
        assertThat(one.path("subscription").textValue()).isEqualTo(ALICE);
        assertThat(one.path("identity").textValue()).isEqualTo(ALICE);
        assertThat(one.path("destination").textValue()).isEqualTo("s1.ims.example");
        assertThat(one.path("attempts").intValue()).isZero();
        assertThat(one.path("nextAttempt").textValue()).isEqualTo(one.path("since").textValue());
        assertThat(json(read(API + "/audit?limit=1")).at("/items/0/subject").textValue())
                .isEqualTo("ends the registration of " + ALICE + ": REMOVE_S_CSCF moved away");
    }

    @Test
    void ofSomePublicIdentitiesOnlyTheirSetsEnd() throws Exception {
        register();
        assertThat(post(TERMINATION, "{'reason':'PERMANENT_TERMINATION','publicIdentities':['" + ALICE_SIP + "']}")
                .statusCode()).isEqualTo(202);

        assertThat(json(read(PENDING)).at("/items/0/identity").textValue()).isEqualTo(ALICE_SIP);
        JsonNode problem = assertProblem(post(TERMINATION, "{'reason':'PERMANENT_TERMINATION',"
                + "'publicIdentities':['" + ALICE_SIP + "','sip:bob@ims.example']}"), 422, "invalid");
        assertThat(problem.path("pointer").textValue()).isEqualTo("/publicIdentities/1");
    }

    @Test
    void aProfileThatIsSentTwiceWaitsOnceAndSaysWhyItFailed() throws Exception {
        register();
        assertThat(bare(OF_ALICE + "/push").statusCode()).isEqualTo(202);
        assertThat(bare(OF_ALICE + "/push").statusCode()).isEqualTo(202);
        upkeep.pushes().failed(upkeep.pushes().pending(0, 1).get(0), "UNABLE_TO_DELIVER", Duration.ofHours(1));

        JsonNode items = json(read(PENDING)).path("items");
        assertThat(items).hasSize(1);
        assertThat(items.at("/0/kind").textValue()).isEqualTo("PROFILE");
        assertThat(items.at("/0/identity").textValue()).isEqualTo(ALICE_SIP);
        assertThat(items.at("/0/attempts").intValue()).isEqualTo(1);
        assertThat(items.at("/0/lastError").textValue()).isEqualTo("UNABLE_TO_DELIVER");
        assertThat(items.at("/0/nextAttempt").textValue()).isGreaterThan(items.at("/0/since").textValue());
    }

    @Test
    void reauthenticationOf24229_5_4_1_6ReachesTheSCscfOfThisNodeAndIsInTheAuditLog() throws Exception {
        register();
        List<String> asked = new ArrayList<>();
        node.reauthentication(Optional.of(identity -> CompletableFuture.completedStage(asked.add(identity.uri()))));

        assertThat(bare(OF_ALICE + "/reauthentication").statusCode()).isEqualTo(204);

        assertThat(asked).containsExactly(ALICE_SIP);
        assertThat(json(read(API + "/audit?limit=1")).at("/items/0/subject").textValue())
                .isEqualTo("has " + ALICE + " prove anew who it is");
    }

    @Test
    void reauthenticationElsewhereNamesTheSCscfThatItIsAt() throws Exception {
        assertProblem(bare(SUBSCRIPTIONS + "/nobody/reauthentication"), 404, "not-found");
        assertProblem(bare(OF_ALICE + "/reauthentication"), 409, "not-served");
        register();
        assertThat(assertProblem(bare(OF_ALICE + "/reauthentication"), 409, "not-served").path("detail").textValue())
                .contains(S1.name(), "not on this node");
        node.reauthentication(Optional.of(identity -> CompletableFuture.completedStage(false)));
        assertThat(assertProblem(bare(OF_ALICE + "/reauthentication"), 409, "not-served").path("detail").textValue())
                .contains(S1.name());
    }

    @Test
    void whomNoSCscfServesNobodyIsTold() throws Exception {
        assertProblem(post(TERMINATION, "{'reason':'SERVER_CHANGE'}"), 409, "not-served");
        assertProblem(bare(OF_ALICE + "/push"), 409, "not-served");
        assertProblem(bare(SUBSCRIPTIONS + "/nobody/push"), 404, "not-found");
        assertProblem(post(SUBSCRIPTIONS + "/nobody/termination", "{'reason':'SERVER_CHANGE'}"), 404, "not-found");
        assertProblem(read(SUBSCRIPTIONS + "/nobody/history"), 404, "not-found");
        assertThat(json(read(PENDING)).path("items")).isEmpty();
    }

    @Test
    void anotherReasonThanThoseOf6_3_17IsRefused() throws Exception {
        register();
        for (String body : new String[] {"{'reason':'BORED'}", "{}", "[]", "{'reason':0}", "{'reason':'SERVER_CHANGE','x':1}",
            "{'reason':'SERVER_CHANGE','info':'" + "x".repeat(256) + "'}"}) {
            assertProblem(post(TERMINATION, body), 422, "invalid");
        }
        assertProblem(bare(TERMINATION), 415, "media-type");
        assertProblem(read(PENDING + "?limit=0"), 400, "invalid");
        assertThat(json(read(PENDING)).path("items")).isEmpty();
    }

    @Test
    void theHistorySaysHowARegistrationMoved() throws Exception {
        register();
        JsonNode event = json(read(OF_ALICE + "/history")).at("/items/0");

        assertThat(event.path("identity").textValue()).isEqualTo(ALICE_SIP);
        assertThat(event.path("from").textValue()).isEqualTo("NOT_REGISTERED");
        assertThat(event.path("to").textValue()).isEqualTo("REGISTERED");
        assertThat(event.path("serverName").textValue()).isEqualTo(S1.name());
        assertThat(event.path("why").textValue()).isEqualTo("REGISTRATION");
    }

    @Test
    void aChangeOfKeysRunsOnceAtATimeAndEverySecretOpensAfterIt() throws Exception {
        Provision.add(database, IntStream.range(0, 3_000).mapToObj(i ->
                Provision.subscriber("u" + i + "@ims.example", "sip:u" + i + "@ims.example")).toArray(Subscription[]::new));
        Provision.whileHeld(database, ALICE, () -> {
            HttpResponse<String> begun = bare(ROTATION);
            assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
            assertThat(begun.headers().firstValue("Location")).contains(ROTATION);
            return assertProblem(bare(ROTATION), 409, "running");
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> !state().equals("RUNNING"));

        JsonNode over = json(read(ROTATION));
        assertThat(over.path("state").textValue()).as(over.toString()).isEqualTo("DONE");
        assertThat(over.path("done").longValue()).isEqualTo(3_001);
        assertThat(over.path("secrets").longValue()).isEqualTo(3_001);
        assertThat(over.path("ended").textValue()).isGreaterThanOrEqualTo(over.path("started").textValue());
        assertThat(json(read(API + "/audit?limit=1")).at("/items/0/subject").textValue())
                .matches("key \\d+ added; secrets are sealed anew");
        assertThat(store.credentials("u2999@ims.example")).isPresent();
    }

    private String state() throws Exception {
        return json(read(ROTATION)).path("state").textValue();
    }
}
