package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void whatStandsInATextCanNotEndIt_RFC8259_7() {
        assertThat(Json.text("a\"b\\c\n\u0000ü\ud83d")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u0000ü\\ud83d\"");
    }

    @Test
    void mapsListsNumbersAndTruthValues() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("list", List.of(1, 2.5, true));
        map.put("empty", Map.of());
        assertThat(Json.text(map)).isEqualTo("{\"list\":[1,2.5,true],\"empty\":{}}");
    }
}
