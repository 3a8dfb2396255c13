package org.calliope.ims.node;

/** What Calliope's container can do beyond JSR 289: names of servlet context attributes. Another container has none. */
public final class ContainerExtensions {

    /**
     * {@code Function<javax.servlet.sip.SipServletResponse, Consumer<String>>}: takes the 2xx to an INVITE, on its way
     * through a proxy that has put itself into the route, and gives what releases that call. It takes a text for people;
     * soon, and on another thread, BYE goes to both sides with the text as Reason (RFC 3326, protocol SIP, cause 480), and
     * the session ends. It does nothing when the call is over by then.
     */
    public static final String RELEASE = "org.calliope.ims.proxy.release";

    private ContainerExtensions() {
    }
}
