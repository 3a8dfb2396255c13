package org.calliope.ims.testkit;

import java.util.UUID;

/** Unique values a user agent makes up. */
final class Ids {
    private Ids() {}

    static String tag() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** RFC 3261 8.1.1.7: the cookie says that the branch is unique. */
    static String branch() {
        return "z9hG4bK" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    static String callId() {
        return UUID.randomUUID().toString();
    }
}
