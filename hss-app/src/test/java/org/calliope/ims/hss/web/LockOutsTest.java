package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.node.LockOuts.Limit;
import org.calliope.ims.node.LockOuts.Subject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

/** Who is locked out of registering, at the console and over REST. */
class LockOutsTest extends AccessFixture {

    private static final Subject GUESSER = new Subject("alice@ims.example", "192.0.2.66");
    private static final Subject ADDRESS = new Subject("", "192.0.2.67");
    private static final Limit FIRST = new Limit(1, Duration.ofHours(1), Duration.ofHours(2));

    @BeforeEach
    void locked() {
        Instant now = Instant.now();
        node.lockOuts().list(now).forEach(lock -> node.lockOuts().lift(lock.subject(), now));
        node.lockOuts().failed(GUESSER, FIRST, now.minusSeconds(5));
        node.lockOuts().failed(ADDRESS, FIRST, now);
    }

    private HttpResponse<String> lift(String query) throws Exception {
        return send(request("/api/v1/lock-outs" + query).header("Authorization", basic()).DELETE());
    }

    @Test
    void anOperatorSeesThemAndLiftsOne() throws Exception {
        Browser operator = signedIn(Role.OPERATOR);
        assertThat(operator.get("/lock-outs").body()).contains("alice@ims.example", "192.0.2.66", "192.0.2.67",
                "everybody who is not registered from there", "59 min", "Lift the lock-out of alice@ims.example");

        HttpResponse<String> done = operator.post("/lock-outs", "identity", "alice@ims.example", "source", "192.0.2.66");

        assertThat(done.headers().firstValue("Location")).contains("/lock-outs");
        assertThat(operator.get("/lock-outs").body()).contains("192.0.2.67").doesNotContain("192.0.2.66");
        assertThat(node.lockOuts().of(GUESSER, Instant.now())).isEmpty();
        assertThat(new Provisioning(database, Clock.systemUTC()).audit(0, 1).get(0).subject())
                .isEqualTo("lifts the lock-out of alice@ims.example at 192.0.2.66");
    }

    @Test
    void aViewerSeesThemAndLiftsNone() throws Exception {
        Browser viewer = signedIn(Role.VIEWER);

        assertThat(viewer.get("/lock-outs").body()).contains("192.0.2.66").doesNotContain("<button type=\"submit\" aria-label=\"Lift");
        assertThat(viewer.post("/lock-outs", "source", "192.0.2.67").statusCode()).isEqualTo(403);
        assertThat(node.lockOuts().of(ADDRESS, Instant.now())).isPresent();
    }

    @Test
    void programsListAndLiftThem() throws Exception {
        JsonNode list = json("/api/v1/lock-outs?limit=1");
        assertThat(list.path("total").intValue()).isEqualTo(2);
        assertThat(list.path("items")).singleElement().satisfies(item -> {
            assertThat(item.path("privateIdentity").textValue()).isEmpty();
            assertThat(item.path("source").textValue()).isEqualTo("192.0.2.67");
            assertThat(item.path("failures").intValue()).isEqualTo(1);
            assertThat(item.path("times").intValue()).isEqualTo(1);
            assertThat(Duration.between(Instant.parse(item.path("since").textValue()),
                    Instant.parse(item.path("until").textValue()))).isEqualTo(Duration.ofHours(1));
        });

        assertThat(lift("?source=192.0.2.67").statusCode()).isEqualTo(204);
        assertThat(lift("?source=192.0.2.67").statusCode()).isEqualTo(404);
        assertThat(lift("").statusCode()).isEqualTo(404);
        assertThat(lift("?source=a&source=b").statusCode()).isEqualTo(400);
        assertThat(json("/api/v1/lock-outs").path("total").intValue()).isEqualTo(1);
    }

    @Test
    void thePageSpeaksGermanAndSaysWhenThereIsNobody() throws Exception {
        node.lockOuts().list(Instant.now()).forEach(lock -> node.lockOuts().lift(lock.subject(), Instant.now()));

        assertThat(signedIn(Role.VIEWER).with("Accept-Language", "de").get("/lock-outs").body())
                .contains("Sperren", "Niemand ist gesperrt.");
    }
}
