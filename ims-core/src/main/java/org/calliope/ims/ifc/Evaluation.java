package org.calliope.ims.ifc;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The filter criteria of a service profile, made ready to be asked for each request: by ascending priority, those of
 * equal priority in their order (TS 23.218 6.4, TS 24.229 5.4.3.2). Any thread.
 */
public final class Evaluation {

    private final List<Entry> entries;

    private Evaluation(List<InitialFilterCriteria> criteria) {
        entries = criteria.stream().sorted(Comparator.comparingInt(InitialFilterCriteria::priority))
                .map(one -> new Entry(one, one.triggerPoint().map(CompiledTrigger::of))).toList();
    }

    public static Evaluation of(List<InitialFilterCriteria> criteria) {
        return new Evaluation(criteria);
    }

    /**
     * The next criterion for a request. It may have been changed by the server of the one before, so that each is asked
     * only when it is its turn.
     *
     * @param from 0 for a new request, else the position behind the last match
     */
    public Optional<Match> next(FilterableRequest request, int from) {
        for (int i = from; i < entries.size(); i++) {
            if (entries.get(i).matches(request)) {
                return Optional.of(new Match(i, entries.get(i).criteria));
            }
        }
        return Optional.empty();
    }

    /** @return all criteria for the request, should no server change it */
    public List<InitialFilterCriteria> matches(FilterableRequest request) {
        return entries.stream().filter(entry -> entry.matches(request)).map(Entry::criteria).toList();
    }

    /** @return for each criterion, in the order they are asked, why it matches or does not */
    public List<CriteriaExplanation> explain(FilterableRequest request) {
        return entries.stream().map(entry -> entry.explain(request)).toList();
    }

    /**
     * A criterion that matched.
     *
     * @param position within the evaluation; the next look starts behind it
     */
    public record Match(int position, InitialFilterCriteria criteria) {
    }

    private record Entry(InitialFilterCriteria criteria, Optional<CompiledTrigger> trigger) {

        // TS 29.228 B.2.2: without a trigger point each request triggers
        boolean matches(FilterableRequest request) {
            return isOfProfilePart(request) && (trigger.isEmpty() || trigger.get().matches(request));
        }

        private boolean isOfProfilePart(FilterableRequest request) {
            return criteria.profilePart().isEmpty()
                    || (criteria.profilePart().get() == ProfilePart.REGISTERED) == request.registered();
        }

        CriteriaExplanation explain(FilterableRequest request) {
            return new CriteriaExplanation(criteria, matches(request), isOfProfilePart(request),
                    trigger.map(compiled -> compiled.explain(request)));
        }
    }
}
