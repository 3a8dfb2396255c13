package org.calliope.ims.testkit.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LadderTest {
    /** As the console writes it: an UE over TCP, a Cx query, a decision, a refusal. */
    private static final String TRACE = """
        [{"sequence":1,"at":"2026-11-21T10:00:00.000Z","from":"127.0.0.1:41000","to":"P-CSCF","transport":"TCP",
          "startLine":"REGISTER sip:ims.example SIP/2.0","cseq":"1 REGISTER","join":{"callId":"c1","icid":""},
          "text":"REGISTER sip:ims.example SIP/2.0\\r\\nVia: SIP/2.0/TCP 127.0.0.1:5090;branch=z9hG4bK1\\r\\nFrom: <sip:alice@ims.example>;tag=1\\r\\n\\r\\n"},
         {"sequence":2,"at":"2026-11-21T10:00:00.002Z","from":"P-CSCF","to":"I-CSCF","transport":"UDP",
          "startLine":"REGISTER sip:ims.example SIP/2.0","cseq":"1 REGISTER","join":{"callId":"c1"},"text":""},
         {"sequence":3,"at":"2026-11-21T10:00:00.003Z","from":"I-CSCF","to":"HSS","command":"UAR","result":"","avps":[],"join":{}},
         {"sequence":4,"at":"2026-11-21T10:00:00.004Z","from":"HSS","to":"I-CSCF","command":"UAA",
          "result":"DIAMETER_ERROR_USER_UNKNOWN (5001)","avps":["Public-Identity = sip:alice@ims.example"],"join":{}},
         {"sequence":5,"at":"2026-11-21T10:00:00.005Z","element":"ICSCF","rule":"registration authorization",
          "outcome":"REFUSED","values":{"public identity":"sip:alice@ims.example"},"clause":"TS 24.229 5.3.1.2",
          "status":403,"reason":"the HSS does not know the user","join":{"callId":"c1"}},
         {"sequence":6,"at":"2026-11-21T10:00:00.006Z","from":"I-CSCF","to":"P-CSCF","transport":"UDP",
          "startLine":"SIP/2.0 403 Forbidden","cseq":"1 REGISTER","join":{"callId":"c1"},"text":""},
         {"sequence":7,"at":"2026-11-21T10:00:00.007Z","from":"P-CSCF","to":"127.0.0.1:5090","transport":"TCP",
          "startLine":"SIP/2.0 403 Forbidden","cseq":"1 REGISTER","join":{"callId":"c1"},"text":""},
         {"sequence":8,"at":"2026-11-21T10:00:00.007Z","something":"new"}]
        """;

    @Test
    @DisplayName("Columns in the order of the request's way, one line a message, the refusal with reason and clause")
    void draws() {
        assertThat(Ladder.ofJson(TRACE).draw(new Style(80, false, false))).isEqualTo(String.join("\n",
            "             alice             P-CSCF             I-CSCF               HSS",
            "               |                  |                  |                  |",
            "   0.0 ms      |---- REGISTER --->|                  |                  |",
            "   2.0 ms      |                  |---- REGISTER --->|                  |",
            "   3.0 ms      |                  |                  |====== UAR ======>|",
            "   4.0 ms      |                  |                  |<=== UAA 5001 ====|",
            "            x I-CSCF registration authorization: refused with 403, the HSS does",
            "              not know the user (public identity = sip:alice@ims.example) [TS",
            "              24.229 5.3.1.2]",
            "   6.0 ms      |                  |< 403 Forbidden --|                  |",
            "   7.0 ms      |< 403 Forbidden --|                  |                  |",
            "               |                  |                  |                  |", ""));
    }

    @Test
    @DisplayName("Never wider than asked for, with colour and box drawing only when asked for")
    void styles() {
        for (int columns : List.of(60, 80, 100, 120)) {
            assertThat(Ladder.ofJson(TRACE).draw(new Style(columns, false, true)).lines()).allMatch(l -> l.length() <= columns);
        }
        assertThat(Ladder.ofJson(TRACE).draw(new Style(100, false, true))).contains("▶", "═", "│", "✗").doesNotContain("\u001b");
        assertThat(Ladder.ofJson(TRACE).draw(new Style(100, true, true))).contains("\u001b[31m");
        assertThat(Ladder.ofJson(TRACE).draw(Style.plain()).chars()).allMatch(c -> c < 128);
    }

    @Test
    @DisplayName("A telephone with two ports is one column, and a name given wins over the one found")
    void names() {
        assertThat(Ladder.ofJson(TRACE).named("127.0.0.1:5090", "phone").draw(Style.plain()))
            .contains("phone").doesNotContain("alice ", "5090", "41000");
    }

    @Test
    @DisplayName("An arrow that passes elements crosses their life lines; a message without target is still told")
    void oddMessages() {
        List<Step> steps = TraceReader.read("""
            {"events":[{"startLine":"INVITE sip:b SIP/2.0","from":"P-CSCF","to":"I-CSCF","at":1.5},
             {"startLine":"INVITE sip:b SIP/2.0","from":"I-CSCF","to":"S-CSCF"},
             {"startLine":"ACK sip:b SIP/2.0","from":"S-CSCF","to":"P-CSCF"},
             {"startLine":"OPTIONS sip:b SIP/2.0","from":"S-CSCF","to":"S-CSCF"}]}""");

        assertThat(Ladder.of(steps).draw(Style.plain())).contains("+").contains("| OPTIONS");
    }

    @Test
    @DisplayName("What was accepted takes one line, all of it when details are asked for")
    void details() {
        Ladder ladder = Ladder.ofJson(TRACE.replace("REFUSED", "ACCEPTED").replace("\"status\":403", "\"status\":0"));

        assertThat(ladder.draw(new Style(80, false, false)).lines().filter(l -> l.contains("* I-CSCF"))).singleElement()
            .asString().hasSize(80).endsWith("~");
        assertThat(ladder.detailed().draw(new Style(80, false, false))).contains("sip:alice@ims.example)", "5.3.1.2]");
    }

    @Test
    void answersAreLabelledAsFarAsThereIsRoom() {
        assertThat(Ladder.labels(new Step.Sip(java.time.Instant.EPOCH, "", "", "", "", "SIP/2.0 180 Ringing", "1 INVITE", "")))
            .containsExactly("180 Ringing (INVITE)", "180 Ringing", "180 (INVITE)", "180");
        assertThat(Ladder.labels(new Step.Diameter(java.time.Instant.EPOCH, "", "", "", "UAA", "DIAMETER_SUCCESS (2001)",
            List.of()))).containsExactly("UAA 2001 SUCCESS", "UAA 2001", "UAA");
    }

    @Test
    void saysWhenThereIsNothing() {
        assertThat(Ladder.ofJson("[]").draw(Style.plain())).isEqualTo("The trace holds nothing of this.\n");
        assertThatThrownBy(() -> Ladder.ofJson("<html>")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ladder.ofJson("3")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("POSIX: LC_ALL overrules LC_CTYPE overrules LANG")
    void locale() {
        assertThat(Style.utf8(Map.of("LANG", "de_DE.UTF-8"))).isTrue();
        assertThat(Style.utf8(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "C"))).isFalse();
        assertThat(Style.utf8(Map.of("LC_ALL", "", "LC_CTYPE", "C.utf8"))).isTrue();
        assertThat(Style.utf8(Map.of())).isFalse();
    }
}
