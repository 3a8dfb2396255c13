package org.calliope.ims.hss.store;

import java.time.Instant;

import org.calliope.ims.hss.access.Role;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** Somebody who may sign in at the console. */
@Entity(name = "ConsoleUser")
@Table(name = "console_user")
class ConsoleUserEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    @Version
    int version;

    String name;

    String passwordHash;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    Role role;

    boolean mustChange;

    boolean disabled;

    long created;

    long lastLogin;

    static ConsoleUserEntity of(ConsoleUser user) {
        ConsoleUserEntity entity = new ConsoleUserEntity();
        entity.name = user.name();
        entity.created = user.created().getEpochSecond();
        entity.set(user);
        return entity;
    }

    /** Takes over what may change. */
    void set(ConsoleUser user) {
        passwordHash = user.passwordHash();
        role = user.role();
        mustChange = user.mustChange();
        disabled = user.disabled();
        lastLogin = user.lastLogin().map(Instant::getEpochSecond).orElse(0L);
    }

    ConsoleUser user() {
        return new ConsoleUser(name, passwordHash, role, mustChange, disabled, Instant.ofEpochSecond(created),
                ConsoleUser.time(lastLogin));
    }
}
