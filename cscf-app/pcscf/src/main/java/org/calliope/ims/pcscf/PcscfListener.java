package org.calliope.ims.pcscf;

import javax.servlet.ServletContext;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
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
        PcscfSettings settings = Settings.read(PcscfSettings.FILE, node.config("pcscf"), PcscfSettings.class);
        UeRegistrations registrations = new UeRegistrations();
        RegistrationEvents events = new RegistrationEvents(node, registrations, settings,
                () -> (SipFactory) context.getAttribute(SipServlet.SIP_FACTORY));
        registrations.whenGone(events::gone);
        share(context, PcscfSettings.class, settings);
        share(context, UeRegistrations.class, registrations);
        share(context, RegistrationEvents.class, events);
        share(context, Sweep.class, now -> {
            registrations.sweep(now);
            events.sweep(now);
        });
    }
}
