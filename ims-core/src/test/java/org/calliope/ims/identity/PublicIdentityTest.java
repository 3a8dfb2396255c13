package org.calliope.ims.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3261 10.3 step 5 and 19.1.4, RFC 3966 5, TS 23.003 13.4. */
class PublicIdentityTest {

    @ParameterizedTest
    @CsvSource({
        // 19.1.4: scheme and host ignore case, the user part does not
        "SIP:alice@AtLanTa.CoM, sip:alice@atlanta.com",
        "sip:Alice@atlanta.com, sip:Alice@atlanta.com",
        // 19.1.4: an escaped character equals itself where it need not be escaped
        "sip:%61lice@atlanta.com, sip:alice@atlanta.com",
        "sip:j%40s0n@atlanta.com, sip:j%40s0n@atlanta.com",
        "sip:j%c3%A4n@atlanta.com, sip:j%C3%A4n@atlanta.com",
        // 10.3 step 5: all parameters go, TS 23.003 13.4 knows none either
        "sip:alice@atlanta.com;transport=tcp;lr, sip:alice@atlanta.com",
        "sip:alice@atlanta.com?subject=x, sip:alice@atlanta.com",
        "'<sip:alice@atlanta.com;transport=udp>;tag=1', sip:alice@atlanta.com",
        "'\"Alice <A>\" <sip:alice@atlanta.com>', sip:alice@atlanta.com",
        "'  sip:alice@atlanta.com ', sip:alice@atlanta.com",
        // the default port is no part of an identity, another is
        "sip:alice@atlanta.com:5060, sip:alice@atlanta.com",
        "sips:alice@atlanta.com:5061, sips:alice@atlanta.com",
        "sip:alice@atlanta.com:5061, sip:alice@atlanta.com:5061",
        "sip:alice@[2001:DB8::1]:5060, sip:alice@[2001:db8::1]",
        "sip:atlanta.com, sip:atlanta.com",
        "sip:atlanta.com., sip:atlanta.com",
        "sip:alice@atlanta.com., sip:alice@atlanta.com",
        "sip:alice@a, sip:alice@a",
        "sip:a;b=c?d@10.0.0.1, sip:a;b=c?d@10.0.0.1",
        "sip:+1-212-555-0101@atlanta.com;user=phone, sip:+1-212-555-0101@atlanta.com",
        // RFC 3966 5.1.1 visual separators; 5.1.5 a local number is one only with its context
        "tel:+1-212-555.0101, tel:+12125550101",
        "TEL:+1(212)5550101;ext=7, tel:+12125550101",
        "tel:7042;phone-context=Example.COM, tel:7042;phone-context=example.com",
        "tel:7042;ext=1;phone-context=+1-914, tel:7042;phone-context=+1914",
    })
    void hasOneCanonicalForm(String written, String canonical) {
        assertThat(PublicIdentity.parse(written).uri()).isEqualTo(canonical);
        assertThat(PublicIdentity.parse(written)).isEqualTo(new PublicIdentity(canonical));
        assertThat(new PublicIdentity(canonical).uri()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "mailto:alice@atlanta.com", "sip:", "sip:@atlanta.com", "sip:alice@",
        "sip:alice@at lanta.com", "sip:alice@atlanta.com:0", "sip:alice@atlanta.com:65536", "sip:alice@atlanta.com:x",
        "sip:al%4@atlanta.com", "sip:al%zz@atlanta.com", "sip:alice:secret@atlanta.com", "sip:al ice@atlanta.com",
        "sip:alice\r\nX: y@atlanta.com", "<sip:alice@atlanta.com", "tel:", "tel:alice", "tel:7042",
        "tel:7042;phone-context=", "sip:alice@-bad.example", "sip:alice@bad.example-",
        "sip:alice@bob@atlanta.com", "sip:ali\u00e7e@atlanta.com"})
    void refusesWhatIsNoIdentity(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PublicIdentity.parse(text))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("\r", "\n"));
    }

    @Test
    void refusesHugeInputWithAShortMessage() {
        assertThatIllegalArgumentException().isThrownBy(() -> PublicIdentity.parse("sip:" + " ".repeat(100_000) + "@h"))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void tellsItsParts() {
        PublicIdentity sip = PublicIdentity.parse("sip:alice@[2001:db8::1]:5070");
        assertThat(sip.user()).isEqualTo("alice");
        assertThat(sip.host()).isEqualTo("[2001:db8::1]");
        assertThat(PublicIdentity.parse("sip:conference.ims.example:5070").user()).isEmpty();
        assertThat(PublicIdentity.parse("sip:conference.ims.example:5070").host()).isEqualTo("conference.ims.example");
        PublicIdentity tel = PublicIdentity.parse("tel:7042;phone-context=ims.example");
        assertThat(tel.isTel()).isTrue();
        assertThat(tel.user()).isEqualTo("7042");
        assertThat(tel.host()).isEmpty();
    }
}
