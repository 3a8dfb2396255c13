package org.calliope.ims.container.security;

import java.util.Optional;

/**
 * Who may use the applications of this server, over SIP and over HTTP. The default reads {@code conf/users}; another
 * is a class with a constructor without parameters, in a jar in {@code lib/} that names it in
 * {@code META-INF/services/org.calliope.ims.container.security.UserStore}.
 *
 * <p>Any thread, several at a time; threads that handle SIP ask, so an answer must be at hand.
 */
public interface UserStore {

    /**
     * @param realm the protection space, as {@code realm-name} of a {@code login-config} gives it
     * @param name  the user name of a digest or a password, the URI of an asserted identity without parameters, or the
     *              subject of a certificate as RFC 2253 spells it: {@code CN=alice,O=Example}
     */
    Optional<User> find(String realm, String name);
}
