package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a dry run remembers. */
class SeenTest {

    @Test
    void itKnowsEachOfManyNamesAndNoOther() {
        Seen seen = new Seen();
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.add("user" + i + "@ims.example")).isTrue();
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.add("user" + i + "@ims.example")).isFalse();
            assertThat(seen.contains("nobody" + i + "@ims.example")).isFalse();
        }
        assertThat(seen.add("")).isTrue();
        assertThat(seen.contains("")).isTrue();
    }
}
