package org.calliope.ims.hss.model;

import java.util.List;
import java.util.Objects;

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
 * @param shPull           data references it may read (UDR), numbers of TS 29.328 table 7.6.1
 * @param shUpdate         data references it may change (PUR)
 * @param shSubscribe      data references it may be notified of (SNR)
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
        shPull = references("shPull", shPull);
        shUpdate = references("shUpdate", shUpdate);
        shSubscribe = references("shSubscribe", shSubscribe);
    }

    private static List<Integer> references(String field, List<Integer> values) {
        List<Integer> all = Text.list(field, values, MOST_REFERENCES);
        if (all.stream().anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException(field + " must be numbers of data references, 0 or more");
        }
        return all;
    }
}
