package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SealTest {

    private final Seal seal = new Seal();

    @Test
    void opensWhatItHasClosed() {
        List<String> texts = List.of("", "<sip:alice@ims.example>", "ü", "");

        String token = seal.close(texts);

        assertThat(token).matches("[A-Za-z0-9_-]+").isNotEqualTo(seal.close(texts));
        assertThat(seal.open(token)).contains(texts);
    }

    @Test
    void opensNothingElse() {
        String token = seal.close(List.of("alice"));
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(seal.open(token.substring(0, i) + other + token.substring(i + 1))).as("at " + i).isEmpty();
        }
        assertThat(new Seal().open(token)).isEmpty();
        assertThat(seal.open("A".repeat(100_000))).isEmpty();
        assertThat(seal.open("")).isEmpty();
    }

    @Test
    void routesThatAreAlikeTakeLittleRoom() {
        String route = "<sip:127.0.0.1:5064;transport=udp;appname=4f6e2a11;proxy=true;app_id=0c5d3f2e-7a52-4c1c-9df7-%d;lr>";
        List<String> routes = List.of(route.formatted(1), route.formatted(2), route.formatted(3), route.formatted(4));

        assertThat(seal.close(routes)).hasSizeLessThan(String.join("", routes).length() * 3 / 4);
    }
}
