package org.calliope.ims.hss.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.page.Triggers;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;
import org.junit.jupiter.api.Test;

/** Filter criteria between their trigger and the rows of the editor. */
class CriteriaDraftTest {

    private static final TriggerPoint EVERYTHING = TriggerPoint.allOf(
            List.of(new Method(true, "REGISTER", Set.of(RegistrationType.RE, RegistrationType.DE)), new Method("INVITE")),
            List.of(new RequestUri("ims\\.example"), new SipHeader("P-Test"), new SipHeader("P-Test", "a.*b").not()),
            List.of(new InSessionCase(SessionCase.ORIGINATING_CDIV).not(), new SessionDescription("m", "audio"),
                    new SessionDescription(false, "b", Optional.empty())));

    private static CriteriaDraft draft(TriggerPoint trigger) {
        return CriteriaDraft.of(new FilterCriteria("x", "as", null, ""), Optional.of(trigger));
    }

    @Test
    void everyKindOfConditionComesBackFromTheRowsAndFromTheXml() {
        assertThat(CriteriaForm.trigger(draft(EVERYTHING))).contains(EVERYTHING);
        assertThat(Triggers.read(Triggers.write(Optional.of(EVERYTHING)))).contains(EVERYTHING);
    }

    @Test
    void normalFormsAndTheMissingTriggerComeBack() {
        TriggerPoint dnf = new TriggerPoint(false, EVERYTHING.groups());
        assertThat(draft(dnf).mode()).isEqualTo(CriteriaDraft.DNF);
        assertThat(CriteriaForm.trigger(draft(dnf))).contains(dnf);
        CriteriaDraft every = CriteriaDraft.of(new FilterCriteria("x", "as", null, ""), Optional.empty());
        assertThat(CriteriaForm.trigger(every)).isEmpty();
        assertThat(Triggers.write(Optional.empty())).isEmpty();
    }

    @Test
    void rowsComeAndGoAndAnEmptyGroupGoesWithItsLast() {
        CriteriaDraft draft = draft(EVERYTHING);
        assertThat(draft.edited("add-spt.0").groups().get(0)).hasSize(3);
        assertThat(draft.edited("add-group").groups()).hasSize(4);
        assertThat(draft.edited("remove-spt.0.1").groups().get(0)).hasSize(1);
        assertThat(draft.edited("remove-spt.0.0").edited("remove-spt.0.0").groups()).hasSize(2);
        for (String nonsense : List.of("remove-spt.9.9", "remove-spt.0.9", "add-spt.99", "", "x.y.z")) {
            assertThat(draft.edited(nonsense)).as(nonsense).isEqualTo(draft);
        }
    }

    @Test
    void whoAddsAConditionToACriterionForEveryRequestWantsATrigger() {
        CriteriaDraft every = CriteriaDraft.of(new FilterCriteria("x", "as", null, ""), Optional.empty());
        assertThat(every.edited("add-group").mode()).isEqualTo(CriteriaDraft.CNF);
    }

    @Test
    void aTriggerIsFoundAlsoInAWholeCriterion() {
        String trigger = Triggers.write(Optional.of(EVERYTHING));
        String whole = "<InitialFilterCriteria><Priority>3</Priority>" + trigger
                + "<ApplicationServer><ServerName>sip:a.example</ServerName></ApplicationServer></InitialFilterCriteria>";
        assertThat(Triggers.pasted(whole)).contains(EVERYTHING);
        assertThat(Triggers.pasted(trigger)).contains(EVERYTHING);
        assertThatThrownBy(() -> Triggers.pasted("<html/>")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void xmlForPeopleHasALineForEachPart() {
        assertThat(Triggers.indented("<a><b>1</b><c><d/></c></a>"))
                .isEqualTo("<a>\n  <b>1</b>\n  <c>\n    <d/>\n  </c>\n</a>");
    }
}
