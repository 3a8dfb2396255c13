package org.calliope.ims.icscf;

import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.trace.Join;

/**
 * A request to a user on its way: an attribute of the request, for when its S-CSCF is silent.
 *
 * @param question what the HSS was asked
 * @param selection the S-CSCF that has the request now, and those that are left
 */
record Underway(LocationInfoRequest question, Selection selection, Join join) {

    /** Name of the attribute. */
    static final String ATTRIBUTE = "underway";
}
