package org.calliope.ims.container;

/** An archive could not be deployed or undeployed; the message names it and the reason. */
public final class DeploymentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeploymentException(String message) {
        super(message);
    }

    DeploymentException(String message, Throwable cause) {
        super(message, cause);
    }
}
