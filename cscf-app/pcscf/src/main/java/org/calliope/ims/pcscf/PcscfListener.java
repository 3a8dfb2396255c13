package org.calliope.ims.pcscf;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.servlet.ServletContext;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import org.calliope.ims.config.Settings;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.node.ContainerExtensions;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;
import org.calliope.ims.pcscf.PcscfSettings.RegistrationStore;

/** Brings the P-CSCF up: settings, and the registrations made through it. */
public final class PcscfListener extends ElementListener {

    public PcscfListener() {
        super(Role.PCSCF);
    }

    @Override
    protected void open(Node node, ServletContext context) {
        PcscfSettings settings = Settings.read(PcscfSettings.FILE, node.config("pcscf"), PcscfSettings.class);
        UeRegistrations registrations = new UeRegistrations();
        if (settings.registrationStore() == RegistrationStore.FILE) {
            share(context, UeRegistrationFile.class, UeRegistrationFile.open(node.data(), settings.registrationSync(),
                    InstantSource.system(), registrations));
        }
        SubscribeExchange subscribes = new SubscribeExchange(node,
                () -> (SipFactory) context.getAttribute(SipServlet.SIP_FACTORY));
        RegistrationEvents events = new RegistrationEvents(registrations, settings, subscribes::dialog, node.trace(),
                InstantSource.system());
        events.resume(Instant.now());
        registrations.whenGone(events::gone);
        EmergencyServices emergencies = new EmergencyServices(settings.emergencyNumbers(),
                List.of(node.topology().domain(), node.topology().pcscf().host()));
        neverTurnedAway(context, uri -> emergencies.of(uri).isPresent());
        FlowCalls calls = new FlowCalls(registrations, settings.lostAccessTimeout(), settings.flowTimer(), node.trace(), InstantSource.system());
        tellOfFlows(context, ContainerExtensions.FLOW_ENDED, calls::ended);
        tellOfFlows(context, ContainerExtensions.FLOW_KEPT_ALIVE, calls::keptAlive);
        Unheard unheard = new Unheard(settings.scscfTimeout(), InstantSource.system());
        share(context, PcscfSettings.class, settings);
        share(context, UeRegistrations.class, registrations);
        share(context, RegistrationEvents.class, events);
        share(context, EmergencyServices.class, emergencies);
        share(context, FlowCalls.class, calls);
        share(context, Unheard.class, unheard);
        share(context, Sweep.class, now -> {
            registrations.sweep(now);
            events.sweep(now);
            unheard.sweep(now);
            calls.sweep(now);
        });
    }

    /** TS 24.229 5.2.10: what a container does against overload is not for emergency calls. */
    private static void neverTurnedAway(ServletContext context, Predicate<String> requestUris) {
        ElementListener.<Consumer<Predicate<String>>>extension(context, ContainerExtensions.ADMIT)
                .ifPresent(able -> able.accept(requestUris));
    }

    private static void tellOfFlows(ServletContext context, String extension, BiConsumer<InetSocketAddress, String> listener) {
        ElementListener.<Consumer<BiConsumer<InetSocketAddress, String>>>extension(context, extension)
                .ifPresent(able -> able.accept(listener));
    }

    @Override
    protected void close(Node node, ServletContext context) {
        super.close(node, context);
        neverTurnedAway(context, uri -> false);
        tellOfFlows(context, ContainerExtensions.FLOW_ENDED, (peer, transport) -> { });
        tellOfFlows(context, ContainerExtensions.FLOW_KEPT_ALIVE, (peer, transport) -> { });
        UeRegistrationFile file = shared(context, UeRegistrationFile.class);
        if (file != null) {
            file.close();
        }
    }
}
