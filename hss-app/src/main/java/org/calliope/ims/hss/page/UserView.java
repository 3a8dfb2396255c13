package org.calliope.ims.hss.page;

import org.calliope.ims.hss.store.ConsoleUser;

/**
 * A user of the console in the list; without anything of the password.
 *
 * @param role      word of the role
 * @param oneTime   has not yet changed a one-time password
 * @param lastLogin "" when there was none
 */
public record UserView(String name, String role, boolean disabled, boolean oneTime, String lastLogin) {

    /** From the store's row. */
    public static UserView of(ConsoleUser user) {
        return new UserView(user.name(), user.role().word(), user.disabled(), user.mustChange(),
                user.lastLogin().map(Times::date).orElse(""));
    }
}
