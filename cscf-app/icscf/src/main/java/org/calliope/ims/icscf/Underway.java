package org.calliope.ims.icscf;

import javax.servlet.sip.ProxyBranch;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.trace.Join;

/**
 * A request to a user on its way: an attribute of the request, for when its S-CSCF is of no use.
 *
 * @param question what the HSS was asked
 * @param selection the S-CSCF that has the request now, and those that are left
 * @param branch    to the S-CSCF that has the request now; null before it was sent
 */
record Underway(LocationInfoRequest question, Selection selection, Join join, ProxyBranch branch) {

    /** Name of the attribute. */
    static final String ATTRIBUTE = "underway";

    Underway on(ProxyBranch to) {
        return new Underway(question, selection, join, to);
    }
}
