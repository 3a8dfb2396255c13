package org.calliope.ims.hss.store;

/**
 * Who changes something, for the audit log.
 *
 * @param name a user, a token or a program, up to 255 characters
 */
public record Actor(String name) {

    /** The server itself. */
    public static final Actor SYSTEM = new Actor("system");
}
