package org.calliope.ims.hss.cx;

/** Many at once on the embedded database. */
class H2ManyAtOnceTest extends ManyAtOnceContract {
}
