package org.calliope.ims.hss.sh;

import java.util.List;
import java.util.function.Function;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.hss.model.ApplicationServer;

/** What an application server may be permitted to do with a piece of data (TS 29.328 6.2). */
enum Operation {

    PULL("TS 29.328 6.1.1.1", ResultCode.ERROR_USER_DATA_CANNOT_BE_READ, ApplicationServer::shPull),
    UPDATE("TS 29.328 6.1.2.1", ResultCode.ERROR_USER_DATA_CANNOT_BE_MODIFIED, ApplicationServer::shUpdate),
    SUBSCRIBE("TS 29.328 6.1.3.1", ResultCode.ERROR_USER_DATA_CANNOT_BE_NOTIFIED, ApplicationServer::shSubscribe);

    private final String clause;
    private final ResultCode notPermitted;
    private final Function<ApplicationServer, List<Integer>> permitted;

    Operation(String clause, ResultCode notPermitted, Function<ApplicationServer, List<Integer>> permitted) {
        this.clause = clause;
        this.notPermitted = notPermitted;
        this.permitted = permitted;
    }

    String clause() {
        return clause;
    }

    ResultCode notPermitted() {
        return notPermitted;
    }

    boolean permitted(ApplicationServer server, int reference) {
        return permitted.apply(server).contains(reference);
    }
}
