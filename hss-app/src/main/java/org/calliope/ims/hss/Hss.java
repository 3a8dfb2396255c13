package org.calliope.ims.hss;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.AccessLog;
import org.calliope.ims.hss.bulk.Exports;
import org.calliope.ims.hss.bulk.Imports;
import org.calliope.ims.hss.check.Checks;
import org.calliope.ims.hss.cx.CxProcedures;
import org.calliope.ims.hss.cx.PushSender;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.sh.Notifier;
import org.calliope.ims.hss.sh.ShProcedures;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.ShChanges;
import org.calliope.ims.hss.store.ShExport;
import org.calliope.ims.hss.store.ShStore;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.hss.store.Upkeep;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;
import org.calliope.ims.trace.Trace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running HSS: its database, and the Diameter server that asks it. Started and closed by one thread. */
public final class Hss implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Hss.class);
    /** By then the first calls after a start have been answered, and are not in want of what Hibernate takes. */
    private static final Duration MAPPING_PAUSE = Duration.ofSeconds(30);

    private final Database database;
    private final DiameterNode diameter;
    private final Subscribers subscribers;
    private final Provisioning provisioning;
    private final Upkeep upkeep;
    private final PushSender sender;
    private final Notifier notifier;
    private final Access access;
    private final Imports imports;
    private final Exports exports;
    private final Checks checks;

    @SuppressWarnings("checkstyle:ParameterNumber")
    private Hss(Database database, DiameterNode diameter, Provisioning provisioning, RegistrationStore store,
            Notifier notifier, Access access, Imports imports, Exports exports, Checks checks, Trace trace) {
        this.database = database;
        this.diameter = diameter;
        this.subscribers = new Subscribers(database);
        this.provisioning = provisioning;
        this.upkeep = Upkeep.of(database, provisioning, Clock.systemUTC());
        upkeep.rotation().goOn();
        this.sender = new PushSender(upkeep.pushes(), store, upkeep.history(), diameter.peers(), trace);
        this.notifier = notifier;
        this.access = access;
        this.imports = imports;
        this.exports = exports;
        this.checks = checks;
    }

    /** Opens the database, seeds it if that is wanted, and listens for Cx and Sh on the topology's HSS address. */
    public static Hss start(Node node, HssSettings settings) {
        Database database = Database.open(settings.database(node.data()), settings.keys(node.data()));
        try {
            ShChanges changes = new ShChanges(Clock.systemUTC());
            Provisioning provisioning = new Provisioning(database, Clock.systemUTC(), List.of(changes));
            if (settings.demoSubscribers()) {
                seed(provisioning, new Subscribers(database), node.topology().domain());
            }
            Access access = Access.open(database, node.admin(), settings.consoleOpenOnLoopback(),
                    AccessLog.toServerLog().and(audited(provisioning)), Clock.systemUTC());
            String domain = node.topology().domain();
            // with a trace of its own: nobody asked these questions
            RegistrationStore store = new RegistrationStore(database, changes);
            WarmUp.ask(new CxProcedures(store, settings.rules(), new Trace(1, 1)), domain);
            ShStore sh = new ShStore(database);
            DiameterNode diameter = DiameterNode.server("hss." + domain, domain, node.topology().hss(), node.trace(),
                    node.meters(), settings.longestWait(), new CxProcedures(store, settings.rules(), node.trace()),
                    new ShProcedures(sh, provisioning, settings.shRules(), changes::moved, node.trace(),
                            Clock.systemUTC()));
            try {
                Notifier notifier = Notifier.start(sh, diameter.peers(), node.trace(), Clock.systemUTC());
                changes.onNews(notifier::wake);
                Imports imports = Imports.start(database, provisioning, node.data().resolve("imports"), domain,
                        settings.imports(), Clock.systemUTC());
                LOG.info("HSS for {} on {}, subscribers in {}", domain, node.topology().hss(), database.label());
                database.mapAfter(MAPPING_PAUSE);
                return new Hss(database, diameter, provisioning, store, notifier, access, imports,
                        new Exports(provisioning, new ShExport(database), domain),
                        new Checks(provisioning, store, settings.rules(), domain), node.trace());
            } catch (RuntimeException | Error e) {
                diameter.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    private static void seed(Provisioning provisioning, Subscribers subscribers, String domain) {
        if (subscribers.count() == 0) {
            provisioning.createAll(demo(domain, provisioning), Actor.SYSTEM);
            LOG.info("put the demo subscribers alice, bob and carol into the empty store");
        }
    }

    private static AccessLog audited(Provisioning provisioning) {
        return event -> {
            if (event.kind().lasting()) {
                provisioning.note(event.words(), new Actor(event.by()));
            }
        };
    }

    /** alice, bob and carol, whose passwords are their names. */
    static List<Subscription> demo(String domain, Provisioning provisioning) {
        Map<String, String> names = Map.of("alice", "Alice", "bob", "Bob", "carol", "Carol");
        return Stream.of("alice", "bob", "carol").map(name -> Subscription.of(provisioning.user(name + "@" + domain,
                Credentials.ofPassword(new PrivateIdentity(name + "@" + domain), domain, name)),
                List.of(PublicUser.of("sip:" + name + "@" + domain).named(names.get(name))))).toList();
    }

    /** Finding subscribers. */
    public Subscribers subscribers() {
        return subscribers;
    }

    /** Changing what people provision. */
    public Provisioning provisioning() {
        return provisioning;
    }

    /** What people do with it beside provisioning. */
    public Upkeep upkeep() {
        return upkeep;
    }

    /** Who may use the console. */
    public Access access() {
        return access;
    }

    /** Importing files. */
    public Imports imports() {
        return imports;
    }

    /** Exporting what is provisioned. */
    public Exports exports() {
        return exports;
    }

    /** Saying what a subscriber would be answered, and what is odd about it. */
    public Checks checks() {
        return checks;
    }

    /** Where the data is, fit for the page. */
    String label() {
        return database.label();
    }

    /** Says on the page and to the launcher that it works. */
    void announce(Node node) {
        node.elements().up(Role.HSS,
                new DiameterEndpoint(node.topology().hss().host(), diameter.port()).uri() + ", " + label());
    }

    @Override
    public void close() {
        checks.close();
        imports.close();
        upkeep.close();
        notifier.close();
        sender.close();
        diameter.close();
        database.close();
    }
}
