package org.calliope.ims.icscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QueryTest {

    private static final List<String> ALICE = List.of("sip:alice@ims.example");
    private static final String ONLY = "sip:127.0.0.1:5064";
    private static final String CREDENTIALS = "Digest username=\"alice@ims.example\", realm=\"ims.example\","
            + " nonce=\"\", uri=\"sip:ims.example\", response=\"\"";

    private final Query query = new Query("ims.example", true, false, ServerChoice.of(List.of(), ONLY,
            new Silent(Duration.ofSeconds(30), () -> Instant.EPOCH), equals -> 0), 3);

    /** A REGISTER, with what a test changes in it. */
    private static RegisterQuestion register(String to, String authorization) {
        return new RegisterQuestion(List.of(to), List.of(to), authorization.isEmpty() ? List.of()
                : List.of(authorization), List.of(), List.of(), false, false);
    }

    @Test
    void ts29228_6_1_1_theQuestionNamesUserIdentityAndVisitedNetwork() {
        UserAuthorizationRequest uar = query.registration(new RegisterQuestion(List.of("<sip:alice@IMS.example>"),
                List.of("<sip:alice@ims.example>;tag=1"), List.of(CREDENTIALS),
                List.of("\"visited.example\"", "between.example"), List.of(), false, false));

        assertThat(uar.userName().value()).isEqualTo("alice@ims.example");
        assertThat(uar.publicIdentity().uri()).isEqualTo("sip:alice@ims.example");
        assertThat(uar.visitedNetwork()).isEqualTo("visited.example");
        assertThat(uar.type()).isEqualTo(UserAuthorizationType.REGISTRATION);
        assertThat(uar.emergency()).isFalse();
    }

    @Test
    void ts24229_5_3_1_2_aPlainSoftphonesPrivateIdentityIsDerived() {
        assertThat(query.registration(register("sip:alice@ims.example", "")).userName().value())
                .isEqualTo("alice@ims.example");
        assertThat(query.registration(register("sip:bob@ims.example", CREDENTIALS.replace("@ims.example\", r", "\", r")))
                .userName().value()).as("the user name counts, not To").isEqualTo("alice@ims.example");
    }

    @Test
    void ts24229_5_3_1_2_ofSeveralAuthorizationHeadersTheOneForOurRealmNamesTheUser() {
        String other = CREDENTIALS.replace("alice", "bob").replace("realm=\"ims", "realm=\"other");

        assertThat(query.registration(new RegisterQuestion(ALICE, ALICE, List.of("Basic YWxpY2U6YWxpY2U=", other, CREDENTIALS),
                List.of(), List.of(), false, false)).userName().value()).isEqualTo("alice@ims.example");
        refused(400, () -> query.registration(new RegisterQuestion(ALICE, ALICE, List.of(other, other), List.of(),
                List.of(), false, false)));
    }

    @Test
    void rfc7315_4_3_withoutVisitedNetworkTheUeIsAtHome() {
        assertThat(query.registration(register("sip:alice@ims.example", "")).visitedNetwork())
                .isEqualTo("ims.example");
    }

    @Test
    void ts29228_6_1_1_1_theEndOfARegistrationIsAskedForAsSuch() {
        assertThat(query.registration(new RegisterQuestion(ALICE, ALICE, List.of(), List.of(), List.of(), true,
                false)).type()).isEqualTo(UserAuthorizationType.DE_REGISTRATION);
    }

    @Test
    void ts29228_6_1_1_anEmergencyRegistrationIsMarkedAlsoWhenAskedAnew() {
        UserAuthorizationRequest emergency = query.registration(new RegisterQuestion(ALICE, ALICE, List.of(),
                List.of(), List.of(), false, true));

        assertThat(emergency.emergency()).isTrue();
        assertThat(Query.anew(emergency).emergency()).isTrue();
        assertThat(Query.anew(emergency).type()).isEqualTo(UserAuthorizationType.REGISTRATION_AND_CAPABILITIES);
    }

    @Test
    void whatIsNotOfThisNetworkIs404() {
        refused(404, () -> query.registration(register("sip:alice@other.example", "")));
        refused(404, () -> query.location("sip:alice@other.example"));
        refused(404, () -> query.location("sip:ims.example"));
    }

    @Test
    void whatDoesNotParseIs400() {
        refused(400, () -> query.registration(register("<sip:alice@ims.example", "")));
        refused(400, () -> query.registration(register("sip:alice@ims.example", "Basic x")));
        refused(400, () -> query.location("sip:bo b@ims.example"));
    }

    @Test
    void rfc3261_8_2_2_1_whatNamesNobodyIs416() {
        refused(416, () -> query.location("http://ims.example"));
    }

    @Test
    void rfc3261_20_whatStandsThereTwiceIs400() {
        List<String> two = List.of("sip:alice@ims.example", "sip:bob@ims.example");
        refused(400, () -> query.registration(new RegisterQuestion(two, ALICE, List.of(), List.of(), List.of(),
                false, false)));
        refused(400, () -> query.registration(new RegisterQuestion(ALICE, two, List.of(), List.of(), List.of(),
                false, false)));
    }

    @Test
    void rfc3261_22_3_ofSeveralCredentialsThoseOfThisRealmCount() {
        String other = CREDENTIALS.replace("alice@ims.example", "alice@other.example").replace("realm=\"ims", "realm=\"other");

        assertThat(query.registration(new RegisterQuestion(ALICE, ALICE, List.of(other, CREDENTIALS), List.of(),
                List.of(), false, false)).userName().value()).isEqualTo("alice@ims.example");
    }

    @Test
    void rfc3261_16_4_aRegisterThatIsToGoOnBehindTheRegistrarIs400() {
        refused(400, () -> query.registration(new RegisterQuestion(ALICE, ALICE, List.of(), List.of(),
                List.of("<sip:127.0.0.1:9;lr>"), false, false)));
    }

    @Test
    void rfc1035_2_3_4_overlongValuesAre400() {
        refused(400, () -> query.registration(new RegisterQuestion(ALICE, ALICE, List.of(),
                List.of("v".repeat(256)), List.of(), false, false)));
        refused(400, () -> query.registration(register("sip:alice@ims.example",
                CREDENTIALS.replace("alice", "a".repeat(300)))));
    }

    @Test
    void ts24229_5_3_1_2_theServerTheHssNamesIsTaken() {
        Selection selection = query.registered(uar(UserAuthorizationType.REGISTRATION), new UserAuthorizationAnswer(
                ResultCode.SUBSEQUENT_REGISTRATION, Optional.of("sip:scscf2.ims.example"), Optional.empty()), Set.of());

        assertThat(selection.isNamed()).isTrue();
        assertThat(selection.next()).contains("sip:scscf2.ims.example");
    }

    @Test
    void ts24229_5_3_1_2_withoutServerNameOneIsChosenByCapabilities() {
        Selection selection = query.registered(uar(UserAuthorizationType.REGISTRATION), new UserAuthorizationAnswer(
                ResultCode.FIRST_REGISTRATION, Optional.empty(),
                Optional.of(new ServerCapabilities(List.of(7L), List.of(), List.of()))), Set.of());

        assertThat(selection.isNamed()).isFalse();
        assertThat(selection.next()).contains(ONLY);
    }

    @Test
    void ts24229_5_3_1_3_whoAsksForCapabilitiesIsNotSentToTheServerThatFailed() {
        Selection selection = query.registered(uar(UserAuthorizationType.REGISTRATION_AND_CAPABILITIES),
                new UserAuthorizationAnswer(ResultCode.SUCCESS, Optional.of("sip:failed"), Optional.empty()),
                Set.of("sip:failed"));

        assertThat(selection.next()).contains(ONLY);
        assertThat(selection.next()).isEmpty();
    }

    @Test
    void ts24229_5_3_1_3_anAnswerWithNeitherNameNorCapabilitiesIs480() {
        refused(480, () -> query.registered(uar(UserAuthorizationType.REGISTRATION),
                UserAuthorizationAnswer.of(ResultCode.SUBSEQUENT_REGISTRATION), Set.of()));
    }

    @ParameterizedTest
    @CsvSource({"ERROR_USER_UNKNOWN, 403", "ERROR_IDENTITIES_DONT_MATCH, 403", "ERROR_ROAMING_NOT_ALLOWED, 403",
        "AUTHORIZATION_REJECTED, 403", "ERROR_IDENTITY_NOT_REGISTERED, 403", "UNABLE_TO_COMPLY, 480",
        "TOO_BUSY, 480"})
    void ts24229_5_3_1_3_aRegistrationTheHssDoesNotAllow(ResultCode result, int status) {
        refused(status, () -> query.registered(uar(UserAuthorizationType.REGISTRATION),
                UserAuthorizationAnswer.of(result), Set.of()));
    }

    private UserAuthorizationRequest uar(UserAuthorizationType type) {
        UserAuthorizationRequest first = query.registration(register("sip:alice@ims.example", ""));
        return type == UserAuthorizationType.REGISTRATION ? first : Query.anew(first);
    }

    @Test
    void ts24229_5_3_2_1_aCallGoesToTheServerTheHssNames() {
        LocationInfoRequest question = query.location("sip:bob@ims.example");
        assertThat(question.publicIdentity().uri()).isEqualTo("sip:bob@ims.example");
        assertThat(query.located(question, new LocationInfoAnswer(ResultCode.SUCCESS, Optional.of(ONLY),
                Optional.empty()), Set.of()).next()).contains(ONLY);
    }

    @Test
    void ts24229_5_3_2_1_aUserServedWhileNotRegisteredGetsAServerByCapabilities() {
        LocationInfoRequest question = query.location("sip:bob@ims.example");
        Selection selection = query.located(question, LocationInfoAnswer.of(ResultCode.UNREGISTERED_SERVICE), Set.of());

        assertThat(selection.isNamed()).isFalse();
        assertThat(selection.next()).contains(ONLY);
    }

    @Test
    void ts23380_4_3_aCallWhoseServerIsDownIsAskedForAnew() {
        LocationInfoRequest anew = Query.anew(query.location("sip:bob@ims.example"));

        assertThat(anew.type()).contains(UserAuthorizationType.REGISTRATION_AND_CAPABILITIES);
        assertThat(query.located(anew, LocationInfoAnswer.of(ResultCode.SUCCESS), Set.of()).next()).contains(ONLY);
        assertThat(query.located(anew, LocationInfoAnswer.of(ResultCode.SUCCESS), Set.of(ONLY)).next()).as("the silent one").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ERROR_USER_UNKNOWN, 404", "ERROR_IDENTITY_NOT_REGISTERED, 480", "SUCCESS, 500",
        "TOO_BUSY, 480", "UNABLE_TO_COMPLY, 500"})
    void ts24229_5_3_2_2_aCallTheHssDoesNotFindAServerFor(ResultCode result, int status) {
        LocationInfoRequest question = query.location("sip:bob@ims.example");
        refused(status, () -> query.located(question, LocationInfoAnswer.of(result), Set.of()));
    }

    private static void refused(int status, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(SipRefusal.class,
                refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR_USER_UNKNOWN", "ERROR_IDENTITIES_DONT_MATCH"})
    void ts24229_5_3_1_3_aNamedSettingSendsAnUnknownUserOnToBeRefusedLikeAWrongPassword(ResultCode result) {
        Query concealing = new Query("ims.example", true, true, ServerChoice.of(List.of(), ONLY,
                new Silent(Duration.ZERO, () -> Instant.EPOCH), equals -> 0), 3);

        assertThat(concealing.registered(uar(UserAuthorizationType.REGISTRATION), UserAuthorizationAnswer.of(result),
                Set.of()).next()).contains(ONLY);
        refused(403, () -> query.registered(uar(UserAuthorizationType.REGISTRATION),
                UserAuthorizationAnswer.of(result), Set.of()));
    }
}
