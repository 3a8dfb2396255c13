package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.Optional;

import org.calliope.ims.hss.access.Role;

/**
 * A token for the REST API, without its secret.
 *
 * @param name     for people, and for the audit trail; unique
 * @param expires  from then on it is worth nothing
 * @param lastUsed to about a minute; empty when it never was
 */
public record ApiToken(String name, Role role, Instant created, Instant expires, Optional<Instant> lastUsed) {
}
