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

    /**
     * {@code BiConsumer<javax.servlet.sip.SipServletMessage, Set<String>>}: takes a message on its way through a proxy, before it
     * goes on, and what its next hop is not to see of who has sent it: {@link #HIDE_USER}, {@link #HIDE_WAY}. The Contact
     * becomes one that means nothing to others, and leads back here. What comes back, responses and requests within the
     * dialog, has all of it again when the application gets it, but for To, which dialogs do not go by (RFC 3261 12).
     */
    public static final String HIDE = "org.calliope.ims.proxy.hide";

    /** From of a request becomes {@code "Anonymous" <sip:anonymous@anonymous.invalid>}; the tag stays. */
    public static final String HIDE_USER = "user";

    /** The Vias and Record-Routes of those before this server are not sent. */
    public static final String HIDE_WAY = "way";

    private ContainerExtensions() {
    }
}
