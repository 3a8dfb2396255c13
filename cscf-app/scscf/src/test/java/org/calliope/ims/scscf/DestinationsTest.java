package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.scscf.Destination.Next;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationsTest {

    private static final String DOMAIN = "ims.example";

    private final List<String> asked = new ArrayList<>();
    private CompletionStage<List<Naptr>> answer = CompletableFuture.completedStage(List.of());

    private Destination of(String uri, String suffix) {
        return new Destinations(DOMAIN, true, suffix, name -> {
            asked.add(name);
            return answer;
        }).of(uri).toCompletableFuture().join();
    }

    private void answers(String regexp) {
        answer = CompletableFuture.completedStage(List.of(new Naptr(10, 10, "u", "E2U+sip", regexp)));
    }

    @ParameterizedTest
    @CsvSource({"sip:bob@IMS.example, HOME", "sip:bob@other.example, FOREIGN", "tel:+49301234, HOME",
        "'sip:+49301234@ims.example;user=phone', HOME", "tel:7042;phone-context=ims.example, HOME",
        "'tel:+49301234;npdi;rn=+4916', BREAKOUT", "urn:service:counseling, HOME", "'sip:+49301234@other.example;user=phone', FOREIGN"})
    @DisplayName("TS 24.229 5.4.3.2: without ENUM the I-CSCF knows what is at home")
    void withoutEnum(String uri, Next next) {
        assertThat(of(uri, "")).isEqualTo(new Destination(next, uri, of(uri, "").by()));
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"!^.*$!sip:bob@ims.example!, HOME, sip:bob@ims.example",
        "!^.*$!sip:bob@other.example!, FOREIGN, sip:bob@other.example", "!^.*$!tel:+4930!, BREAKOUT, tel:+49-30-1234",
        "!^.*$!sip:\\7@other.example!, BREAKOUT, tel:+49-30-1234"})
    @DisplayName("TS 24.229 5.4.3.2, RFC 6116: the SIP URI that ENUM names takes the place of the number")
    void translated(String regexp, Next next, String uri) {
        answers(regexp);

        Destination destination = of("tel:+49-30-1234", "e164.arpa");

        assertThat(asked).containsExactly("4.3.2.1.0.3.9.4.e164.arpa");
        assertThat(destination.next()).isEqualTo(next);
        assertThat(destination.requestUri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource({"sip:+49301@ims.example, sip:+49301@ims.example;user=phone",
        "sips:+49-301@IMS.example:5060;transport=tcp, sips:+49-301@IMS.example:5060;transport=tcp;user=phone",
        "sip:+49301@ims.example;gr=x, sip:+49301@ims.example;gr=x", "sip:49301@ims.example, sip:49301@ims.example",
        "sip:+49301x@ims.example, sip:+49301x@ims.example", "sip:+49301@other.example, sip:+49301@other.example"})
    @DisplayName("RFC 3261 19.1.6: what a softphone dials is a number without user=phone too, unless that is not tolerated")
    void plain(String uri, String gone) {
        assertThat(of(uri, "").requestUri()).isEqualTo(gone);
        assertThat(new Destinations(DOMAIN, false, "", name -> answer).of(uri).toCompletableFuture().join().requestUri()).isEqualTo(uri);
    }

    @Test
    @DisplayName("RFC 6116 3: a record that names its own number again is asked about once")
    void looping() {
        answers("!^(.*)$!sip:\\1@ims.example;user=phone!");

        assertThat(of("sip:+4930@ims.example;user=phone", "e164.arpa")).isEqualTo(
                new Destination(Next.HOME, "sip:+4930@ims.example;user=phone", "ENUM"));
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"'tel:+49301234;npdi', HOME", "'tel:+49301234;rn=+4916', BREAKOUT", "tel:7042;phone-context=ims.example, HOME",
        "sip:bob@ims.example, HOME", "sip:7042@ims.example;user=phone, HOME"})
    @DisplayName("RFC 4694 5.3: what was looked up already, and what is no global number, is not looked up")
    void notAsked(String uri, Next next) {
        assertThat(of(uri, "e164.arpa").next()).isEqualTo(next);
        assertThat(asked).isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2: DNS is away: the call breaks out, and the trace says why")
    void unreachable() {
        answer = CompletableFuture.failedStage(new IllegalStateException("timed out"));

        assertThat(of("tel:+4930", "e164.arpa")).isEqualTo(
                new Destination(Next.BREAKOUT, "tel:+4930", "ENUM does not answer: timed out"));
    }

    @ParameterizedTest
    @CsvSource({"tel:110;phone-context=+49, 484, local number 110", "sip:ims.example, 404, names no user",
        "nonsense, 400, malformed", "sip:bo b@ims.example, 400, malformed", "urn:service:sos, 400, malformed",
        "urn:uuid:1, 416, scheme urn", "mailto:bob@ims.example, 416, scheme mailto"})
    @DisplayName("TS 24.229 5.4.3.2, RFC 5031 4.1, RFC 3261 8.2.2.1: what leads nowhere is told why")
    void nowhere(String uri, int status, String why) {
        assertThatThrownBy(() -> of(uri, "")).isInstanceOfSatisfying(SipRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal.reason()).contains(why);
        });
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2: other domains by a border peer, by DNS, or not at all")
    void foreign() {
        PublicIdentity bob = new PublicIdentity("sip:bob@other.example");

        assertThat(new Foreign(Foreign.Routing.BORDER, "sip:ibcf.example", List.of()).route(bob)).contains("sip:ibcf.example");
        assertThat(new Foreign(Foreign.Routing.DNS, "", List.of()).route(bob)).isEmpty();
        assertThatThrownBy(() -> new Foreign(Foreign.Routing.OFF, "", List.of()).route(bob))
                .hasMessageStartingWith("404").hasMessageContaining("foreign in conf/scscf.properties");
    }
}
