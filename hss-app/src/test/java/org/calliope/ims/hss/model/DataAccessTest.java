package org.calliope.ims.hss.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.calliope.ims.sh.DataReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TS 29.328 table 7.6.1, and that docs/sh.md says the same. */
class DataAccessTest {

    private static String keys(DataAccess of) {
        StringBuilder keys = new StringBuilder();
        keys.append(of.namedBy(false, IdentityType.PUBLIC_USER) ? "U " : "");
        boolean wildcarded = of.namedBy(false, IdentityType.WILDCARDED_PSI);
        boolean distinct = of.namedBy(false, IdentityType.DISTINCT_PSI);
        keys.append(wildcarded ? "S " : distinct ? "D " : "");
        keys.append(of.namedBy(true, IdentityType.PUBLIC_USER) ? "N " : "");
        return keys.toString().strip();
    }

    private static String operations(DataAccess of) {
        return ((of.allows(ShOperation.PULL) ? "R " : "") + (of.allows(ShOperation.UPDATE) ? "C " : "")
                + (of.allows(ShOperation.SUBSCRIBE) ? "W " : "")).strip();
    }

    @ParameterizedTest
    @EnumSource(DataReference.class)
    void thePageSaysWhatTheTableSays(DataReference reference) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "sh.md"));
        List<String> row = lines.stream().filter(line -> line.startsWith("| " + reference.code() + " |")).findFirst()
                .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList()).orElseThrow();
        DataAccess access = DataAccess.of(reference);

        assertThat(row.get(1)).isEqualTo(reference.name());
        assertThat(row.get(2)).isEqualTo(access.clause());
        assertThat(row.get(3).split(",")[0]).isEqualTo(keys(access));
        assertThat(row.get(4)).isEqualTo(operations(access));
        assertThat(row.get(5).startsWith("yes")).isEqualTo(access.kept());
    }

    @Test
    void everyReferenceIsInTheTable() {
        assertThat(DataAccess.values()).hasSameSizeAs(DataReference.values());
    }
}
