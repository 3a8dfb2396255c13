package org.calliope.ims.element;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.servlet.ServletContext;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;

/** Brings an element up whose servlet is a {@link HuntingServlet}. */
public abstract class HuntingListener extends ElementListener {

    protected HuntingListener(Role role) {
        super(role);
    }

    /**
     * Shares what the servlet needs.
     *
     * @param kind         of the servers, for the log: {@code gateway}
     * @param gauge        name of the gauge that counts those that do not work
     * @param timeout      how long one may say nothing to an INVITE
     * @param pause        between two OPTIONS to one that does not work
     * @param trustedPeers who may send besides the elements: see {@link TrustDomain}
     */
    protected final void hunting(Node node, ServletContext context, String kind, String gauge, Duration timeout, Duration pause,
                                 List<String> trustedPeers) {
        Unheard unheard = new Unheard(timeout, InstantSource.system());
        AilingServers ailing = new AilingServers(kind, gauge, pause,
                new ServerProbe(() -> (SipFactory) context.getAttribute(SipServlet.SIP_FACTORY), endpoint(node.topology(), role())),
                node.meters(), InstantSource.system());
        share(context, Unheard.class, unheard);
        share(context, AilingServers.class, ailing);
        share(context, TrustDomain.class, TrustDomain.of(node.topology(), trustedPeers, context));
        share(context, Sweep.class, now -> {
            unheard.sweep(now);
            ailing.sweep(now);
        });
    }
}
