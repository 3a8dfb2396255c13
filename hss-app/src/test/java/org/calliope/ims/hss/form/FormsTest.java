package org.calliope.ims.hss.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.store.Kind;
import org.junit.jupiter.api.Test;

/** The forms of the kinds that subscribers share. */
class FormsTest {

    private static <T extends Named> void comesBack(DocumentForm<T> form) {
        assertThat(form.read().apply(form.show().apply(form.sample()))).isEqualTo(form.sample());
        assertThat(form.problems(form.show().apply(form.sample()), Texts.english(), false, (kind, name) -> true)).isEmpty();
    }

    @Test
    void whatAFormShowsItReadsBack() {
        Forms.ALL.forEach(FormsTest::comesBack);
    }

    @Test
    void everySharedKindHasAFormOrAnEditorOfItsOwn() {
        Set<Kind<?>> kinds = new HashSet<>(Kind.ALL);
        Forms.ALL.forEach(form -> kinds.remove(form.kind()));
        assertThat(kinds).containsExactlyInAnyOrder(Kind.SUBSCRIPTION, Kind.FILTER_CRITERIA);
    }

    private static DocumentForm<?> form(Kind<?> kind) {
        return Forms.ALL.stream().filter(form -> form.kind() == kind).findFirst().orElseThrow();
    }

    private static Map<String, String> problems(Kind<?> kind, Values values, boolean typing) {
        return form(kind).problems(values, Texts.english(), typing, (of, name) -> !name.equals("unknown"));
    }

    @Test
    void oneWrongFieldDoesNotHideAnother() {
        Values values = Values.none().with("name", "!").with("capabilities", "1 x").with("description", "d".repeat(300));
        assertThat(problems(Kind.SERVING_NODE, values, false)).containsOnlyKeys("name", "capabilities", "description")
                .containsEntry("capabilities", "must be numbers, one a line; x is none");
    }

    @Test
    void whatIsNotTypedYetIsNoProblemUntilTheFormIsSent() {
        assertThat(problems(Kind.CHARGING_SET, Values.none(), true)).isEmpty();
        assertThat(problems(Kind.CHARGING_SET, Values.none(), false)).containsOnlyKeys("name");
    }

    @Test
    void whatConcernsTheWholeStandsByNoField() {
        Values values = Values.none().with("name", "prepaid").with("secondaryEvent", "aaa://b.example");
        assertThat(problems(Kind.CHARGING_SET, values, false))
                .containsEntry(DocumentForm.WHOLE, "a secondary charging function needs a primary one");
    }

    @Test
    void prioritiesAreNumbersAndEachStandsOnce() {
        Values twice = Values.none().with("name", "gold").with("filterCriteria.priority", List.of("1", "1"))
                .with("filterCriteria", List.of("a", "b"));
        assertThat(problems(Kind.SERVICE_PROFILE, twice, true).get("filterCriteria"))
                .isEqualTo("two filter criteria have priority 1; each must have its own");
        assertThat(problems(Kind.SERVICE_PROFILE, twice.with("filterCriteria.priority", List.of("x", "1")), true)
                .get("filterCriteria")).isEqualTo("priority must be a whole number, 0 or more");
        assertThat(problems(Kind.SERVICE_PROFILE, Values.none().with("sharedFilterSets", "common\nunknown"), true))
                .containsEntry("sharedFilterSets", "There is no unknown.");
    }
}
