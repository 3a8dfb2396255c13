package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.charging.CallsInProgress;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.ChargingRecord.Side;
import org.calliope.ims.charging.Closing;
import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.store.Provisioning;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

/** Calls in progress, at the console and over REST: of an S-CSCF that is not real. */
class CallsTest extends AccessFixture {

    private static final Instant ANSWERED = Instant.now().minusSeconds(190);

    private final List<ChargingRecord> going = new ArrayList<>();

    private static List<ChargingRecord> two() {
        return List.of(
                half(Side.TERMINATING, "icid-2", "sip:carol@ims.example", List.of(), "sip:carol@ims.example", List.of()),
                half(Side.ORIGINATING, "icid-1", "sip:alice@ims.example", List.of("sip:alice@ims.example"), "tel:+4930555",
                        List.of("sip:first@as.example")),
                half(Side.TERMINATING, "icid-1", "sip:bob@ims.example", List.of("sip:alice@ims.example"), "sip:bob@ims.example",
                        List.of("sip:second@as.example")));
    }

    private static ChargingRecord half(Side side, String icid, String served, List<String> calling, String requested,
            List<String> servers) {
        return new ChargingRecord("S-CSCF", side, "INVITE", icid, "call " + side + " " + icid, served, calling, requested, servers,
                List.of("audio 4000 RTP/AVP 0", "video 4002 RTP/AVP 31"), "", "", ANSWERED.minusSeconds(5),
                Optional.of(ANSWERED), Optional.empty(), 200, Closing.NORMAL);
    }

    @BeforeEach
    void calls() {
        going.clear();
        going.addAll(two());
        node.calls(new CallsInProgress() {
            @Override
            public List<ChargingRecord> list() {
                return List.copyOf(going);
            }

            @Override
            public boolean release(String icid) {
                return going.removeIf(call -> call.icid().equals(icid));
            }
        });
    }

    @AfterEach
    void none() {
        node.calls(CallsInProgress.NONE);
    }

    private HttpResponse<String> end(String query) throws Exception {
        return send(request("/api/v1/calls" + query).header("Authorization", basic()).DELETE());
    }

    @Test
    void anOperatorSeesWhoTalksToWhomAndEndsACall() throws Exception {
        Browser operator = signedIn(Role.OPERATOR);
        assertThat(operator.get("/calls").body()).contains("<li>sip:alice@ims.example</li>", "<li>sip:bob@ims.example</li>", "3 min",
                "audio, video", "sip:first@as.example", "/trace?icid=icid-1", "nobody known").doesNotContain("tel:+4930555");

        HttpResponse<String> done = operator.post("/calls", "icid", "icid-1", "q", "");

        assertThat(done.headers().firstValue("Location")).contains("/calls");
        assertThat(operator.get("/calls").body()).contains("sip:carol@ims.example").doesNotContain("sip:bob@ims.example");
        assertThat(new Provisioning(database, Clock.systemUTC()).audit(0, 1).get(0).subject())
                .isEqualTo("ends the call of sip:alice@ims.example to sip:bob@ims.example");
    }

    @Test
    void theListIsOfWhomTheReaderLooksFor() throws Exception {
        Browser operator = signedIn(Role.OPERATOR);

        assertThat(operator.get("/calls?q=CAROL").body()).contains("sip:carol@ims.example").doesNotContain("sip:bob@ims.example");
        assertThat(operator.get("/calls?q=%3Cb%3E").body()).contains("Nobody like &lt;b&gt; is talking.");
        assertThat(operator.post("/calls", "icid", "nothing", "q", "a&b").headers().firstValue("Location")).contains("/calls?q=a%26b");
    }

    @Test
    void aViewerEndsNone() throws Exception {
        Browser viewer = signedIn(Role.VIEWER);

        assertThat(viewer.get("/calls").body()).contains("sip:bob@ims.example").doesNotContain("End the call");
        assertThat(viewer.post("/calls", "icid", "icid-1").statusCode()).isEqualTo(403);
        assertThat(going).hasSize(3);
    }

    @Test
    void programsListAndEndThem() throws Exception {
        JsonNode list = json("/api/v1/calls?limit=1&user=bob");
        assertThat(list.path("total").intValue()).isEqualTo(1);
        assertThat(list.path("items")).singleElement().satisfies(call -> assertThat(call.toString()).isEqualTo("{\"icid\":\"icid-1\","
                + "\"callId\":\"call ORIGINATING icid-1\",\"callers\":[\"sip:alice@ims.example\"],\"called\":[\"sip:bob@ims.example\"],"
                + "\"applicationServers\":[\"sip:first@as.example\",\"sip:second@as.example\"],"
                + "\"media\":[\"audio 4000 RTP/AVP 0\",\"video 4002 RTP/AVP 31\"],\"since\":\"" + ANSWERED + "\"}"));

        assertThat(end("?icid=icid-1").statusCode()).isEqualTo(204);
        assertThat(end("?icid=icid-1").statusCode()).isEqualTo(404);
        assertThat(end("").statusCode()).isEqualTo(404);
        assertThat(end("?icid=icid-2&icid=x").statusCode()).isEqualTo(400);
        assertThat(json("/api/v1/calls").path("total").intValue()).isEqualTo(1);
    }

    @Test
    void thePageSpeaksGermanAndSaysWhenThereIsNobody() throws Exception {
        going.clear();

        assertThat(signedIn(Role.VIEWER).with("Accept-Language", "de").get("/calls").body()).contains("Gespräche", "Niemand spricht.");
    }
}
