package org.calliope.ims.hss.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {

    @Test
    void aListHasStrongAndWeakTags() {
        Tags tags = Tags.parse(" \"a\",W/\"b\" , \"c,d\"");
        assertThat(tags.strong()).containsExactly("a", "c,d");
        assertThat(tags.weak()).containsExactly("b");
    }

    @Test
    void ifMatchComparesStronglyAndIfNoneMatchWeakly() { // RFC 9110 8.8.3.2
        Tags weak = Tags.parse("W/\"a\"");
        assertThat(weak.match("a")).isFalse();
        assertThat(weak.matchWeakly("a")).isTrue();
        assertThat(weak.matchWeakly("b")).isFalse();
        assertThat(Tags.parse("*").match("whatever")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\"a", "\"a\" \"b\"", "\"a\", b", "w/\"a\"", "\"a b\"", "*, \"a\""})
    void whatIsNoTagIsRefused(String header) {
        assertThatThrownBy(() -> Tags.parse(header)).isInstanceOf(ApiRefusal.class).hasMessageContaining("quotes");
    }
}
