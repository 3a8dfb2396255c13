package org.calliope.ims.scscf;

import java.util.Optional;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.ifc.Evaluation.Match;
import org.calliope.ims.ifc.Evaluations;
import org.calliope.ims.ifc.FilterableRequest;

/**
 * Which application server a request visits next: the initial filter criteria of the served user, by priority, each
 * looked at when it is its turn, for the server before may have changed the request (TS 24.229 5.4.3.2, 5.4.3.3, TS 23.218
 * 5.2.2). Any thread.
 */
final class ServiceChain {

    private final Evaluations ready = new Evaluations();

    /** @return nothing when no further server is to see the request */
    Optional<Match> next(UserProfile profile, ServiceStep step, FilterableRequest request) {
        return ImplicitSet.service(profile, step.served()).filter(service -> !service.filterCriteria().isEmpty())
                .flatMap(service -> ready.of(service.filterCriteria()).next(request, step.from()));
    }
}
