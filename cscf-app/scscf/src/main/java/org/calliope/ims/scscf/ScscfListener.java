package org.calliope.ims.scscf;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.InstantSource;
import javax.servlet.ServletContext;
import org.calliope.ims.config.Settings;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;

/** Brings the S-CSCF up: settings, Diameter node {@code scscf.<domain>}, registrar. */
public final class ScscfListener extends ElementListener {

    public ScscfListener() {
        super(Role.SCSCF);
    }

    @Override
    protected void open(Node node, ServletContext context) {
        ScscfSettings settings =
                Settings.read(ScscfSettings.FILE, node.config("scscf"), ScscfSettings.class);
        CxClient cx = connectToHss(node, context, settings.diameterTimeout());
        Serving serving = Serving.open(settings, node.topology(), cx, node.registrations(),
                node.lockOuts(), node.trace(), InstantSource.system(), Ticker.systemTicker());
        share(context, ScscfSettings.class, settings);
        share(context, TrustDomain.class, new TrustDomain(node.topology(), settings.trustedPeers()));
        share(context, Serving.class, serving);
        share(context, Sweep.class, serving);
    }
}
