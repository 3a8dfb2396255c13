package org.calliope.ims.hss.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.calliope.ims.sh.DataReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An application server is permitted what TS 29.328 table 7.6.1 has, and nothing else. */
class ApplicationServerTest {

    private static ApplicationServer permitted(ShOperation operation, int reference) {
        List<Integer> none = List.of();
        List<Integer> one = List.of(reference);
        return new ApplicationServer("as", "sip:as.ims.example", null, "", false, false, "as.ims.example",
                operation == ShOperation.PULL ? one : none, operation == ShOperation.UPDATE ? one : none,
                operation == ShOperation.SUBSCRIBE ? one : none);
    }

    @ParameterizedTest
    @EnumSource(DataReference.class)
    void whatTheTableHasIsPermittedAndNothingElse(DataReference reference) {
        for (ShOperation operation : ShOperation.values()) {
            if (DataAccess.of(reference).allows(operation)) {
                assertThat(operation.permitted(permitted(operation, reference.code()), reference.code())).isTrue();
            } else {
                assertThatThrownBy(() -> permitted(operation, reference.code()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll("TS 29.328 table 7.6.1", reference.name());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "UPDATE | 17 | shUpdate must not have 17: TS 29.328 table 7.6.1 has no Sh-Update for MSISDN",
        "PULL | 25 | shPull must not have 25: TS 29.328 table 7.6.1 has no Sh-Pull for UE_REACHABILITY_FOR_IP",
        "SUBSCRIBE | 32 | shSubscribe must not have 32: TS 29.328 table 7.6.1 has no Sh-Subs-Notif for IMSI"})
    void theRefusalSaysItInTheWordsOfTheStandard(ShOperation operation, int reference, String words) {
        assertThatThrownBy(() -> permitted(operation, reference)).hasMessage(words);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 20, 36, Integer.MAX_VALUE})
    void aNumberOfNoDataIsRefused(int number) {
        assertThatThrownBy(() -> permitted(ShOperation.PULL, number)).hasMessageContaining(number + " is none");
    }
}
