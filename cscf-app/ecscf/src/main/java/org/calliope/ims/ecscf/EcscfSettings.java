package org.calliope.ims.ecscf;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.config.Default;

/**
 * conf/ecscf.properties but for emergency centres and places, which are the {@link PsapTable}'s.
 *
 * @param psapTimeout  how long an emergency centre may say nothing to an INVITE before another one is tried, whole seconds
 *                     from 1 on; for the final response to another request it has twice as long
 * @param psapPause    how long until one that did not work is asked again whether it does
 * @param trustedPeers who may send requests besides the elements of ims.properties: {@code host}, {@code host:port}, or
 *                     {@code *} for everybody (TS 24.229 4.4)
 */
public record EcscfSettings(@Default("3s") Duration psapTimeout, @Default("30s") Duration psapPause,
                            @Default("") List<String> trustedPeers) {

    /** File name below conf/. */
    public static final String FILE = "ecscf.properties";

    public EcscfSettings {
        if (psapTimeout.toSeconds() < 1 || psapPause.toSeconds() < 1) {
            throw new IllegalArgumentException("psap-timeout and psap-pause must be 1s or more");
        }
    }
}
