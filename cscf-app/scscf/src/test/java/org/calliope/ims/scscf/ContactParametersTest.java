package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ContactParametersTest {

    @Test
    @DisplayName("TS 24.229 5.4.2.1.2: parameters are kept as they stand, without those of the registrar")
    void kept() {
        assertThat(ContactParameters.of("\"A; <b> \\\" c\" <sip:a@h;transport=tcp;lr>;expires=60;Q=0.5;+g.3gpp.smsip"
                + ";+sip.instance=\"<urn:uuid:1>\";reg-id=1; +g.3gpp.icsi-ref = \"urn%3Aa;b\";audio"))
                .containsExactly(Map.entry("+g.3gpp.smsip", ""), Map.entry("+g.3gpp.icsi-ref", "\"urn%3Aa;b\""),
                        Map.entry("audio", ""));
    }

    @Test
    @DisplayName("RFC 3261 20.10: without brackets all parameters are the header's")
    void withoutBrackets() {
        assertThat(ContactParameters.of("sip:a@h;video;expires=3")).containsExactly(Map.entry("video", ""));
        assertThat(ContactParameters.of("sip:a@h")).isEmpty();
    }

    @Test
    @DisplayName("what is too much is left out")
    void bounded() {
        String many = IntStream.range(0, 1000).mapToObj(n -> ";p" + n).collect(Collectors.joining());

        assertThat(ContactParameters.of("<sip:a@h>" + many)).hasSize(20);
        assertThat(ContactParameters.of("<sip:a@h>;long=" + "x".repeat(300) + ";;=;=1;\"")).containsOnlyKeys("\"");
    }
}
