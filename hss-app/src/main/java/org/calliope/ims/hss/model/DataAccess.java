package org.calliope.ims.hss.model;

import static org.calliope.ims.hss.model.ShOperation.PULL;
import static org.calliope.ims.hss.model.ShOperation.SUBSCRIBE;
import static org.calliope.ims.hss.model.ShOperation.UPDATE;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.calliope.ims.sh.DataReference;

/**
 * TS 29.328 table 7.6.1: what may be done with which data, and by what a user is named for it. What is not kept is that
 * of a mobile core, of which this HSS has none, or of a service outside it: no user has it, so no operation on it is
 * allowed (DIAMETER_ERROR_OPERATION_NOT_ALLOWED, TS 29.329 6.2.2.2). The names are those of {@link DataReference}.
 */
public enum DataAccess {

    REPOSITORY_DATA("7.6.1", true, Keys.USER_OR_SERVICE, PULL, UPDATE, SUBSCRIBE),
    IMS_PUBLIC_IDENTITY("7.6.2", true, Keys.ANY, PULL, SUBSCRIBE),
    IMS_USER_STATE("7.6.3", true, Keys.USER, PULL, SUBSCRIBE),
    S_CSCF_NAME("7.6.4", true, Keys.USER_OR_SERVICE, PULL, SUBSCRIBE),
    INITIAL_FILTER_CRITERIA("7.6.5", true, Keys.USER_OR_SERVICE, PULL, SUBSCRIBE),
    LOCATION_INFORMATION("7.6.6", false, Keys.USER_OR_NUMBER, PULL),
    USER_STATE("7.6.7", false, Keys.USER_OR_NUMBER, PULL),
    CHARGING_INFORMATION("7.6.8", true, Keys.ANY, PULL, SUBSCRIBE),
    MSISDN("7.6.9", true, Keys.USER_OR_NUMBER, PULL),
    PSI_ACTIVATION("7.6.10", true, Keys.DISTINCT_SERVICE, PULL, UPDATE, SUBSCRIBE),
    DSAI("7.6.11", true, Keys.USER_OR_SERVICE, PULL, UPDATE, SUBSCRIBE),
    SERVICE_LEVEL_TRACE_INFO("7.6.13", false, Keys.USER_OR_NUMBER, PULL, SUBSCRIBE),
    IP_ADDRESS_SECURE_BINDING_INFORMATION("7.6.14", false, Keys.USER, PULL, SUBSCRIBE),
    SERVICE_PRIORITY_LEVEL("7.6.15", false, Keys.USER, PULL, SUBSCRIBE),
    SMS_REGISTRATION_INFO("7.6.16", false, Keys.USER_OR_NUMBER, PULL, UPDATE),
    UE_REACHABILITY_FOR_IP("7.6.17", false, Keys.USER_OR_NUMBER, SUBSCRIBE),
    TADS_INFORMATION("7.6.18", false, Keys.USER_OR_NUMBER, PULL),
    STN_SR("7.6.20", false, Keys.USER_OR_NUMBER, PULL, UPDATE),
    UE_SRVCC_CAPABILITY("7.6.21", false, Keys.USER_OR_NUMBER, PULL, SUBSCRIBE),
    EXTENDED_PRIORITY("7.6.15A", false, Keys.USER, PULL, SUBSCRIBE),
    CSRN("7.6.22", false, Keys.USER_OR_NUMBER, PULL),
    REFERENCE_LOCATION_INFORMATION("7.6.23", false, Keys.USER, PULL),
    IMSI("7.6.24", true, Keys.USER_OR_NUMBER, PULL),
    IMS_PRIVATE_USER_IDENTITY("7.6.25", true, Keys.USER, PULL, SUBSCRIBE),
    IMEISV("7.6.26", false, Keys.USER_OR_NUMBER, PULL),
    UE_5G_SRVCC_CAPABILITY("7.6.21A", false, Keys.USER_OR_NUMBER, PULL, SUBSCRIBE);

    /** By what a user may be named. */
    private enum Keys { USER, USER_OR_SERVICE, USER_OR_NUMBER, ANY, DISTINCT_SERVICE }

    private final String clause;
    private final boolean kept;
    private final Keys keys;
    private final Set<ShOperation> operations;

    DataAccess(String clause, boolean kept, Keys keys, ShOperation... operations) {
        this.clause = clause;
        this.kept = kept;
        this.keys = keys;
        this.operations = EnumSet.of(operations[0], operations);
    }

    /** The row of a piece of data. */
    public static DataAccess of(DataReference reference) {
        return valueOf(reference.name());
    }

    /** Where TS 29.328 says what it is. */
    public String clause() {
        return clause;
    }

    /** Whether this HSS has it. */
    public boolean kept() {
        return kept;
    }

    /** Numbers of the data that the operation is there for. */
    public static List<Integer> with(ShOperation operation) {
        return Stream.of(DataReference.values()).filter(reference -> of(reference).allows(operation))
                .map(DataReference::code).toList();
    }

    /** Whether the table has it. */
    public boolean allows(ShOperation operation) {
        return operations.contains(operation);
    }

    /**
     * Whether the data has one who is named so.
     *
     * @param byNumber by MSISDN, not by a public identity (TS 29.329 6.3.2)
     * @param type     of the public identity
     */
    public boolean namedBy(boolean byNumber, IdentityType type) {
        return switch (keys) {
            case USER -> !byNumber && !type.service();
            case USER_OR_SERVICE -> !byNumber;
            case USER_OR_NUMBER -> !type.service();
            case ANY -> true;
            case DISTINCT_SERVICE -> !byNumber && type == IdentityType.DISTINCT_PSI;
        };
    }
}
