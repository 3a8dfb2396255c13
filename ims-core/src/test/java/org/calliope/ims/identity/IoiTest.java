package org.calliope.ims.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** TS 24.229 4.5.4.1. */
class IoiTest {

    @Test
    void aNetworkNamesItselfAsIsUnderstoodOnTheHop() {
        assertThat(Ioi.TYPE_1.of("home1.net")).isEqualTo("Type 1home1.net");
        assertThat(Ioi.TYPE_2.of("home1.net")).isEqualTo("home1.net");
        assertThat(Ioi.TYPE_3.of("home1.net")).isEqualTo("Type 3home1.net");
    }

    @Test
    void whatIsReadTellsTypeAndNetwork() {
        for (Ioi type : Ioi.values()) {
            assertThat(Ioi.type(type.of("home1.net"))).isEqualTo(type);
            assertThat(Ioi.network(type.of("home1.net"))).isEqualTo("home1.net");
        }
    }

    @Test
    void whatIsNotTypedIsBetweenNetworks() {
        assertThat(Ioi.type("Type 2home1.net")).isEqualTo(Ioi.TYPE_2);
        assertThat(Ioi.type("")).isEqualTo(Ioi.TYPE_2);
        assertThat(Ioi.network("")).isEmpty();
    }
}
