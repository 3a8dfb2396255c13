package org.calliope.ims.icscf;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import javax.servlet.ServletContext;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.config.Settings;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;

/** Brings the I-CSCF up: settings, Diameter node {@code icscf.<domain>}. */
public final class IcscfListener extends ElementListener {

    public IcscfListener() {
        super(Role.ICSCF);
    }

    @Override
    protected void open(Node node, ServletContext context) {
        IcscfSettings settings =
                Settings.read(IcscfSettings.FILE, node.config("icscf"), IcscfSettings.class);
        Silent silent = new Silent(settings.scscfMemory(), InstantSource.system());
        share(context, IcscfSettings.class, settings);
        Unheard unheard = new Unheard(settings.scscfTimeout(), InstantSource.system());
        share(context, Silent.class, silent);
        share(context, Unheard.class, unheard);
        share(context, Sweep.class, unheard);
        share(context, Query.class, new Query(node.topology().domain(), settings.derivePrivateIdentity(),
                settings.concealUnknownUsers(), choice(settings, node, silent), settings.scscfTries()));
        share(context, Services.class, new Services(settings.services(), node.topology().domain()));
        share(context, TrustDomain.class, TrustDomain.of(node.topology(), settings.trustedPeers(), context));
        share(context, CxClient.class, connectToHss(node, context, settings.diameterTimeout()));
    }

    private static ServerChoice choice(IcscfSettings settings, Node node, Silent silent) {
        try {
            return ServerChoice.of(settings.scscfList(), node.topology().scscf().uri(), silent,
                    equals -> ThreadLocalRandom.current().nextInt(equals));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(IcscfSettings.FILE, "scscf-list", e.getMessage());
        }
    }
}
