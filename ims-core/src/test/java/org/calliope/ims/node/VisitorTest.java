package org.calliope.ims.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorTest {

    private static Visitor to(String host) {
        return new Visitor("GET", host, "127.0.0.1", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST", "[::1]", "::1"})
    void anAddressCanNotBeRebound(String host) {
        assertThat(to(host).namesAddress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"attacker.example", "127.0.0.1.attacker.example", ""})
    void aNameCan(String host) {
        assertThat(to(host).namesAddress()).isFalse();
    }

    @Test
    void onlyWritingFromAnotherSitesPageIsCrossSite() {
        assertThat(new Visitor("PUT", "localhost", "127.0.0.1", "cross-site").crossSite()).isTrue();
        assertThat(new Visitor("PUT", "localhost", "127.0.0.1", "same-site").crossSite()).isTrue();
        assertThat(new Visitor("PUT", "localhost", "127.0.0.1", "same-origin").crossSite()).isFalse();
        assertThat(new Visitor("PUT", "localhost", "127.0.0.1", null).crossSite()).isFalse();
        assertThat(new Visitor("GET", "localhost", "127.0.0.1", "cross-site").crossSite()).isFalse();
    }

    @Test
    void loopbackIsLocal() {
        assertThat(new Visitor("GET", null, "127.9.9.9", null).local()).isTrue();
        assertThat(new Visitor("GET", null, "10.0.0.1", null).local()).isFalse();
    }
}
