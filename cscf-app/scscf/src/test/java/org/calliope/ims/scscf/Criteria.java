package org.calliope.ims.scscf;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.TriggerPoint;

/** Filter criteria for REGISTER. */
final class Criteria {

    private Criteria() {
    }

    /** Matches REGISTERs of these types, all when none is named. */
    static InitialFilterCriteria register(String server, RegistrationType... types) {
        return of(1, new ApplicationServer(server, DefaultHandling.SESSION_CONTINUED), types);
    }

    static InitialFilterCriteria of(int priority, ApplicationServer server, RegistrationType... types) {
        return new InitialFilterCriteria(priority, TriggerPoint.allOf(List.of(
                new ServicePointTrigger.Method(false, "REGISTER", Set.of(types)))), server);
    }

    static ApplicationServer terminating(String server) {
        return new ApplicationServer(server, DefaultHandling.SESSION_TERMINATED);
    }

    static ApplicationServer informed(String server, String serviceInfo, boolean request, boolean response) {
        return new ApplicationServer(server, DefaultHandling.SESSION_CONTINUED, Optional.ofNullable(serviceInfo),
                request, response);
    }
}
