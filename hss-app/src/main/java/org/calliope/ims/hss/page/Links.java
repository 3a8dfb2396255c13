package org.calliope.ims.hss.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.calliope.ims.trace.Join;

/** Addresses of ladders. */
final class Links {

    private Links() {
    }

    static String callId(String callId) {
        return "/trace?call-id=" + encode(callId);
    }

    static String icid(String icid) {
        return "/trace?icid=" + encode(icid);
    }

    static String identity(String identity) {
        return "/trace?identity=" + encode(identity);
    }

    /** The narrowest ladder an event belongs to. */
    static Optional<String> of(Join join) {
        if (!join.callId().isEmpty()) {
            return Optional.of(callId(join.callId()));
        }
        if (!join.icid().isEmpty()) {
            return Optional.of(icid(join.icid()));
        }
        return join.registration().isEmpty() ? Optional.empty() : Optional.of(identity(join.registration()));
    }

    /** A short name for an element id, the same for the same text. */
    static String key(String text) {
        return Integer.toHexString(text.hashCode());
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
