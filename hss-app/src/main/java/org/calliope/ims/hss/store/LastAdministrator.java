package org.calliope.ims.hss.store;

/** Nobody would be left who may administrate the console. */
public final class LastAdministrator extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LastAdministrator() {
        super("the last administrator stays one");
    }
}
