package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

/** The JSON that launcher, demo and scripts read. */
class ApiTest extends WebFixture {

    @BeforeAll
    void traffic() {
        Demo demo = new Demo(node);
        demo.elements();
        demo.registrations();
        demo.traffic();
    }

    @Test
    void statusTellsElementsCountsAndVersion() throws Exception {
        JsonNode status = json("/api/status");

        assertThat(status.path("subscribers").intValue()).isEqualTo(1);
        assertThat(status.path("registrations").intValue()).isEqualTo(2);
        assertThat(status.path("version").textValue()).matches("\\d+\\.\\d+.*");
        assertThat(status.path("domain").textValue()).isEqualTo("ims.example");
        assertThat(status.path("elements")).hasSize(4);
        JsonNode first = status.path("elements").get(0);
        assertThat(first.path("role").textValue()).isEqualTo("P-CSCF");
        assertThat(first.path("state").textValue()).isEqualTo("UP");
        assertThat(first.path("detail").textValue()).startsWith("sip:127.0.0.1:5060");
    }

    @Test
    void aTraceHasTheFieldsOfItsRecords() throws Exception {
        JsonNode events = json("/api/trace?call-id=eve-1@127.0.0.1");

        assertThat(events).hasSize(8);
        JsonNode sip = events.get(0);
        assertThat(names(sip)).containsExactly("type", "sequence", "at", "join", "from", "to", "transport", "startLine",
                "cseq", "text");
        assertThat(sip.path("text").textValue()).startsWith("REGISTER sip:ims.example SIP/2.0\r\n");
        assertThat(names(sip.path("join"))).containsExactlyInAnyOrder("icid", "callId", "registration",
                "diameterSession");
        JsonNode uar = events.get(2);
        assertThat(names(uar)).containsExactly("type", "sequence", "at", "join", "from", "to", "command", "result",
                "avps");
        assertThat(uar.path("avps").isArray()).isTrue();
        JsonNode refusal = events.get(3);
        assertThat(names(refusal)).containsExactly("type", "sequence", "at", "join", "element", "rule", "outcome",
                "values", "clause", "status", "reason");
        assertThat(refusal.path("element").textValue()).isEqualTo("HSS");
        assertThat(refusal.path("values").path("public identity").textValue()).isEqualTo("sip:eve@ims.example");
    }

    @Test
    void aTraceIsContinuedFromWhereTheLastOneEnded() throws Exception {
        JsonNode all = json("/api/trace");
        long middle = all.get(all.size() / 2).path("sequence").longValue();

        JsonNode rest = json("/api/trace?since=" + middle);

        assertThat(rest.get(0).path("sequence").longValue()).isEqualTo(middle + 1);
        assertThat(json("/api/trace?icid=icid-3&since=" + node.trace().sequence())).isEmpty();
        assertThat(json("/api/trace?call-id=unknown")).isEmpty();
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
