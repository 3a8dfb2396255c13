package org.calliope.ims.icscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.icscf.Query.NextHop;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QueryTest {

    private static final String ONLY = "sip:127.0.0.1:5064";
    private static final String CREDENTIALS = "Digest username=\"alice@ims.example\", realm=\"ims.example\","
            + " nonce=\"\", uri=\"sip:ims.example\", response=\"\"";

    private final Query query = new Query("ims.example", true, false, ServerChoice.of(List.of(), ONLY));

    @Test
    void ts29228_6_1_1_theQuestionNamesUserIdentityAndVisitedNetwork() {
        UserAuthorizationRequest uar =
                query.registration("<sip:alice@IMS.example>", CREDENTIALS, List.of("\"visited.example\""), false);

        assertThat(uar.userName().value()).isEqualTo("alice@ims.example");
        assertThat(uar.publicIdentity().uri()).isEqualTo("sip:alice@ims.example");
        assertThat(uar.visitedNetwork()).isEqualTo("visited.example");
        assertThat(uar.type()).isEqualTo(UserAuthorizationType.REGISTRATION);
    }

    @Test
    void ts24229_5_3_1_2_aPlainSoftphonesPrivateIdentityIsDerived() {
        assertThat(query.registration("sip:alice@ims.example", "", List.of(), false).userName().value())
                .isEqualTo("alice@ims.example");
        assertThat(query.registration("sip:bob@ims.example", CREDENTIALS.replace("@ims.example\", r", "\", r"),
                List.of(), false).userName().value()).as("the user name counts, not To").isEqualTo("alice@ims.example");
    }

    @Test
    void rfc7315_4_3_withoutVisitedNetworkTheUeIsAtHome() {
        assertThat(query.registration("sip:alice@ims.example", "", List.of(), false).visitedNetwork())
                .isEqualTo("ims.example");
    }

    @Test
    void ts29228_6_1_1_1_theEndOfARegistrationIsAskedForAsSuch() {
        assertThat(query.registration("sip:alice@ims.example", "", List.of(), true).type())
                .isEqualTo(UserAuthorizationType.DE_REGISTRATION);
    }

    @Test
    void whatIsNotOfThisNetworkIs404() {
        refused(404, () -> query.registration("sip:alice@other.example", "", List.of(), false));
        refused(404, () -> query.location("sip:alice@other.example"));
        refused(404, () -> query.location("sip:ims.example"));
    }

    @Test
    void whatDoesNotParseIs400() {
        refused(400, () -> query.registration("<sip:alice@ims.example", "", List.of(), false));
        refused(400, () -> query.registration("sip:alice@ims.example", "Basic x", List.of(), false));
        refused(400, () -> query.location("http://ims.example"));
    }

    @Test
    void ts24229_5_3_1_2_theServerTheHssNamesIsTaken() {
        NextHop next = query.registered(new UserAuthorizationAnswer(ResultCode.SUBSEQUENT_REGISTRATION,
                Optional.of("sip:scscf2.ims.example"), Optional.empty()));

        assertThat(next.server()).isEqualTo("sip:scscf2.ims.example");
    }

    @Test
    void ts24229_5_3_1_2_withoutServerNameOneIsChosenByCapabilities() {
        NextHop next = query.registered(new UserAuthorizationAnswer(ResultCode.FIRST_REGISTRATION, Optional.empty(),
                Optional.of(new ServerCapabilities(List.of(7L), List.of(), List.of()))));

        assertThat(next.server()).isEqualTo(ONLY);
        assertThat(next.by()).isEqualTo("capabilities");
    }

    @ParameterizedTest
    @CsvSource({"ERROR_USER_UNKNOWN, 403", "ERROR_IDENTITIES_DONT_MATCH, 403", "ERROR_ROAMING_NOT_ALLOWED, 403",
        "AUTHORIZATION_REJECTED, 403", "ERROR_IDENTITY_NOT_REGISTERED, 403", "UNABLE_TO_COMPLY, 500"})
    void ts24229_5_3_1_3_aRegistrationTheHssDoesNotAllow(ResultCode result, int status) {
        refused(status, () -> query.registered(
                new UserAuthorizationAnswer(result, Optional.empty(), Optional.empty())));
    }

    @Test
    void ts24229_5_3_2_1_aCallGoesToTheServerTheHssNames() {
        assertThat(query.location("sip:bob@ims.example").publicIdentity().uri()).isEqualTo("sip:bob@ims.example");
        assertThat(query.located(new LocationInfoAnswer(ResultCode.SUCCESS, Optional.of(ONLY), Optional.empty()))
                .server()).isEqualTo(ONLY);
    }

    @ParameterizedTest
    @CsvSource({"ERROR_USER_UNKNOWN, 404", "ERROR_IDENTITY_NOT_REGISTERED, 480", "UNREGISTERED_SERVICE, 480",
        "TOO_BUSY, 480", "UNABLE_TO_COMPLY, 500"})
    void ts24229_5_3_2_2_aCallTheHssDoesNotFindAServerFor(ResultCode result, int status) {
        refused(status, () -> query.located(LocationInfoAnswer.of(result)));
    }

    private static void refused(int status, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(SipRefusal.class,
                refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR_USER_UNKNOWN", "ERROR_IDENTITIES_DONT_MATCH"})
    void ts24229_5_3_1_3_aNamedSettingSendsAnUnknownUserOnToBeRefusedLikeAWrongPassword(ResultCode result) {
        Query concealing = new Query("ims.example", true, true, ServerChoice.of(List.of(), ONLY));
        UserAuthorizationAnswer unknown = new UserAuthorizationAnswer(result, Optional.empty(), Optional.empty());

        assertThat(concealing.registered(unknown).server()).isEqualTo(ONLY);
        assertThatThrownBy(() -> query.registered(unknown)).isInstanceOfSatisfying(SipRefusal.class,
                refusal -> assertThat(refusal.status()).isEqualTo(403));
    }
}
