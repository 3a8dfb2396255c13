package org.calliope.ims.sh;

import java.util.Optional;

/** Data-Reference, TS 29.329 6.3.4 and TS 29.328 7.6: which data is meant. */
public enum DataReference {
    REPOSITORY_DATA(0),
    IMS_PUBLIC_IDENTITY(10),
    IMS_USER_STATE(11),
    S_CSCF_NAME(12),
    INITIAL_FILTER_CRITERIA(13),
    LOCATION_INFORMATION(14),
    USER_STATE(15),
    CHARGING_INFORMATION(16),
    MSISDN(17),
    PSI_ACTIVATION(18),
    DSAI(19),
    SERVICE_LEVEL_TRACE_INFO(21),
    IP_ADDRESS_SECURE_BINDING_INFORMATION(22),
    SERVICE_PRIORITY_LEVEL(23),
    SMS_REGISTRATION_INFO(24),
    UE_REACHABILITY_FOR_IP(25),
    TADS_INFORMATION(26),
    STN_SR(27),
    UE_SRVCC_CAPABILITY(28),
    EXTENDED_PRIORITY(29),
    CSRN(30),
    REFERENCE_LOCATION_INFORMATION(31),
    IMSI(32),
    IMS_PRIVATE_USER_IDENTITY(33),
    IMEISV(34),
    UE_5G_SRVCC_CAPABILITY(35);

    private static final DataReference[] BY_CODE = new DataReference[UE_5G_SRVCC_CAPABILITY.code + 1];

    static {
        for (DataReference reference : values()) {
            BY_CODE[reference.code] = reference;
        }
    }

    private final int code;

    DataReference(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<DataReference> of(long code) {
        return code < 0 || code >= BY_CODE.length ? Optional.empty() : Optional.ofNullable(BY_CODE[(int) code]);
    }
}
