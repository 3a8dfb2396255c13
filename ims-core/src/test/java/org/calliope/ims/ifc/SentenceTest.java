package org.calliope.ims.ifc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.ResourceBundle;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.junit.jupiter.api.Test;

/** What people read instead of CNF and DNF (TS 29.228 Annex C). */
class SentenceTest {

    private static final Sentence ENGLISH = Sentence.in(Locale.ENGLISH);
    private static final Sentence GERMAN = Sentence.in(Locale.GERMANY);
    private static final List<ServicePointTrigger> CALL_OR_MESSAGE = List.of(new Method("INVITE"), new Method("MESSAGE"));
    private static final List<ServicePointTrigger> FROM_REGISTERED =
            List.of(new InSessionCase(SessionCase.ORIGINATING_REGISTERED));
    private static final List<ServicePointTrigger> WITHOUT_HEADER = List.of(new SipHeader("P-X", "{y} 'z'").not());
    private static final ApplicationServer SERVER = new ApplicationServer("sip:as.example", DefaultHandling.SESSION_CONTINUED);

    @Test
    void cnfReadsAsAndOfOrs() {
        TriggerPoint trigger = TriggerPoint.allOf(CALL_OR_MESSAGE, FROM_REGISTERED, WITHOUT_HEADER);

        assertThat(ENGLISH.of(trigger)).isEqualTo("(INVITE or MESSAGE) and from the served user while registered"
                + " and not with header P-X: “{y} 'z'”");
        assertThat(GERMAN.of(trigger)).isEqualTo("(INVITE oder MESSAGE) und vom registrierten Teilnehmer ausgehend"
                + " und nicht mit Header P-X: „{y} 'z'“");
    }

    @Test
    void dnfReadsAsOrOfAnds() {
        assertThat(ENGLISH.of(TriggerPoint.anyOf(List.of(new Method("INVITE"), new SessionDescription("m", "^video")),
                List.of(new RequestUri("conference"))))).isEqualTo("(INVITE and with session description line m=“^video”)"
                + " or for host or number “conference”");
    }

    @Test
    void oneGroupNeedsNoParentheses() {
        assertThat(ENGLISH.of(TriggerPoint.allOf(CALL_OR_MESSAGE))).isEqualTo("INVITE or MESSAGE");
        assertThat(ENGLISH.of(TriggerPoint.anyOf(CALL_OR_MESSAGE))).isEqualTo("INVITE and MESSAGE");
    }

    @Test
    void registrationTypesAreNamed_B23() {
        assertThat(ENGLISH.of(new Method(false, "REGISTER", Set.of(RegistrationType.DE, RegistrationType.INITIAL))))
                .isEqualTo("REGISTER (initial registration or de-registration)");
    }

    @Test
    void aCriterionSaysWhereAndWhatElse_B22() {
        InitialFilterCriteria calls = new InitialFilterCriteria(0, TriggerPoint.allOf(CALL_OR_MESSAGE), SERVER);
        InitialFilterCriteria all = new InitialFilterCriteria(1000, Optional.empty(),
                new ApplicationServer("sip:b.example", DefaultHandling.SESSION_TERMINATED),
                Optional.of(ProfilePart.UNREGISTERED));

        assertThat(ENGLISH.of(calls)).isEqualTo(
                "priority 0: INVITE or MESSAGE → sip:as.example; if it does not answer the session continues");
        assertThat(ENGLISH.of(all)).isEqualTo("priority 1000: every request → sip:b.example; if it does not answer"
                + " the session ends; only while the user is not registered");
        assertThat(GERMAN.of(all)).isEqualTo("Priorität 1000: jede Anfrage → sip:b.example; antwortet der Server nicht,"
                + " endet die Sitzung; nur solange der Teilnehmer nicht registriert ist");
    }

    @Test
    void everyLanguageHasEveryWord() {
        String name = "org.calliope.ims.ifc.sentences";
        assertThat(new TreeSet<>(ResourceBundle.getBundle(name, Locale.GERMAN).keySet()))
                .isEqualTo(new TreeSet<>(ResourceBundle.getBundle(name, Locale.ROOT).keySet()));
        for (SessionCase sessionCase : SessionCase.values()) {
            assertThat(GERMAN.of(new InSessionCase(sessionCase))).contains("Teilnehmer");
        }
        assertThat(Sentence.in(Locale.FRENCH).of(new SipHeader("P-X"))).isEqualTo("with header P-X");
    }
}
