package org.calliope.ims.hss.access;

import java.util.Locale;

/**
 * Something the owner of the system wants to know of who uses it.
 *
 * @param kind    what happened
 * @param by      who did it; for a refused sign-in the name they gave, "" when it is no user name at all
 * @param about   the user or token it was done to; "" when it is about themselves
 * @param address where the request came from
 * @param detail  the new role, the reason of a refusal; "" when there is nothing to say; never a secret
 */
public record AccessEvent(Kind kind, String by, String about, String address, String detail) {

    /** What can happen. */
    public enum Kind {
        SIGNED_IN, SIGN_IN_REFUSED, SIGNED_OUT, PASSWORD_CHANGED, PASSWORD_CHANGE_REFUSED,
        USER_ADDED, ROLE_CHANGED, USER_DISABLED, USER_ENABLED, PASSWORD_RESET, TOKEN_CREATED, TOKEN_REVOKED,
        TOKEN_REFUSED, OWNER_REFUSED;

        /** Whether it changed who may do what, or let somebody in: the audit log keeps it. Refusals would flood it. */
        public boolean lasting() {
            return switch (this) {
                case SIGN_IN_REFUSED, SIGNED_OUT, PASSWORD_CHANGE_REFUSED, TOKEN_REFUSED, OWNER_REFUSED -> false;
                default -> true;
            };
        }
    }

    /** What happened, in words. */
    public String words() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + (about.isEmpty() ? "" : ": " + about)
                + (detail.isEmpty() ? "" : ", " + detail) + ", from " + address;
    }
}
