package org.calliope.ims.sh;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.ifc.InitialFilterCriteria;

/**
 * Sh-IMS-Data, TS 29.328 Annex C: what the IMS knows of a user. What is absent was not asked for.
 *
 * @param scscfName      SIP URI of the assigned S-CSCF, "" when none is assigned
 * @param filterCriteria those that lead to one application server
 * @param psiActive      whether a public service identity is active
 */
public record ImsData(Optional<String> scscfName, Optional<List<InitialFilterCriteria>> filterCriteria,
                      Optional<ImsUserState> userState, Optional<ChargingInformation> charging,
                      Optional<Boolean> psiActive, List<Dsai> dsai) {

    public ImsData {
        filterCriteria = filterCriteria.map(List::copyOf);
        dsai = List.copyOf(dsai);
    }

    boolean isEmpty() {
        return scscfName.isEmpty() && filterCriteria.isEmpty() && userState.isEmpty() && charging.isEmpty()
                && psiActive.isEmpty() && dsai.isEmpty();
    }
}
