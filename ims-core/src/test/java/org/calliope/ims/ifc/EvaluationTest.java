package org.calliope.ims.ifc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.ifc.Evaluation.Match;
import org.calliope.ims.ifc.PastedRequest.Served;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.calliope.ims.ifc.TriggerExplanation.OfCondition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TS 29.228 B.2.2, B.2.3, Annex C and F; TS 23.218 6.4. */
class EvaluationTest {

    private static final String INVITE = """
            INVITE sip:bob;x=?@ims.example:5070;user=phone?h=v SIP/2.0
            f: <sip:alice@ims.example>;tag=1
            P-X: one
            p-x: two, three
            Authorization: Digest username="alice", response="0123"
            Content-Type: application/sdp

            v=0
            m=audio 49170 RTP/AVP 0
            a=rtpmap:0 PCMU/8000
            """;
    private static final ServicePointTrigger TRUE = new Method("INVITE");
    private static final ServicePointTrigger FALSE = new Method("MESSAGE");

    private static PastedRequest invite() {
        return PastedRequest.parse(INVITE, new Served(SessionCase.ORIGINATING_REGISTERED, true, RegistrationType.INITIAL));
    }

    private static PastedRequest request(String text, SessionCase sessionCase, boolean registered) {
        return PastedRequest.parse(text, new Served(sessionCase, registered, RegistrationType.DE));
    }

    private static boolean holds(ServicePointTrigger condition, FilterableRequest request) {
        CompiledTrigger trigger = CompiledTrigger.of(TriggerPoint.allOf(List.of(condition)));
        assertThat(trigger.explain(request).matches()).isEqualTo(trigger.matches(request));
        assertThat(CompiledTrigger.of(TriggerPoint.allOf(List.of(condition.not()))).matches(request))
                .isNotEqualTo(trigger.matches(request));
        return trigger.matches(request);
    }

    private static InitialFilterCriteria criteria(int priority, String server, ServicePointTrigger... conditions) {
        return new InitialFilterCriteria(priority, TriggerPoint.allOf(List.of(conditions)),
                new ApplicationServer("sip:" + server, DefaultHandling.SESSION_CONTINUED));
    }

    @ParameterizedTest
    @CsvSource({"true,true,true,true", "true,false,true,true", "false,true,true,true", "false,false,true,false",
        "true,true,false,false"})
    void cnfIsAnAndOfOrs_AnnexC(boolean a, boolean b, boolean c, boolean expected) {
        assertThat(CompiledTrigger.of(TriggerPoint.allOf(List.of(is(a), is(b)), List.of(is(c)))).matches(invite()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"true,true,false,true", "true,false,false,false", "false,false,true,true", "false,true,true,true"})
    void dnfIsAnOrOfAnds_AnnexC(boolean a, boolean b, boolean c, boolean expected) {
        assertThat(CompiledTrigger.of(TriggerPoint.anyOf(List.of(is(a), is(b)), List.of(is(c)))).matches(invite()))
                .isEqualTo(expected);
    }

    private static ServicePointTrigger is(boolean value) {
        return value ? TRUE : FALSE;
    }

    @ParameterizedTest
    @CsvSource({"ims.example,true", "^ims\\.example:5070$,true", "^ims\\.example$,false", "bob,false", "user=phone,false",
        "(ims|other)[.]example,true", "IMS,false"})
    void requestUriIsComparedByItsHostAndPort_TableF1(String expression, boolean expected) {
        assertThat(holds(new RequestUri(expression), invite())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"tel:+15550100;phone-context=x, ^\\+1555, true", "tel:+15550100, tel, false",
        "urn:service:sos, ^service:sos$, true", "sips:ims.example, ^ims, true", "sip:[::1]:5060;lr, ^\\[::1\\]:5060$, true",
        "strange, strange, true"})
    void otherUrisAreComparedBehindTheScheme_TableF1(String uri, String expression, boolean expected) {
        FilterableRequest request = request("OPTIONS " + uri + " SIP/2.0", SessionCase.TERMINATING_REGISTERED, true);
        assertThat(holds(new RequestUri(expression), request)).isEqualTo(expected);
    }

    @Test
    void anExpressionForMoreThanTheHostIsToldToItsWriter() {
        assertThat(new RequestUri("^sip:conference").namesMoreThanHost()).isTrue();
        assertThat(new RequestUri("bob@ims").namesMoreThanHost()).isTrue();
        assertThat(new RequestUri("ims\\.example").namesMoreThanHost()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"From,,true", "f,,true", "fRoM,alice@,true", "P-X,two,true", "P-X,^three,false", "P-X,^one$,true",
        "P-Y,,false", "^P-.*,three$,true", "P-(Y|X),,true", "(P|X),,false", "p-[x],one,true"})
    void headersMatchByNameAndAnyOfTheirValues_B23(String name, String content, boolean expected) {
        assertThat(holds(new SipHeader(false, name, Optional.ofNullable(content)), invite())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"m,,true", "m,^audio,true", "m,video,false", "a,PCMU/8000,true", "b,,false", "[ma],PCMU,true", "M,,false"})
    void sessionDescriptionMatchesByLine_B23(String line, String content, boolean expected) {
        assertThat(holds(new SessionDescription(false, line, Optional.ofNullable(content)), invite())).isEqualTo(expected);
    }

    @Test
    void sessionCaseIsTheOneOfTheRequest_B23() {
        for (SessionCase one : SessionCase.values()) {
            for (SessionCase other : SessionCase.values()) {
                assertThat(holds(new InSessionCase(one), request(INVITE, other, true))).isEqualTo(one == other);
            }
        }
    }

    @Test
    void registrationTypeCountsForRegister_B23() {
        FilterableRequest last = request("REGISTER sip:ims.example SIP/2.0", SessionCase.ORIGINATING_REGISTERED, true);

        assertThat(holds(new Method("REGISTER"), last)).isTrue();
        assertThat(holds(new Method(false, "REGISTER", Set.of(RegistrationType.DE)), last)).isTrue();
        assertThat(holds(new Method(false, "REGISTER", Set.of(RegistrationType.INITIAL, RegistrationType.RE)), last)).isFalse();
        assertThat(holds(new Method(false, "REGISTER", Set.of(RegistrationType.values())), last)).isTrue();
        assertThat(holds(new Method("register"), last)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Method(false, "INVITE", Set.of(RegistrationType.DE)))
                .withMessageContaining("only REGISTER");
    }

    @Test
    void criteriaAreAskedByPriority_TS23218_6_4() {
        Evaluation evaluation = Evaluation.of(List.of(criteria(30, "c", TRUE), criteria(5, "a", TRUE),
                criteria(10, "no", FALSE), criteria(30, "d", TRUE)));

        assertThat(evaluation.matches(invite())).extracting(one -> one.applicationServer().serverName())
                .containsExactly("sip:a", "sip:c", "sip:d");
        Match first = evaluation.next(invite(), 0).orElseThrow();
        Match second = evaluation.next(invite(), first.position() + 1).orElseThrow();
        assertThat(List.of(first.criteria().priority(), second.criteria().priority())).containsExactly(5, 30);
        assertThat(evaluation.next(invite(), second.position() + 1)).map(Match::position).contains(3);
        assertThat(evaluation.next(invite(), 4)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({",true,true", ",false,true", "REGISTERED,true,true", "REGISTERED,false,false", "UNREGISTERED,true,false",
        "UNREGISTERED,false,true"})
    void profilePartIsForOneStateOfTheUser_B22(ProfilePart part, boolean registered, boolean expected) {
        InitialFilterCriteria every = new InitialFilterCriteria(0, Optional.empty(),
                new ApplicationServer("sip:as", DefaultHandling.SESSION_CONTINUED), Optional.ofNullable(part));
        FilterableRequest request = request(INVITE, SessionCase.ORIGINATING_CDIV, registered);

        assertThat(Evaluation.of(List.of(every)).matches(request)).hasSize(expected ? 1 : 0);
        assertThat(Evaluation.of(List.of(every)).explain(request).get(0))
                .isEqualTo(new CriteriaExplanation(every, expected, expected, Optional.empty()));
    }

    @Test
    void theExplanationShowsWhatWasLookedAt() {
        TriggerPoint trigger = TriggerPoint.allOf(
                List.of(FALSE, new RequestUri("other"), new SipHeader("P-X", "two")),
                List.of(new SipHeader("Authorization").not(), new SipHeader("P-None"), new SessionDescription("a", "opus"),
                        new InSessionCase(SessionCase.TERMINATING_REGISTERED), new SipHeader("(f|p-x)")));
        InitialFilterCriteria criteria = new InitialFilterCriteria(0, trigger,
                new ApplicationServer("sip:as", DefaultHandling.SESSION_CONTINUED));

        TriggerExplanation explanation =
                Evaluation.of(List.of(criteria)).explain(invite()).get(0).trigger().orElseThrow();

        assertThat(explanation.matches()).isTrue();
        assertThat(explanation.groups().get(0).conditions()).extracting(OfCondition::matches, OfCondition::seen)
                .containsExactly(tuple(false, "INVITE"), tuple(false, "ims.example:5070"), tuple(true, "one; two, three"));
        assertThat(explanation.groups().get(1).conditions()).extracting(OfCondition::matches, OfCondition::seen)
                .containsExactly(tuple(false, "***"), tuple(false, ""), tuple(false, "a=rtpmap:0 PCMU/8000"),
                        tuple(false, "ORIGINATING_REGISTERED"), tuple(true, "P-X: one; two, three"));
    }

    /** What makes a backtracking engine take longer than the universe: takes no time here. */
    @Test
    @Timeout(60)
    void hostileContentCostsNoTime() {
        FilterableRequest hostile = request("INVITE sip:" + "a".repeat(60_000) + "! SIP/2.0",
                SessionCase.ORIGINATING_REGISTERED, true);

        for (String expression : List.of("(a+)+$", "(a|aa)+$", "(.*a){30}x", "^(([a-z])+.)+[A-Z]([a-z])+$")) {
            assertThat(holds(new RequestUri(expression), hostile)).as(expression).isIn(true, false);
        }
    }

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(strings = {"", "(", "[a", "*a", "a{2,1}", "a{1001}", "((a{50}){50}){50}", "((a{1000}){1000}){1000}",
        "((((.*){500}){500,}){500}){1,500}", "(((.{9}){9}){9}){9}", "a\nb", "\\1", "(?=a)"})
    void expressionsThatCannotBeLookedForAreRefused(String expression) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new RequestUri(expression))
                .withMessageContaining("the expression for the Request-URI");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new SipHeader("P-X", expression));
    }

    @Test
    void triggersAreBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TriggerPoint(true, List.of()))
                .withMessageContaining("at least one group");
        assertThatIllegalArgumentException().isThrownBy(() -> TriggerPoint.allOf(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestUri("a".repeat(1025)));
        assertThatIllegalArgumentException().isThrownBy(
                () -> new ApplicationServer("sip:a\r\nX: y", DefaultHandling.SESSION_CONTINUED));
        assertThatIllegalArgumentException().isThrownBy(() -> criteria(-1, "as", TRUE)).withMessageContaining("negative");
    }
}
