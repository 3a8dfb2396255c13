package org.calliope.ims.bgcf;

import java.time.InstantSource;
import java.util.Properties;
import javax.servlet.ServletContext;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import org.calliope.ims.config.Settings;
import org.calliope.ims.element.AilingServers;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.ServerProbe;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;

/** Brings the BGCF up: settings and routes. */
public final class BgcfListener extends ElementListener {

    /** Gauge of gateways that do not work. */
    static final String AILING = "ims.gateways.ailing";

    public BgcfListener() {
        super(Role.BGCF);
    }

    @Override
    protected void open(Node node, ServletContext context) {
        Properties file = node.config("bgcf");
        BgcfSettings settings = Settings.read(BgcfSettings.FILE, RouteTable.others(file), BgcfSettings.class);
        RouteTable table = new RouteTable(file);
        table.gateways().forEach(gateway -> gateway.checkOutside(node.topology(), BgcfSettings.FILE, "gateway." + gateway.name()));
        Unheard unheard = new Unheard(settings.gatewayTimeout(), InstantSource.system());
        AilingServers ailing = new AilingServers("gateway", AILING, settings.gatewayPause(),
                new ServerProbe(() -> (SipFactory) context.getAttribute(SipServlet.SIP_FACTORY), node.topology().bgcf()),
                node.meters(), InstantSource.system());
        share(context, BgcfSettings.class, settings);
        share(context, RouteTable.class, table);
        share(context, Unheard.class, unheard);
        share(context, AilingServers.class, ailing);
        share(context, TrustDomain.class, TrustDomain.of(node.topology(), settings.trustedPeers(), context));
        share(context, Sweep.class, now -> {
            unheard.sweep(now);
            ailing.sweep(now);
        });
    }
}
