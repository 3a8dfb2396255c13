package org.calliope.ims.hss.access;

/** More sign-ins wait for the processors than anybody would wait for. */
public final class Busy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Busy() {
        super("too many sign-ins at a time, try again in a moment");
    }
}
