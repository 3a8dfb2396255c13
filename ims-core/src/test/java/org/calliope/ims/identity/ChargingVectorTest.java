package org.calliope.ims.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7315 5.6, TS 24.229 7.2A.5. */
class ChargingVectorTest {

    @Test
    void readsAndWritesItsParameters() {
        ChargingVector vector = ChargingVector.parse(
                "icid-value=\"1234;bc\"; icid-generated-at=127.0.0.1; orig-ioi=home1.net ;term-ioi=\"home2.net\"");
        assertThat(vector).isEqualTo(new ChargingVector("1234;bc", "127.0.0.1", "home1.net", "home2.net"));
        assertThat(vector.format()).isEqualTo("icid-value=\"1234;bc\";icid-generated-at=127.0.0.1"
                + ";orig-ioi=\"home1.net\";term-ioi=\"home2.net\"");
        assertThat(ChargingVector.parse(vector.format())).isEqualTo(vector);
    }

    @Test
    void passesOnWhatItDoesNotKnow() {
        ChargingVector vector = ChargingVector.parse("icid-value=1;transit-ioi=\"a;b.1\";related-icid=2");
        assertThat(vector.withOrigIoi("x").withTermIoi("y").format())
                .isEqualTo("icid-value=\"1\";orig-ioi=\"x\";term-ioi=\"y\";transit-ioi=\"a;b.1\";related-icid=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orig-ioi=x", "icid-value=", "icid-value=\"open"})
    void refusesAVectorWithoutIcid(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChargingVector.parse(header));
    }

    @Test
    void icidsNeverRepeat() {
        Set<String> seen = new HashSet<>();
        for (Icids node : new Icids[] {new Icids(), new Icids()}) {
            for (int i = 0; i < 1000; i++) {
                assertThat(seen.add(ChargingVector.create(node, "127.0.0.1", "ims.example").icid())).isTrue();
            }
        }
    }
}
