package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnumRulesTest {

    private static final String NUMBER = "+442079460148";

    private static Naptr sip(int order, int preference, String regexp) {
        return new Naptr(order, preference, "u", "E2U+sip", regexp);
    }

    private static Optional<String> uri(String regexp) {
        return EnumRules.uri(NUMBER, List.of(sip(100, 10, regexp)));
    }

    @Test
    @DisplayName("RFC 6116 3.2: the digits in reverse order")
    void domain() {
        assertThat(EnumRules.domain(NUMBER, "e164.arpa")).isEqualTo("8.4.1.0.6.4.9.7.0.2.4.4.e164.arpa");
    }

    @Test
    @DisplayName("RFC 6116 3.6: of the example's records the one for SIP")
    void example() {
        assertThat(EnumRules.uri(NUMBER, List.of(new Naptr(100, 50, "u", "E2U+email:mailto", "!^.*$!mailto:info@example.com!"),
                new Naptr(100, 51, "u", "E2U+h323", "!^.*$!h323:info@example.com!"),
                new Naptr(100, 52, "u", "E2U+sip", "!^.*$!sip:info@example.com!")))).contains("sip:info@example.com");
    }

    @Test
    @DisplayName("RFC 6116 3.4.1: the lowest order, then the lowest preference")
    void order() {
        assertThat(EnumRules.uri(NUMBER, List.of(sip(20, 1, "!.*!sip:c@example.com!"), sip(10, 9, "!.*!sip:b@example.com!"),
                sip(10, 8, "!.*!sip:a@example.com!")))).contains("sip:a@example.com");
    }

    @ParameterizedTest
    @CsvSource({"!^(.*)$!sip:\\1@example.com!, sip:+442079460148@example.com",
        "!^\\+44(.*)$!sip:0\\1@example.com!, sip:02079460148@example.com",
        "/^\\+(44)(20)(.*)$/sip:\\3-\\2-\\1@example.com/, sip:79460148-20-44@example.com",
        "'#^.*$#sips:a!b@example.com;user=phone#i', sips:a!b@example.com;user=phone",
        "!^.*$!sip:a\\!b@example.com!I, sip:a!b@example.com"})
    @DisplayName("RFC 3402 3.2: any delimiter, escaped delimiters, backreferences, the flag i")
    void substitution(String regexp, String expected) {
        assertThat(uri(regexp)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "!^.*$!sip:a@b.example", "!^.*$!sip:a@b.example!x", "!^.*$!sip:a@b.example!!",
        "!^+49.*$!sip:a@b.example!", "!^\\+49.*$!sip:a@b.example!", "!^(.*$!sip:a@b.example!", "!^.*$!sip:\\1@b.example!",
        "!^.*$!sip:a\\@b.example!", "!^.*$!tel:+4930!", "!^.*$!http://b.example!", "!^.*$!sip:b.example!", "!!sip:a@b.example!",
        "!^.*$!sip:a@b.example?Route=%3Csip:x%3E!", "!^.*$!sip:a@b.example>\r\nRoute: <sip:x>!", "!^.*$!sip:a b@b.example!",
        "1^.*$1sip:a@b.example1", "!^(((((.{1000}){1000}){1000}){1000}){1000}).*$!sip:a@b.example!"})
    @DisplayName("RFC 6116 5.2: a record that can not be used is passed over")
    void unusable(String regexp) {
        assertThat(uri(regexp)).isEmpty();
        assertThat(EnumRules.uri(NUMBER, List.of(sip(1, 1, regexp), sip(1, 2, "!^.*$!sip:a@b.example!"))))
                .contains("sip:a@b.example");
    }

    @ParameterizedTest
    @CsvSource({"u, E2U+sip, true", "U, e2u+SIP, true", "u, E2U+voice:tel+sip, true", "'', E2U+sip, false", "s, E2U+sip, false",
        "u, E2U, false", "u, sip+E2U, false", "u, E2U+pstn:tel, false", "u, E2U+sipped, false"})
    @DisplayName("RFC 6116 3.4.2, 3.4.3, RFC 3764: terminal records of the service SIP")
    void service(String flags, String service, boolean used) {
        assertThat(EnumRules.uri(NUMBER, List.of(new Naptr(1, 1, flags, service, "!^.*$!sip:a@b.example!"))).isPresent())
                .isEqualTo(used);
    }

    @Test
    @DisplayName("A regular expression that others need exponential time for takes none")
    void catastrophic() {
        assertThat(EnumRules.uri("+111111111111111111111111111111", List.of(
                sip(1, 1, "!^\\+(((1+)+)+)+((1*)*)*2$!sip:a@b.example!")))).isEmpty();
    }

    @Test
    @DisplayName("Of many records the first are looked at")
    void many() {
        List<Naptr> records = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            records.add(sip(1, i, "!"));
        }
        records.add(sip(1, 32, "!^.*$!sip:late@b.example!"));
        assertThat(EnumRules.uri(NUMBER, records)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns.example", "10.0.0.1:0", "10.0.0.1:65536", "10.0.0", "10.0.0.1:", "[::1", "999.1.1.1"})
    void serversAreAddresses(String text) {
        assertThatThrownBy(() -> EnumDns.server(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(EnumDns.server("[::1]:5353").getPort()).isEqualTo(5353);
        assertThat(EnumDns.server("10.0.0.1").getPort()).isEqualTo(53);
    }

    @Test
    @DisplayName("RFC 1035 2.3.4: a name that is too long for DNS exists nowhere, and nobody is asked")
    void tooLong() {
        EnumDns dns = new EnumDns(List.of(EnumDns.server("127.0.0.1:9")), Duration.ofSeconds(1));

        assertThat(dns.apply(EnumRules.domain('+' + "1".repeat(200), "e164.arpa")).toCompletableFuture()).isCompletedWithValue(List.of());
    }
}
