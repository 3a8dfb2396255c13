package org.calliope.ims.hss.store;

import org.calliope.ims.hss.model.ApplicationServer.DefaultHandling;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;

/** An application server (TS 29.228 Annex B.2.3) and what it may do over Sh. */
@Entity(name = "Server")
@Table(name = "application_server")
class ApplicationServerEntity extends NamedEntity {

    String serverName;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    DefaultHandling defaultHandling;

    String serviceInfo;

    boolean registerRequest;

    boolean registerResponse;

    String diameterHost;

    String shPull;

    String shUpdate;

    String shSubscribe;
}
