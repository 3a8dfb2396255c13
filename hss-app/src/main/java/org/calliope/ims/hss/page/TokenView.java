package org.calliope.ims.hss.page;

import org.calliope.ims.hss.store.ApiToken;

/**
 * A token of the REST API in the list.
 *
 * @param role     word of the role
 * @param lastUsed "" when it never was
 */
public record TokenView(String name, String role, boolean expired, String created, String expires, String lastUsed) {

    /** From the store's row. */
    public static TokenView of(ApiToken token, boolean expired) {
        return new TokenView(token.name(), token.role().word(), expired, Times.date(token.created()),
                Times.date(token.expires()), token.lastUsed().map(Times::date).orElse(""));
    }
}
