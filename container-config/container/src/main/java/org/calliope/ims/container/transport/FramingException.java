package org.calliope.ims.container.transport;

import org.calliope.ims.container.raw.Glance;

/** Where a message ends can not be told, or it is too long: it is answered, and the connection is closed. */
final class FramingException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Glance head;

    /** @param status status code and reason phrase for its sender */
    FramingException(Glance head, String status) {
        super(status, null, false, false);
        this.head = head;
    }

    Glance head() {
        return head;
    }
}
