package org.calliope.ims.node;

/** What Calliope's container can do beyond JSR 289: names of servlet context attributes. Another container has none. */
public final class ContainerExtensions {

    /**
     * {@code Function<javax.servlet.sip.SipServletResponse, Consumer<String>>}: takes the 2xx to an INVITE, on its way
     * through a proxy that has put itself into the route, and gives what releases that call. It takes the value of Reason
     * (RFC 3326); soon, and on another thread, BYE goes to both sides with it, and the session ends. It does nothing when
     * the call is over by then.
     */
    public static final String RELEASE = "org.calliope.ims.proxy.release";

    /**
     * {@code Consumer<javax.servlet.sip.SipServletRequest>}: takes all values of Route out of a request that has not been sent on.
     * JSR 289 5.4.2 denies that to an application, and TS 24.229 5.2.10 demands it of a P-CSCF.
     */
    public static final String UNROUTE = "org.calliope.ims.request.unroute";

    /**
     * {@code Consumer<Predicate<String>>}: takes a test of Request-URIs. A request that passes it is never turned away for overload,
     * for the rate of its source or for the end of the server, as emergency service URNs are not anyway. The test is made for each
     * request outside a dialog, on the thread that has read it: it must be quick. The last one given counts.
     */
    public static final String ADMIT = "org.calliope.ims.gate.admit";

    /**
     * {@code Consumer<BiConsumer<InetSocketAddress, String>>}: takes who is told of each connection that a peer has opened when that
     * is closed: the peer's address and the transport in lower case ({@code tcp}, {@code tls}, {@code ws}, {@code wss}). Told on a
     * thread that must not block. The last one given counts.
     */
    public static final String FLOW_ENDED = "org.calliope.ims.flow.ended";

    /**
     * {@code Consumer<BiConsumer<InetSocketAddress, String>>}: takes who is told of each keep-alive of a peer (RFC 5626 3.5): its address
     * and the transport in lower case ({@code udp} too). Told on a thread that must not block. The last one given counts.
     */
    public static final String FLOW_KEPT_ALIVE = "org.calliope.ims.flow.kept-alive";

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
