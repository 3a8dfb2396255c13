package org.calliope.ims.hss.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.ifc.CriteriaExplanation;
import org.calliope.ims.ifc.Evaluation;
import org.calliope.ims.ifc.FilterableRequest;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.Sentence;
import org.calliope.ims.ifc.TriggerExplanation;

/**
 * What filter criteria make of a request.
 *
 * @param profile whose criteria were asked
 * @param rows    in the order they are asked (TS 24.229 5.4.3.2)
 */
public record WorkbenchView(String profile, List<Row> rows) {

    /**
     * A criterion.
     *
     * @param turn     1 and more among those that match, 0 when it does not
     * @param handling choice of what happens when the server does not answer
     * @param part     it is for the state the user is in
     * @param groups   of its trigger, none when every request triggers
     */
    public record Row(int turn, String name, String link, int priority, String server, String handling,
                      String sentence, boolean part, boolean conjunctive, List<Group> groups) {
    }

    /** A group of the trigger. */
    public record Group(boolean matches, List<Condition> conditions) {
    }

    /** A condition, and what of the request it was compared with, "" for nothing. */
    public record Condition(boolean matches, String sentence, String seen) {
    }

    /**
     * Asks the criteria of a profile.
     *
     * @throws IllegalArgumentException when a trigger cannot be read; the message says why
     */
    public static WorkbenchView of(ServiceProfile profile, Services services, FilterableRequest request, Texts texts) {
        List<FilterCriteria> documents = new ArrayList<>();
        List<InitialFilterCriteria> criteria = new ArrayList<>();
        for (ServiceProfile.Use use : services.uses(profile)) {
            FilterCriteria document = services.criteria().get(use.criteria());
            ApplicationServer server = document == null ? null
                    : services.servers().get(document.applicationServer());
            if (server != null) {
                documents.add(document);
                criteria.add(Triggers.criteria(document, use.priority(), server));
            }
        }
        // both are by ascending priority, those of the same in their order
        List<CriteriaExplanation> explained = Evaluation.of(criteria).explain(request);
        Sentence sentence = Sentence.in(Locale.forLanguageTag(texts.language()));
        List<Row> rows = new ArrayList<>();
        int turn = 0;
        for (int i = 0; i < explained.size(); i++) {
            turn += explained.get(i).matches() ? 1 : 0;
            rows.add(row(documents.get(i), explained.get(i), explained.get(i).matches() ? turn : 0, sentence, texts));
        }
        return new WorkbenchView(profile.name(), rows);
    }

    private static Row row(FilterCriteria document, CriteriaExplanation of, int turn, Sentence sentence, Texts texts) {
        return new Row(turn, document.name(), Links.document(Kind.FILTER_CRITERIA,
                document.name()), of.criteria().priority(), of.criteria().applicationServer().serverName(),
                of.criteria().applicationServer().defaultHandling().name(),
                Triggers.sentence(of.criteria().triggerPoint(), texts), of.ofProfilePart(),
                of.trigger().map(TriggerExplanation::conjunctive).orElse(true),
                of.trigger().map(trigger -> trigger.groups().stream().map(group -> group(group, sentence)).toList())
                        .orElse(List.of()));
    }

    private static Group group(TriggerExplanation.OfGroup of, Sentence sentence) {
        return new Group(of.matches(), of.conditions().stream().map(one ->
                new Condition(one.matches(), sentence.of(one.condition()), one.seen())).toList());
    }
}
