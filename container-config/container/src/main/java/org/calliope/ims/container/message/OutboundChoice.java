package org.calliope.ims.container.message;

/** A session that can send a request from one of the server's interfaces without staying there. */
public interface OutboundChoice {

    /** Whatever the session sends while the work runs leaves from the interface with this URI. */
    void sendFrom(String outboundInterface, Runnable work);
}
