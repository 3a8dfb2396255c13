package org.calliope.ims.container.security;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an application declares of its security (JSR 289 17.8, 19.3).
 *
 * @param roles names of {@code security-role}
 */
public record SecurityRules(List<Constraint> constraints, Optional<Login> login, Set<String> roles) {

    public static final SecurityRules NONE = new SecurityRules(List.of(), Optional.empty(), Set.of());
    private static final String ALL_ROLES = "*";

    /**
     * @param proxy        challenge as a proxy does, with 407
     * @param roles        who may come; empty: anybody, with or without a name; none in it: nobody
     * @param confidential the request must come over TLS
     */
    public record Constraint(List<Resource> resources, boolean proxy, Optional<Set<String>> roles, boolean confidential) {
        private boolean covers(String servlet, String method) {
            return resources.stream().anyMatch(r -> r.covers(servlet, method));
        }
    }

    /** An empty set stands for all of its kind. */
    public record Resource(Set<String> servlets, Set<String> methods) {
        private boolean covers(String servlet, String method) {
            return (servlets.isEmpty() || servlets.contains(servlet)) && (methods.isEmpty() || methods.contains(method));
        }
    }

    /** @param method how one shows who one is without an asserted identity */
    public record Login(Method method, String realm, Assertion assertion) { }

    /** {@code auth-method}; NONE: asserted identities count only. */
    public enum Method { NONE, DIGEST, CLIENT_CERT }

    /** How P-Asserted-Identity is used. */
    public enum Assertion { NONE, SUPPORTED, REQUIRED }

    /** @return the constraints on this request taken together, empty when there is none */
    Optional<Constraint> on(String servlet, String method) {
        return constraints.stream().filter(c -> c.covers(servlet, method)).reduce(this::together);
    }

    /** What any of them lets in comes in, but for one that lets in nobody (Servlet 2.5 SRV.12.8.1). */
    private Constraint together(Constraint one, Constraint other) {
        Optional<Set<String>> roles = Optional.empty();
        if (one.roles().filter(Set::isEmpty).isPresent() || other.roles().filter(Set::isEmpty).isPresent()) {
            roles = Optional.of(Set.of());
        } else if (one.roles().isPresent() && other.roles().isPresent()) {
            Set<String> union = new LinkedHashSet<>(one.roles().get());
            union.addAll(other.roles().get());
            roles = Optional.of(union);
        }
        return new Constraint(one.resources(), one.proxy() && other.proxy(), roles, one.confidential() && other.confidential());
    }

    /** @return whether a user with these roles is one of those; {@code *} are all roles of the application */
    boolean admit(Set<String> wanted, Set<String> has) {
        return has.stream().anyMatch(role -> wanted.contains(role) || wanted.contains(ALL_ROLES) && roles.contains(role));
    }
}
