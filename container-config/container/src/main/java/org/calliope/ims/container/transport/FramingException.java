package org.calliope.ims.container.transport;

import java.util.Optional;

/** Where a message ends can not be told, or it is too long: it is answered, and the connection is closed. */
final class FramingException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Optional<byte[]> answer;

    FramingException(String reason, Optional<byte[]> answer) {
        super(reason, null, false, false);
        this.answer = answer;
    }

    Optional<byte[]> answer() {
        return answer;
    }
}
