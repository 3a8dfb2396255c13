package org.calliope.ims.hss.cx;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;

/** Server-Assignment-Types that TS 29.228 6.1.2.1 step 5 treats alike, and which AVPs table 6.1.2.1 wants with them. */
enum AssignmentKind {

    REGISTER, SERVE_UNREGISTERED, DEREGISTER, DEREGISTER_AND_KEEP, ABANDON, DOWNLOAD, UNSUPPORTED;

    private static final String RULE = "request";
    private static final String STEP = "1";
    private static final String USER_NAME = "User-Name";
    private static final String PUBLIC_IDENTITY = "Public-Identity";

    static AssignmentKind of(ServerAssignmentType type) {
        return switch (type) {
            case REGISTRATION, RE_REGISTRATION -> REGISTER;
            case UNREGISTERED_USER -> SERVE_UNREGISTERED;
            case TIMEOUT_DEREGISTRATION, USER_DEREGISTRATION, ADMINISTRATIVE_DEREGISTRATION,
                    DEREGISTRATION_TOO_MUCH_DATA -> DEREGISTER;
            case TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME, USER_DEREGISTRATION_STORE_SERVER_NAME ->
                    DEREGISTER_AND_KEEP;
            case AUTHENTICATION_FAILURE, AUTHENTICATION_TIMEOUT -> ABANDON;
            case NO_ASSIGNMENT -> DOWNLOAD;
            case AAA_USER_DATA_REQUEST, PGW_UPDATE, RESTORATION -> UNSUPPORTED;
        };
    }

    /** Table 6.1.2.1 and step 3: who and how many may be named. */
    void checkAvps(ServerAssignmentRequest request, Findings findings) {
        if (this == UNSUPPORTED) {
            return;
        }
        int named = request.publicIdentities().size();
        if (this == DEREGISTER || this == DEREGISTER_AND_KEEP) {
            if (named == 0 && request.userName().isEmpty()) {
                throw missing(PUBLIC_IDENTITY, findings);
            }
            return;
        }
        if (named == 0) {
            throw missing(PUBLIC_IDENTITY, findings);
        }
        if (named > 1) {
            throw findings.refuse(ResultCode.AVP_OCCURS_TOO_MANY_TIMES, RULE, "3",
                    request.type() + " is for one public identity", PUBLIC_IDENTITY);
        }
        if ((this == REGISTER || this == ABANDON) && request.userName().isEmpty()) {
            throw missing(USER_NAME, findings);
        }
    }

    private static RuntimeException missing(String avp, Findings findings) {
        return findings.refuse(ResultCode.MISSING_AVP, RULE, STEP, avp + " is missing", avp);
    }
}
