package org.calliope.ims.bgcf;

import java.util.Properties;
import javax.servlet.ServletContext;
import org.calliope.ims.config.Settings;
import org.calliope.ims.element.HuntingListener;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;

/** Brings the BGCF up: settings and routes. */
public final class BgcfListener extends HuntingListener {

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
        share(context, BgcfSettings.class, settings);
        share(context, RouteTable.class, table);
        hunting(node, context, "gateway", AILING, settings.gatewayTimeout(), settings.gatewayPause(), settings.trustedPeers());
    }
}
