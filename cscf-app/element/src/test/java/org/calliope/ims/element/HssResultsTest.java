package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.concurrent.CompletionException;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HssResultsTest {

    @ParameterizedTest
    @CsvSource({
        "ERROR_USER_UNKNOWN, 403", "ERROR_IDENTITIES_DONT_MATCH, 403", "ERROR_IDENTITY_NOT_REGISTERED, 403",
        "ERROR_ROAMING_NOT_ALLOWED, 403", "AUTHORIZATION_REJECTED, 403", "AUTHENTICATION_REJECTED, 403",
        "ERROR_AUTH_SCHEME_NOT_SUPPORTED, 403", "TOO_BUSY, 480", "UNABLE_TO_DELIVER, 480",
        "UNABLE_TO_COMPLY, 500", "ERROR_IN_ASSIGNMENT_TYPE, 500", "MISSING_AVP, 500"})
    void ts24229_5_3_1_3_resultOfARegistration(ResultCode result, int status) {
        SipRefusal refusal = HssResults.ofRegistration(result, "UAR", "TS 24.229 5.3.1.3");

        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.values()).containsEntry("result", result.label()).containsEntry("command", "UAR");
        assertThat(refusal.clause()).isEqualTo("TS 24.229 5.3.1.3");
    }

    @ParameterizedTest
    @CsvSource({"ERROR_USER_UNKNOWN, 404", "ERROR_IDENTITY_NOT_REGISTERED, 480", "AUTHORIZATION_REJECTED, 403",
        "TOO_BUSY, 480", "UNABLE_TO_COMPLY, 500"})
    void ts24229_5_3_2_2_resultOfASession(ResultCode result, int status) {
        assertThat(HssResults.ofSession(result, "LIR", "TS 24.229 5.3.2.2").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(ResultCode.class)
    void ts24229_5_3_1_3_whateverTheStatusQueryEndsWithIs403Or480AndSaysWhy(ResultCode result) {
        assumeFalse(result.success());

        SipRefusal refusal = HssResults.ofStatusQuery(result);

        assertThat(refusal.status()).isIn(403, 480);
        assertThat(refusal.reason()).isNotBlank();
        assertThat(refusal.values()).containsEntry("result", result.label());
    }

    @ParameterizedTest
    @EnumSource(DiameterRefusal.Kind.class)
    void ts24229_5_3_1_3_aStatusQueryThatCannotBeCompletedIs480(DiameterRefusal.Kind kind) {
        DiameterRefusal failure = kind == DiameterRefusal.Kind.RESULT
                ? new DiameterRefusal(ResultCode.UNABLE_TO_COMPLY, "") : new DiameterRefusal(kind, "why");

        assertThat(HssResults.ofStatusQuery(new CompletionException(failure)).status()).isEqualTo(480);
        assertThat(HssResults.ofStatusQuery(new IllegalStateException()).status()).as("a fault of ours").isEqualTo(500);
    }
}
