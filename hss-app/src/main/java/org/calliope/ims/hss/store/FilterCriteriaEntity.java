package org.calliope.ims.hss.store;

import org.calliope.ims.hss.model.FilterCriteria.ProfilePart;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** An initial filter criterion (TS 29.228 Annex B.2.2). */
@Entity(name = "Criteria")
@Table(name = "filter_criteria")
class FilterCriteriaEntity extends NamedEntity {

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    ApplicationServerEntity applicationServer;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    ProfilePart profilePart;

    String triggerPoint;

    String dsaiTags;
}
