package org.calliope.ims.hss.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.trace.Join;

/** Addresses of ladders and of documents. */
public final class Links {

    private Links() {
    }

    static String callId(String callId) {
        return "/trace?call-id=" + encode(callId);
    }

    static String icid(String icid) {
        return "/trace?icid=" + encode(icid);
    }

    /** The ladder of an identity. */
    public static String identity(String identity) {
        return "/trace?identity=" + encode(identity);
    }

    /** The page of a subscription. */
    public static String subscriber(String name) {
        return document(Kind.SUBSCRIPTION, name);
    }

    /** The page of a document. */
    public static String document(Kind<?> kind, String name) {
        return list(kind) + "/" + segment(name);
    }

    /** The list of a kind. */
    public static String list(Kind<?> kind) {
        return kind == Kind.SUBSCRIPTION ? "/subscribers" : "/" + kind.path();
    }

    // RFC 3986 3.3; a slash stays one, since containers refuse an encoded one
    private static String segment(String name) {
        return encode(name).replace("+", "%20").replace("%2F", "/").replace("%3A", ":").replace("%40", "@");
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

    /** For the query of an address. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
