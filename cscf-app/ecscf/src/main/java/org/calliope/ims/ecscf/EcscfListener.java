package org.calliope.ims.ecscf;

import java.util.Properties;
import javax.servlet.ServletContext;
import org.calliope.ims.config.Settings;
import org.calliope.ims.element.HuntingListener;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;

/** Brings the E-CSCF up: settings, emergency centres and places. */
public final class EcscfListener extends HuntingListener {

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
        table.psaps().stream().filter(psap -> table.number(psap).isEmpty()).forEach(psap ->
                psap.checkOutside(node.topology(), EcscfSettings.FILE, PsapTable.PSAP + psap.name()));
        share(context, PsapTable.class, table);
        hunting(node, context, "emergency centre", AILING, settings.psapTimeout(), settings.psapPause(), settings.trustedPeers());
    }
}
