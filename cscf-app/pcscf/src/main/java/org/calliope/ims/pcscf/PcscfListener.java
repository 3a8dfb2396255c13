package org.calliope.ims.pcscf;

import javax.servlet.ServletContext;
import org.calliope.ims.config.Settings;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;

/** Brings the P-CSCF up: settings, and the registrations made through it. */
public final class PcscfListener extends ElementListener {

    public PcscfListener() {
        super(Role.PCSCF);
    }

    @Override
    protected void open(Node node, ServletContext context) {
        UeRegistrations registrations = new UeRegistrations();
        share(context, PcscfSettings.class,
                Settings.read(PcscfSettings.FILE, node.config("pcscf"), PcscfSettings.class));
        share(context, UeRegistrations.class, registrations);
        share(context, Sweep.class, registrations);
    }
}
