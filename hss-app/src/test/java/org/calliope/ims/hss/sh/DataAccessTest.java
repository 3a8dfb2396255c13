package org.calliope.ims.hss.sh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.ShTarget;
import org.calliope.ims.sh.DataReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TS 29.328 table 7.6.1, and that docs/sh.md says the same. */
class DataAccessTest {

    private static ShTarget named(String name, IdentityType type) {
        return new ShTarget(name, name, type, false, 1, 1, 1, RegistrationState.NOT_REGISTERED, "", true);
    }

    private static String keys(DataAccess of) {
        StringBuilder keys = new StringBuilder();
        keys.append(of.namedBy(named("sip:a@b", IdentityType.PUBLIC_USER)) ? "U " : "");
        boolean wildcarded = of.namedBy(named("sip:!.*!@b", IdentityType.WILDCARDED_PSI));
        boolean distinct = of.namedBy(named("sip:s@b", IdentityType.DISTINCT_PSI));
        keys.append(wildcarded ? "S " : distinct ? "D " : "");
        keys.append(of.namedBy(named("1555", IdentityType.PUBLIC_USER)) ? "N " : "");
        return keys.toString().strip();
    }

    private static String operations(DataAccess of) {
        return ((of.allows(Operation.PULL) ? "R " : "") + (of.allows(Operation.UPDATE) ? "C " : "")
                + (of.allows(Operation.SUBSCRIBE) ? "W " : "")).strip();
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
