package org.calliope.ims.container.sip;

/** An address can not be listened on; the message says which, and what to do. */
public final class ListenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ListenException(ListenAddress address, Exception cause) {
        super("can not listen on " + address.host() + " port " + address.port() + " (" + address.transport().label()
            + ") for " + address.label() + ": " + cause.getMessage()
            + ". End the program that holds the port, or change the address in conf/ims.properties.", cause);
    }
}
