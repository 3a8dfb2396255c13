package org.calliope.ims.sh;

import java.util.Optional;
import org.calliope.ims.cx.ResultCode;

/**
 * PUA, TS 29.329 6.1.4.
 *
 * @param wildcardedIdentity Wildcarded-Public-Identity: what the asked identity matches
 * @param failed             which part of several failed, TS 29.328 6.1.2.1; absent when none did
 */
public record ProfileUpdateAnswer(ResultCode result, Optional<String> wildcardedIdentity, Optional<Failed> failed) {

    /**
     * Data-Reference with, for repository data, Repository-Data-ID.
     *
     * @param serviceIndication "" unless it is repository data
     * @param sequenceNumber    0 to 65535
     */
    public record Failed(DataReference reference, String serviceIndication, int sequenceNumber) {
    }

    public static ProfileUpdateAnswer of(ResultCode result) {
        return new ProfileUpdateAnswer(result, Optional.empty(), Optional.empty());
    }
}
