package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.calliope.ims.pcscf.ReginfoSequence.Turn;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegInfo.DocumentState;
import org.junit.jupiter.api.Test;

/** RFC 3680 5.2. */
class ReginfoSequenceTest {

    private final ReginfoSequence sequence = new ReginfoSequence();

    @Test
    void rfc3680_5_2_oneAfterTheOther() {
        assertThat(full(0)).isEqualTo(Turn.APPLY);
        assertThat(partial(1)).isEqualTo(Turn.APPLY);
        assertThat(partial(2)).isEqualTo(Turn.APPLY);
    }

    @Test
    void rfc3680_5_2_whatComesLateOrTwiceIsOld() {
        full(3);
        assertThat(full(3)).isEqualTo(Turn.OLD);
        assertThat(partial(3)).isEqualTo(Turn.OLD);
        assertThat(full(2)).isEqualTo(Turn.OLD);
    }

    @Test
    void rfc3680_5_2_aPartialDocumentAfterALostOneIsAGapUntilAFullOneComes() {
        full(0);
        assertThat(partial(2)).isEqualTo(Turn.GAP);
        assertThat(partial(3)).isEqualTo(Turn.GAP);
        assertThat(full(4)).isEqualTo(Turn.APPLY);
        assertThat(partial(5)).isEqualTo(Turn.APPLY);
    }

    @Test
    void rfc3680_5_2_theFirstDocumentHasToBeFull() {
        assertThat(partial(0)).isEqualTo(Turn.GAP);
        assertThat(full(1)).isEqualTo(Turn.APPLY);
    }

    private Turn full(long version) {
        return sequence.take(new RegInfo(version, DocumentState.FULL, List.of()));
    }

    private Turn partial(long version) {
        return sequence.take(new RegInfo(version, DocumentState.PARTIAL, List.of()));
    }
}
