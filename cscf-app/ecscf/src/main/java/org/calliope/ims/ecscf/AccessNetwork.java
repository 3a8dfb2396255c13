package org.calliope.ims.ecscf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.calliope.ims.element.Identities;

/** Cell identities of P-Access-Network-Info (RFC 7315 5.4, TS 24.229 7.2A.4). Pure. */
final class AccessNetwork {

    private static final Set<String> CELLS = Set.of("utran-cell-id-3gpp", "utran-sai-3gpp", "cgi-3gpp", "ci-3gpp2",
            "i-wlan-node-id");
    private static final String NETWORK_PROVIDED = "network-provided";

    private AccessNetwork() {
    }

    /** @return the cells as {@link #cell} writes them: what the network says counts more than what the telephone says */
    static List<String> cells(List<String> values) {
        List<String> cells = new ArrayList<>();
        values.forEach(value -> {
            List<String> parameters = Identities.split(value, ';');
            List<String> his = parameters.stream().map(AccessNetwork::cellOf).filter(cell -> !cell.isEmpty()).toList();
            cells.addAll(parameters.stream().anyMatch(NETWORK_PROVIDED::equalsIgnoreCase) ? 0 : cells.size(), his);
        });
        return cells;
    }

    private static String cellOf(String parameter) {
        int equals = parameter.indexOf('=');
        return equals > 0 && CELLS.contains(parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT))
                ? cell(parameter.substring(equals + 1)) : "";
    }

    /** @return letters and digits alone, in lower case, so that it is compared however it is written */
    static String cell(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-z]", "");
    }
}
