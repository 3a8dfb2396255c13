package org.calliope.ims.pcscf;

import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegInfo.DocumentState;

/** The documents of one subscription in their order, RFC 3680 5.2. Any thread. */
final class ReginfoSequence {

    private long last = -1;

    /** What to do with a document. */
    enum Turn {
        /** It is next. */
        APPLY,
        /** A newer one was there already. */
        OLD,
        /** One before it was lost: all is to be asked for anew. */
        GAP
    }

    synchronized Turn take(RegInfo document) {
        if (document.version() <= last) {
            return Turn.OLD;
        }
        boolean next = last >= 0 && document.version() == last + 1;
        if (document.state() == DocumentState.PARTIAL && !next) {
            return Turn.GAP;
        }
        last = document.version();
        return Turn.APPLY;
    }
}
