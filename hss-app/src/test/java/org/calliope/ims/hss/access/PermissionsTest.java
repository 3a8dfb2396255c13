package org.calliope.ims.hss.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.calliope.ims.hss.access.Signed.How;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {

    @ParameterizedTest
    @CsvSource({
        "/,                    VIEW,         ADMINISTRATE",
        "/trace,               VIEW,         ADMINISTRATE",
        "/fragments/flows,     VIEW,         ADMINISTRATE",
        "/api/status,          VIEW,         ADMINISTRATE",
        "/api/v1/subscriptions,     VIEW,         OPERATE",
        "/api/v1/subscriptions/a@b, VIEW,         OPERATE",
        "/api/v1/subscriptionsx,    VIEW,         ADMINISTRATE",
        "/imports,             VIEW,         OPERATE",
        "/imports/1/cancel,    VIEW,         OPERATE",
        "/api/v1/key-rotation, VIEW,         ADMINISTRATE",
        "/users,               ADMINISTRATE, ADMINISTRATE",
        "/usersx,              VIEW,         ADMINISTRATE",
        "/tokens,              ADMINISTRATE, ADMINISTRATE",
        "/account,             SESSION,      SESSION",
        "/logout,              SESSION,      SESSION",
        "/login,               OPEN,         OPEN",
        "/language,            OPEN,         OPEN",
        "/health,              OPEN,         ADMINISTRATE",
        "/assets/console.css,  OPEN,         ADMINISTRATE",
        "/whatever/comes,      VIEW,         ADMINISTRATE"})
    void whatNoRowNamesMayBeReadByAllAndChangedByAdministrators(String path, Need read, Need write) {
        assertThat(Permissions.of(true, path)).isEqualTo(read);
        assertThat(Permissions.of(false, path)).isEqualTo(write);
    }

    @Test
    void eachRoleMayAllThatTheOneBeforeMay() {
        assertThat(may(Role.VIEWER, How.SESSION)).containsExactly(true, true, true, false, false);
        assertThat(may(Role.OPERATOR, How.SESSION)).containsExactly(true, true, true, true, false);
        assertThat(may(Role.ADMINISTRATOR, How.SESSION)).containsExactly(true, true, true, true, true);
        assertThat(may(Role.ADMINISTRATOR, How.TOKEN)).containsExactly(true, true, false, true, true);
        assertThat(may(Role.VIEWER, How.LOOPBACK)).containsExactly(true, true, false, false, false);
        assertThat(Need.OPEN.metBy(Optional.empty())).isTrue();
        assertThat(Need.VIEW.metBy(Optional.empty())).isFalse();
    }

    private static boolean[] may(Role role, How how) {
        boolean[] may = new boolean[Need.values().length];
        for (Need need : Need.values()) {
            may[need.ordinal()] = need.metBy(Optional.of(new Signed("x", role, how)));
        }
        return may;
    }

    @Test
    void noRoleIsMadeUp() {
        assertThat(Role.of("operator")).contains(Role.OPERATOR);
        assertThat(Role.of("OPERATOR")).isEmpty();
        assertThat(Role.of("")).isEmpty();
    }
}
