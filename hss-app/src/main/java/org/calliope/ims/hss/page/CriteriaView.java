package org.calliope.ims.hss.page;

import java.util.Optional;

import org.calliope.ims.hss.form.CriteriaDraft;
import org.calliope.ims.hss.form.CriteriaForm;
import org.calliope.ims.hss.form.Field;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.ifc.CriteriaXml;
import org.calliope.ims.ifc.TriggerPoint;

/**
 * What a criterion means.
 *
 * @param sentence in the reader's language; "" while something is wrong
 * @param xml      the element as the S-CSCF gets it; "" while something is wrong
 * @param problem  why there is neither, "" when there is
 */
public record CriteriaView(String sentence, String xml, String problem) {

    private static final String NOWHERE = "sip:as.invalid";

    /** Of a form, right or wrong. */
    public static CriteriaView of(CriteriaDraft draft, Optional<ApplicationServer> server, Texts texts) {
        try {
            Optional<TriggerPoint> trigger = CriteriaForm.trigger(draft);
            FilterCriteria criteria = new FilterCriteria("x", "x", draft.profilePart().isEmpty() ? null
                    : FilterCriteria.ProfilePart.valueOf(draft.profilePart()), Triggers.write(trigger));
            String xml = CriteriaXml.write(Triggers.criteria(criteria, 0, server.orElse(new ApplicationServer("x",
                    NOWHERE, null, "", false, false, "", null, null, null))));
            return new CriteriaView(Triggers.sentence(trigger, texts) + " → "
                    + server.map(ApplicationServer::serverName).orElse("?")
                    + (criteria.profilePart() == FilterCriteria.ProfilePart.BOTH ? ""
                    : "; " + texts.of(Field.choice(criteria.profilePart().name()))), Triggers.indented(xml), "");
        } catch (IllegalArgumentException e) {
            return new CriteriaView("", "", e.getMessage());
        }
    }
}
