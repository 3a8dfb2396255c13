package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.TooManyHopsException;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    @Test
    void aRefusalIsItselfHoweverDeepItIsWrapped() {
        SipRefusal refusal = new SipRefusal(403, "no", "rule", "TS 24.229 5.4");

        assertThat(Refusals.of(new CompletionException(new ExecutionException(refusal)))).isSameAs(refusal);
    }

    @Test
    void rfc3261_21_4_1_whatDoesNotParseIs400WithTheParsersReason() {
        SipRefusal refusal = Refusals.of(new ServletParseException("no closing >"));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.reason()).contains("no closing >");
    }

    @Test
    void rfc3261_16_3_maxForwardsUsedUpIs483() {
        assertThat(Refusals.of(new TooManyHopsException()).status()).isEqualTo(483);
    }

    @Test
    void ts24229_5_3_1_3_anHssThatIsAwayOrLateIs504() {
        assertThat(Refusals.of(new DiameterRefusal(Kind.UNREACHABLE, "no connection")).status()).isEqualTo(504);
        assertThat(Refusals.of(new DiameterRefusal(Kind.TIMEOUT, "2 s")).status()).isEqualTo(504);
    }

    @Test
    void anHssThatAnswersNonsenseIs500AndSaysSo() {
        SipRefusal refusal = Refusals.of(new DiameterRefusal(Kind.MALFORMED, "User-Data is no XML"));

        assertThat(refusal.status()).isEqualTo(500);
        assertThat(refusal.reason()).isEqualTo("the HSS's answer makes no sense");
        assertThat(refusal.values()).containsEntry("detail", "User-Data is no XML");
    }

    @Test
    void anythingElseIs500AndTellsAPeerNothingOfOurInside() {
        SipRefusal refusal = Refusals.of(new IllegalStateException("secret detail"));

        assertThat(refusal.status()).isEqualTo(500);
        assertThat(refusal.rule()).isEqualTo(Refusals.UNEXPECTED);
        assertThat(refusal.reason()).doesNotContain("secret");
    }
}
