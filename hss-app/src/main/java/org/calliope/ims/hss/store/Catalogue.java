package org.calliope.ims.hss.store;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.identity.Wildcards;
import org.hibernate.StatelessSession;

/**
 * What many subscriptions share, kept in memory as the procedures need it: service profiles with their criteria
 * compiled, capabilities, charging functions, application servers, and the wildcarded identities. Dropped as a whole
 * when one of these documents changes. Safe for any thread; what is not there yet is read from the database.
 */
public final class Catalogue implements ChangeListener {

    private final CatalogueReader reader;
    private final Database database;
    private volatile Content content = new Content();
    private volatile AtomicReference<Wildcards> wildcards = new AtomicReference<>();

    /** One generation of it: what a reader brings late goes into the one it began with, which nobody asks any more. */
    private static final class Content {
        private final Map<Long, ProfileContent> profiles = new ConcurrentHashMap<>();
        private final Map<Long, Optional<ServerCapabilities>> capabilities = new ConcurrentHashMap<>();
        private final Map<Long, Optional<ChargingInformation>> charging = new ConcurrentHashMap<>();
        private final Map<Long, String> servers = new ConcurrentHashMap<>();
    }

    Catalogue(Database database) {
        this.reader = new CatalogueReader(database);
        this.database = database;
    }

    /** What the service profile of an identity says. */
    public ProfileContent profile(ProfileRow of) {
        return profile(of.profileId());
    }

    /** Whether the identity is served also while nobody has registered it; a service always is. */
    public boolean unregisteredServices(Situation of) {
        return of.type().service() || profile(of.profileId()).unregisteredServices();
    }

    private ProfileContent profile(long id) {
        return cached(content.profiles, id, reader::profile);
    }

    /** What an S-CSCF of the subscription must and should be able to do; empty for anything (TS 29.228 6.7). */
    public Optional<ServerCapabilities> capabilities(Situation of) {
        return of.capabilitySet() == null ? Optional.empty()
                : cached(content.capabilities, of.capabilitySet(), reader::capabilities);
    }

    /** Whom charging data of the subscription goes to (TS 29.229 6.3.19). */
    public Optional<ChargingInformation> charging(Situation of) {
        return of.chargingSet() == null ? Optional.empty()
                : cached(content.charging, of.chargingSet(), reader::charging);
    }

    /** SIP URI of the application server that hosts a service (TS 23.228 5.4.12.2). */
    public Optional<String> applicationServer(Situation of) {
        return of.applicationServer() == null ? Optional.empty()
                : Optional.of(cached(content.servers, of.applicationServer(), reader::applicationServer));
    }

    /** The wildcarded identity that this one matches, as provisioned (TS 23.003 13.5). */
    Optional<String> wildcard(String identity) {
        AtomicReference<Wildcards> now = wildcards;
        if (now.get() == null) {
            now.set(reader.wildcards());
        }
        return now.get().matching(identity).map(Wildcard::text);
    }

    // not computeIfAbsent: that would hold others up while the database is asked
    private static <T> T cached(Map<Long, T> known, Long id, Function<Long, T> read) {
        T value = known.get(id);
        if (value == null) {
            value = read.apply(id);
            known.put(id, value);
        }
        return value;
    }

    @Override
    public <T extends Named> void changing(StatelessSession session, Kind<T> kind, Optional<T> before,
            Optional<T> after) { }

    @Override
    public void changed(Kind<?> kind) {
        drop(kind != Kind.SUBSCRIPTION);
    }

    /** @param all not only the wildcarded identities, which subscriptions have */
    void drop(boolean all) {
        if (all) {
            content = new Content();
        }
        wildcards = new AtomicReference<>();
        database.situations().ifPresent(Situations::changed);
    }
}
