package org.calliope.ims.hss.model;

import java.util.List;
import java.util.Objects;

import org.calliope.ims.sh.DataReference;

/**
 * An application server: where the S-CSCF finds it (TS 29.228 Annex B.2.3) and what it may do over Sh
 * (TS 29.328 Annex E, the AS permission list).
 *
 * @param name             unique
 * @param serverName       its SIP URI
 * @param defaultHandling  what the S-CSCF does when it does not answer
 * @param serviceInfo      sent to it in third-party REGISTER requests, up to 4,000 characters
 * @param registerRequest  the UE's REGISTER is included in those
 * @param registerResponse the final response to that is included too
 * @param diameterHost     Origin-Host by which it asks over Sh; "" when it does not
 * @param shPull           data references it may read (UDR), numbers of TS 29.328 table 7.6.1, each for this operation
 * @param shUpdate         data references it may change (PUR), likewise
 * @param shSubscribe      data references it may be notified of (SNR), likewise
 */
public record ApplicationServer(String name, String serverName, DefaultHandling defaultHandling, String serviceInfo,
                                boolean registerRequest, boolean registerResponse, String diameterHost,
                                List<Integer> shPull, List<Integer> shUpdate, List<Integer> shSubscribe)
        implements Named {

    private static final int LONGEST_INFO = 4_000;
    private static final int MOST_REFERENCES = 64;

    /** DefaultHandling (TS 29.228 Annex B.2.3). */
    public enum DefaultHandling { SESSION_CONTINUED, SESSION_TERMINATED }

    /** Checks each field. */
    public ApplicationServer {
        name = Text.name("name", name);
        serverName = Text.server("serverName", serverName);
        defaultHandling = Objects.requireNonNullElse(defaultHandling, DefaultHandling.SESSION_CONTINUED);
        serviceInfo = Text.plain("serviceInfo", serviceInfo, LONGEST_INFO);
        diameterHost = Text.diameterHost("diameterHost", diameterHost);
        shPull = references("shPull", shPull, ShOperation.PULL);
        shUpdate = references("shUpdate", shUpdate, ShOperation.UPDATE);
        shSubscribe = references("shSubscribe", shSubscribe, ShOperation.SUBSCRIBE);
    }

    private static List<Integer> references(String field, List<Integer> values, ShOperation operation) {
        List<Integer> all = Text.list(field, values, MOST_REFERENCES);
        for (int number : all) {
            DataReference reference = DataReference.of(number).orElseThrow(() -> new IllegalArgumentException(field
                    + " must be numbers of data references, TS 29.328 table 7.6.1; " + number + " is none"));
            if (!DataAccess.of(reference).allows(operation)) {
                throw new IllegalArgumentException(field + " must not have " + number + ": TS 29.328 table 7.6.1 has no "
                        + operation.procedure() + " for " + reference);
            }
        }
        return all;
    }
}
