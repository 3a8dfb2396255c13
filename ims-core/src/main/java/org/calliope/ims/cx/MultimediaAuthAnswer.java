package org.calliope.ims.cx;

import java.util.List;
import java.util.Optional;

/**
 * MAA, TS 29.229 6.1.8. SIP-Number-Auth-Items is how many there are of both kinds.
 *
 * @param digest  for SIP Digest
 * @param vectors for AKA, in the order in which they are to be used
 */
public record MultimediaAuthAnswer(ResultCode result, Optional<DigestAuthenticate> digest, List<AkaVector> vectors) {

    public MultimediaAuthAnswer {
        vectors = List.copyOf(vectors);
    }

    public MultimediaAuthAnswer(ResultCode result, Optional<DigestAuthenticate> digest) {
        this(result, digest, List.of());
    }

    public static MultimediaAuthAnswer of(ResultCode result) {
        return new MultimediaAuthAnswer(result, Optional.empty());
    }

    /** A success with AKA vectors. */
    public static MultimediaAuthAnswer of(List<AkaVector> vectors) {
        return new MultimediaAuthAnswer(ResultCode.SUCCESS, Optional.empty(), vectors);
    }
}
