package org.calliope.ims.container.security;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One whom an application may let in.
 *
 * @param ha1   H(name:realm:password) in hex by digest algorithm ("MD5", "SHA-256"); empty for who has no password
 * @param roles names of {@code security-role}
 */
public record User(String name, Map<String, String> ha1, Set<String> roles) {

    public User {
        ha1 = Map.copyOf(ha1);
        roles = Set.copyOf(roles);
    }

    Optional<String> ha1(String algorithm) {
        return Optional.ofNullable(ha1.get(algorithm.toUpperCase(Locale.ROOT)));
    }

    /** The secret is not shown. */
    @Override
    public String toString() {
        return "User[name=" + name + ", roles=" + roles + ']';
    }
}
