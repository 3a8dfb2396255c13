package org.calliope.ims.diameter;

import java.util.List;
import org.calliope.ims.trace.Join;

/**
 * Who asks a handler, and what the question belongs to.
 *
 * @param originHost  Origin-Host of the request: to it go RTR and PPR (TS 29.228 6.2) and PNR (TS 29.328 6.1.4), and
 *                    by it an application server has its permissions (TS 29.328 6.2)
 * @param originRealm Origin-Realm of the request
 * @param features    what it says it supports, TS 29.229 7.2; empty when it says nothing
 * @param join        for the trace; has the Diameter session
 */
public record Asker(String originHost, String originRealm, List<SupportedFeatures> features, Join join) {

    public Asker {
        features = List.copyOf(features);
    }

    /** An asker of which no more is known than its names. */
    public static Asker of(String originHost, String originRealm, Join join) {
        return new Asker(originHost, originRealm, List.of(), join);
    }

    /**
     * @param list Feature-List-ID of 3GPP
     * @param bit  0 to 31
     */
    public boolean supports(long list, int bit) {
        for (SupportedFeatures supported : features) {
            if (supported.vendor() == Dictionary.VENDOR_3GPP && supported.list() == list && supported.has(bit)) {
                return true;
            }
        }
        return false;
    }
}
