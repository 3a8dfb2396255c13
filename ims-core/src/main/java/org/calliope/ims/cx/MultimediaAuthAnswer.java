package org.calliope.ims.cx;

import java.util.Optional;

/** MAA, TS 29.229 6.1.8. */
public record MultimediaAuthAnswer(ResultCode result, Optional<DigestAuthenticate> digest) {

    public static MultimediaAuthAnswer of(ResultCode result) {
        return new MultimediaAuthAnswer(result, Optional.empty());
    }
}
