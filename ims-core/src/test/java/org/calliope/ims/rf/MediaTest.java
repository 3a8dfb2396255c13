package org.calliope.ims.rf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.calliope.ims.rf.Media.Component;
import org.calliope.ims.rf.Media.Kind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MediaTest {

    private static final List<String> TWO = List.of("v=0", "o=- 1 1 IN IP4 10.0.0.1", "s=-", "c=IN IP4 10.0.0.1", "t=0 0", "a=tool:x",
            "m=audio 4000 RTP/AVP 8", "a=sendrecv", "m=video 0 RTP/AVP 31");

    @Test
    @DisplayName("RFC 4566 5, TS 32.299 7.2: lines of the session, and each media line with its own")
    void components() {
        assertThat(Media.of(Kind.ANSWER, TWO)).isEqualTo(new Media(Kind.ANSWER, List.of("c=IN IP4 10.0.0.1", "a=tool:x"),
                List.of(new Component("audio 4000 RTP/AVP 8", List.of("a=sendrecv")), new Component("video 0 RTP/AVP 31", List.of()))));
    }

    @Test
    @DisplayName("RFC 4028 7.4: a description that only has another version is of the same media")
    void sameMedia() {
        List<String> refreshed = TWO.stream().map(line -> line.replace("- 1 1 IN", "- 1 2 IN")).toList();
        List<String> held = TWO.stream().map(line -> line.replace("sendrecv", "sendonly")).toList();

        assertThat(Media.of(Kind.ANSWER, refreshed)).isEqualTo(Media.of(Kind.ANSWER, TWO));
        assertThat(Media.of(Kind.ANSWER, held)).isNotEqualTo(Media.of(Kind.ANSWER, TWO));
    }

    @Test
    @DisplayName("no description says nothing")
    void none() {
        assertThat(Media.of(Kind.OFFER, List.of())).isEqualTo(Media.NONE);
        assertThat(Media.NONE.isEmpty()).isTrue();
    }
}
