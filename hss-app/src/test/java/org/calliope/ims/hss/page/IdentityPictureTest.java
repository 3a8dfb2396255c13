package org.calliope.ims.hss.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.calliope.ims.hss.page.IdentityPicture.Box;
import org.calliope.ims.hss.page.IdentityPicture.Builder;
import org.junit.jupiter.api.Test;

/** Where the boxes of a layered graph come to lie. */
class IdentityPictureTest {

    private static Builder builder() {
        return new Builder(List.of("a", "b", "c"));
    }

    private static Box box(IdentityPicture picture, String name) {
        return picture.boxes().stream().filter(box -> box.full().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void eachLayerIsAColumnAndAnEmptyOneTakesNoRoom() {
        IdentityPicture picture = builder().node(0, "x", "x", "", "plain", "").node(2, "y", "y", "", "plain", "")
                .join(0, "x", 2, "y").build();
        assertThat(picture.columns()).extracting(IdentityPicture.Column::key).containsExactly("a", "c");
        assertThat(box(picture, "y").x()).isGreaterThan(box(picture, "x").x() + box(picture, "x").width());
        assertThat(picture.curves()).hasSize(1);
        assertThat(picture.width()).isGreaterThanOrEqualTo(box(picture, "y").x() + box(picture, "y").width());
    }

    @Test
    void boxesOfAColumnDoNotOverlapAndShorterColumnsStandInTheMiddle() {
        IdentityPicture picture = builder().node(0, "x", "x", "", "plain", "").node(1, "p", "p", "", "plain", "")
                .node(1, "q", "q", "", "plain", "").node(1, "r", "r", "", "plain", "").build();
        assertThat(box(picture, "q").y()).isGreaterThanOrEqualTo(box(picture, "p").y() + box(picture, "p").height());
        assertThat(box(picture, "x").y()).isEqualTo(box(picture, "q").y());
        assertThat(picture.height()).isGreaterThan(box(picture, "r").y() + box(picture, "r").height());
    }

    @Test
    void aNameIsDrawnOnceHoweverOftenItIsReached() {
        IdentityPicture picture = builder().node(0, "x", "x", "", "plain", "").node(1, "p", "p", "", "plain", "")
                .node(1, "p", "p", "", "plain", "").join(0, "x", 1, "p").join(0, "x", 1, "p").build();
        assertThat(picture.boxes()).hasSize(2);
        assertThat(picture.curves()).hasSize(1);
    }

    @Test
    void tooManyAreCountedInsteadOfDrawnAndNothingJoinsThem() {
        Builder builder = builder().node(0, "x", "x", "", "plain", "");
        for (int i = 0; i < IdentityPicture.MOST_IN_COLUMN + 5; i++) {
            builder.node(1, "p" + i, "p" + i, "", "plain", "").join(0, "x", 1, "p" + i);
        }
        IdentityPicture picture = builder.build();
        assertThat(picture.hidden()).isEqualTo(5);
        assertThat(picture.curves()).hasSize(IdentityPicture.MOST_IN_COLUMN);
    }

    @Test
    void aLongNameIsShortenedInTheBoxAndWholeInItsTitle() {
        String name = "sip:somebody.with.a.long.name@ims.mnc001.mcc001.3gppnetwork.org";
        Box box = builder().node(0, name, name, "", "plain", "").build().boxes().get(0);
        assertThat(box.label()).hasSizeLessThan(30).endsWith("…");
        assertThat(box.full()).isEqualTo(name);
    }
}
