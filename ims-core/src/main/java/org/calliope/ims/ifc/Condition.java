package org.calliope.ims.ifc;

/** A condition made ready to be looked at for each request; without its sign. Any thread. */
interface Condition {

    boolean holds(FilterableRequest request);

    /** @return what of the request was looked at, for people; empty when it has no such thing */
    String seen(FilterableRequest request);
}
