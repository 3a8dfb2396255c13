package org.calliope.ims.element;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.sip.Methods;

/** OPTIONS that ask a server whether it works (RFC 3261 11). Any thread. */
public final class ServerProbe implements AilingServers.Probe {

    /** Attribute of the session: who waits for the answer. */
    private static final String ANSWERED = "probe answered";
    private static final int UNAVAILABLE = 503;

    private final Supplier<SipFactory> factory;
    private final SipEndpoint self;

    /** @param factory the container's, once it is there */
    public ServerProbe(Supplier<SipFactory> factory, SipEndpoint self) {
        this.factory = factory;
        this.self = self;
    }

    @Override
    public void send(String server, IntConsumer answered) {
        try {
            SipFactory sip = factory.get();
            SipServletRequest options = sip.createRequest(sip.createApplicationSession(), Methods.OPTIONS,
                    sip.createAddress('<' + self.uri() + '>'), sip.createAddress('<' + server + '>'));
            options.setRequestURI(sip.createURI(server));
            options.getSession().setOutboundInterface(new InetSocketAddress(self.host(), self.port()));
            options.getSession().setAttribute(ANSWERED, answered);
            options.send();
        } catch (IOException | ServletParseException | IllegalStateException unreachable) {
            answered.accept(UNAVAILABLE);
        }
    }

    /** Takes a final response to what was sent here; others are left alone. */
    public static void response(SipServletResponse response) {
        if (response.getSession().isValid() && response.getSession().getAttribute(ANSWERED) instanceof IntConsumer answered) {
            answered.accept(response.getStatus());
        }
    }
}
