package org.calliope.ims.container.context;

/** An application's descriptor or annotations can not be used; the message names the place and the reason. */
public final class DescriptorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DescriptorException(String message) {
        super(message);
    }

    DescriptorException(String message, Throwable cause) {
        super(message, cause);
    }
}
