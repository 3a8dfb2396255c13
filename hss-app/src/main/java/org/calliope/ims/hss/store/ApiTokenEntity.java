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

/** A token for the REST API: what is kept of it is its digest. */
@Entity(name = "ApiToken")
@Table(name = "api_token")
class ApiTokenEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    String name;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    Role role;

    String sha256;

    long created;

    long expires;

    long lastUsed;

    static ApiTokenEntity of(ApiToken token, String sha256) {
        ApiTokenEntity entity = new ApiTokenEntity();
        entity.name = token.name();
        entity.role = token.role();
        entity.sha256 = sha256;
        entity.created = token.created().getEpochSecond();
        entity.expires = token.expires().getEpochSecond();
        return entity;
    }

    ApiToken token() {
        return new ApiToken(name, role, Instant.ofEpochSecond(created), Instant.ofEpochSecond(expires),
                ConsoleUser.time(lastUsed));
    }
}
