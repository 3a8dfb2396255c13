package org.calliope.ims.hss.access;

import java.time.Instant;

/**
 * Somebody who signed in with a browser.
 *
 * @param id         what the cookie holds, 256 random bits; never printed
 * @param mustChange nothing may be done before there is another password
 * @param csrf       what every form of theirs holds, so that no other site can send one; never printed
 */
public record Session(String id, String name, Role role, boolean mustChange, String csrf, Instant began) {

    /** Whether a form or script of this session sent it. */
    public boolean sent(String token) {
        return token != null && Secrets.same(csrf, token);
    }

    Signed signed() {
        return new Signed(name, role, Signed.How.SESSION);
    }

    @Override
    public String toString() {
        return "Session[" + name + ", " + role + "]";
    }
}
