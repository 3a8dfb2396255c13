package org.calliope.ims.hss.model;

import java.util.List;
import java.util.function.Function;

import org.calliope.ims.cx.ResultCode;

/** What an application server may be permitted to do with a piece of data (TS 29.328 6.2). */
public enum ShOperation {

    PULL("Sh-Pull", "TS 29.328 6.1.1.1", ResultCode.ERROR_USER_DATA_CANNOT_BE_READ, ApplicationServer::shPull),
    UPDATE("Sh-Update", "TS 29.328 6.1.2.1", ResultCode.ERROR_USER_DATA_CANNOT_BE_MODIFIED,
            ApplicationServer::shUpdate),
    SUBSCRIBE("Sh-Subs-Notif", "TS 29.328 6.1.3.1", ResultCode.ERROR_USER_DATA_CANNOT_BE_NOTIFIED,
            ApplicationServer::shSubscribe);

    private final String procedure;
    private final String clause;
    private final ResultCode notPermitted;
    private final Function<ApplicationServer, List<Integer>> permitted;

    ShOperation(String procedure, String clause, ResultCode notPermitted,
            Function<ApplicationServer, List<Integer>> permitted) {
        this.procedure = procedure;
        this.clause = clause;
        this.notPermitted = notPermitted;
        this.permitted = permitted;
    }

    /** The procedure's name. */
    String procedure() {
        return procedure;
    }

    /** Where it stands. */
    public String clause() {
        return clause;
    }

    /** What an application server without the permission is answered. */
    public ResultCode notPermitted() {
        return notPermitted;
    }

    /** Whether the application server has the permission. */
    public boolean permitted(ApplicationServer server, int reference) {
        return permitted.apply(server).contains(reference);
    }
}
