package org.calliope.ims.scscf;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.servlet.ServletContext;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import org.calliope.ims.charging.CallsInProgress;
import org.calliope.ims.charging.ChargingRecords;
import org.calliope.ims.charging.ChargingSettings;
import org.calliope.ims.config.Settings;
import org.calliope.ims.diameter.ClientRules;
import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.diameter.PeerAddress;
import org.calliope.ims.element.AilingServers;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.ServerProbe;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.MemoryRegistrations;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.rf.RfCharging;

/** Brings the S-CSCF up: settings, Diameter node, registrar. */
public final class ScscfListener extends ElementListener {

    /** Attribute of the servlet context. */
    private static final String RF_NODE = "org.calliope.ims.scscf.rf";

    public ScscfListener() {
        super(Role.SCSCF);
    }

    @Override
    protected void open(Node node, ServletContext context) {
        ScscfSettings settings =
                Settings.read(ScscfSettings.FILE, node.config("scscf"), ScscfSettings.class);
        Registrations registrations = Stores.open(settings, node);
        share(context, Registrations.class, registrations);
        node.keep(registrations);
        TrustDomain trustDomain = TrustDomain.of(node.topology(), settings.trustedPeers(), context);
        ThirdPartyExchange thirdParty = new ThirdPartyExchange(() -> factory(context), node.topology(), trustDomain);
        Instances instances = new Instances(node.gruus());
        RegistrationBook book = new RegistrationBook(registrations);
        UserCalls calls = calls(node, context, settings, registrations);
        book.listen(calls::changed);
        share(context, UserCalls.class, calls);
        node.calls(calls);
        Serving serving = Serving.open(settings, node.topology(),
                pushes -> connectToHss(node, context, settings.diameterIdentity(), settings.diameterTimeout(), pushes),
                book, instances, thirdParty, node.lockOuts(), node.trace(),
                node.meters(), InstantSource.system(), Ticker.systemTicker());
        share(context, Instances.class, instances);
        share(context, ScscfSettings.class, settings);
        share(context, TrustDomain.class, trustDomain);
        share(context, ThirdPartyExchange.class, thirdParty);
        share(context, Serving.class, serving);
        Silence silence = new Silence(new Unheard(settings.pcscfTimeout(), InstantSource.system()),
                new Unheard(settings.serverTimeout(), InstantSource.system()));
        share(context, Silence.class, silence);
        AilingServers ailing = new AilingServers("application server",
                "ims.application.servers.ailing", settings.serverPause(), new ServerProbe(() -> factory(context),
                node.topology().scscf()), node.meters(), InstantSource.system());
        share(context, AilingServers.class, ailing);
        share(context, Destinations.class, new Destinations(node.topology().domain(), settings.plainNumbers(),
                settings.enumSuffix(), enumeration(settings, context)));
        share(context, Sweep.class, now -> {
            serving.sweep(now);
            silence.pcscfs().sweep(now);
            silence.servers().sweep(now);
            ailing.sweep(now);
        });
        node.reauthentication(Optional.of(serving.network()));
    }

    private static UserCalls calls(Node node, ServletContext context, ScscfSettings settings, Registrations registrations) {
        ChargingSettings charging = Settings.read(ChargingSettings.FILE, node.config("charging"), ChargingSettings.class);
        Optional<ChargingRecords> records = ChargingRecords.open(node.data(), charging, node.meters(), InstantSource.system());
        node.chargingRecords(records);
        records.ifPresent(all -> share(context, ChargingRecords.class, all));
        return new UserCalls(context, settings.releaseSessions(), node.topology().domain(), records,
                rf(node, context, settings.diameterIdentity(), charging), registrations, node.trace(), InstantSource.system());
    }

    /** Whom it tells of charging is another peer than the HSS, so it is the same Diameter identity with another connection. */
    private static Optional<RfCharging> rf(Node node, ServletContext context, String identity, ChargingSettings charging) {
        List<PeerAddress> functions = charging.functionAddresses();
        if (functions.isEmpty()) {
            return Optional.empty();
        }
        String domain = node.topology().domain();
        String origin = identity.isEmpty() ? "scscf." + domain : identity;
        DiameterNode peer = DiameterNode.client(origin, domain, ClientRules.rf(functions, charging.functionTimeout()),
                node.trace(), node.meters());
        context.setAttribute(RF_NODE, peer);
        RfCharging rf = RfCharging.open(node.data(), origin, charging,
                peer.rf(charging.functionRealm().isEmpty() ? domain : charging.functionRealm()), InstantSource.system(),
                node.trace(), node.meters());
        share(context, RfCharging.class, rf);
        return Optional.of(rf);
    }

    /** Who does without ENUM does without the library for it. */
    private static Function<String, CompletionStage<List<Naptr>>> enumeration(ScscfSettings settings, ServletContext context) {
        if (settings.enumSuffix().isEmpty()) {
            return name -> CompletableFuture.completedStage(List.of());
        }
        EnumDns dns = new EnumDns(settings.enumServers().stream().map(EnumDns::server).toList(), settings.enumTimeout());
        share(context, EnumDns.class, dns);
        return dns;
    }

    // the container puts it there after the listeners have run
    private static SipFactory factory(ServletContext context) {
        return (SipFactory) context.getAttribute(SipServlet.SIP_FACTORY);
    }

    @Override
    protected void close(Node node, ServletContext context) {
        node.reauthentication(Optional.empty());
        node.calls(CallsInProgress.NONE);
        node.chargingRecords(Optional.empty());
        super.close(node, context);
        EnumDns dns = shared(context, EnumDns.class);
        if (dns != null) {
            dns.close();
        }
        ChargingRecords records = shared(context, ChargingRecords.class);
        if (records != null) {
            records.close();
        }
        RfCharging rf = shared(context, RfCharging.class);
        if (rf != null) {
            rf.close();
        }
        if (context.getAttribute(RF_NODE) instanceof DiameterNode peer) {
            peer.close();
        }
        Registrations registrations = shared(context, Registrations.class);
        if (registrations != null) {
            node.keep(new MemoryRegistrations());
            registrations.close();
        }
    }
}
