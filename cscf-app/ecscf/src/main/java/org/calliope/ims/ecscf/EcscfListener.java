package org.calliope.ims.ecscf;

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

/** Brings the E-CSCF up: settings, emergency centres and places. */
public final class EcscfListener extends ElementListener {

    /** Gauge of emergency centres that do not work. */
    static final String AILING = "ims.psaps.ailing";

    public EcscfListener() {
        super(Role.ECSCF);
    }

    @Override
    protected void open(Node node, ServletContext context) {
        Properties file = node.config("ecscf");
        EcscfSettings settings = Settings.read(EcscfSettings.FILE, PsapTable.others(file), EcscfSettings.class);
        PsapTable table = new PsapTable(file, node.topology().bgcf());
        table.psaps().stream().filter(psap -> psap.number().isEmpty()).forEach(psap -> psap.server()
                .checkOutside(node.topology(), EcscfSettings.FILE, PsapTable.PSAP + psap.server().name()));
        Unheard unheard = new Unheard(settings.psapTimeout(), InstantSource.system());
        AilingServers ailing = new AilingServers("emergency centre", AILING, settings.psapPause(),
                new ServerProbe(() -> (SipFactory) context.getAttribute(SipServlet.SIP_FACTORY), node.topology().ecscf()),
                node.meters(), InstantSource.system());
        share(context, PsapTable.class, table);
        share(context, Unheard.class, unheard);
        share(context, AilingServers.class, ailing);
        share(context, TrustDomain.class, TrustDomain.of(node.topology(), settings.trustedPeers(), context));
        share(context, Sweep.class, now -> {
            unheard.sweep(now);
            ailing.sweep(now);
        });
    }
}
