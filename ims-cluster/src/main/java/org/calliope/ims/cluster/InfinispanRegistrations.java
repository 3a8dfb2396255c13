package org.calliope.ims.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.RegistrationFormat;
import org.calliope.ims.registration.RegistrationIndex;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.registration.Tellers;
import org.infinispan.AdvancedCache;
import org.infinispan.Cache;
import org.infinispan.context.Flag;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryRemoved;
import org.infinispan.notifications.cachelistener.annotation.DataRehashed;
import org.infinispan.notifications.cachelistener.event.CacheEntryCreatedEvent;
import org.infinispan.notifications.cachelistener.event.CacheEntryModifiedEvent;
import org.infinispan.notifications.cachelistener.event.CacheEntryRemovedEvent;
import org.infinispan.notifications.cachelistener.event.DataRehashedEvent;
import org.infinispan.remoting.transport.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registrations that the S-CSCFs of a cluster share. All of them are in the heap of each, which the cache's events keep
 * as the cache is; the cache decides which change holds, and a change is told when every member has it. Any thread.
 */
@Listener
public final class InfinispanRegistrations implements Registrations {

    private static final Logger LOG = LoggerFactory.getLogger(InfinispanRegistrations.class);

    private final EmbeddedCacheManager manager;
    private final AdvancedCache<byte[], byte[]> cache;
    private final String self;
    private final RegistrationIndex index = new RegistrationIndex();
    private final RegistrationFormat format = new RegistrationFormat(index.sharing());
    private final List<BiConsumer<Optional<Registration>, Optional<Registration>>> listeners =
            new CopyOnWriteArrayList<>();
    /** Default identities of the sets that this S-CSCF is removing: whose going is no news to it. */
    private final Set<PublicIdentity> removing = ConcurrentHashMap.newKeySet();
    private final ExecutorService tellers = Tellers.start();

    private InfinispanRegistrations(EmbeddedCacheManager manager, Cache<byte[], byte[]> cache, String self) {
        this.manager = manager;
        this.cache = cache.getAdvancedCache();
        this.self = self;
    }

    static InfinispanRegistrations over(EmbeddedCacheManager manager, Cache<byte[], byte[]> cache, String self) {
        InfinispanRegistrations registrations = new InfinispanRegistrations(manager, cache, self);
        cache.addListener(registrations);
        registrations.takeAll();
        LOG.info("{} registrations of the cluster {}", registrations.size(), manager.getMembers());
        return registrations;
    }

    static List<String> names(List<Address> members) {
        return members.stream().map(Address::toString).toList();
    }

    @Override
    public Optional<Registration> find(PublicIdentity identity) {
        return index.find(identity);
    }

    @Override
    public List<Registration> of(PrivateIdentity user) {
        return index.of(user);
    }

    @Override
    public CompletionStage<Optional<Registration>> add(Registration registration) {
        Registration next = registration.servedBy(self).first();
        return cache.putIfAbsentAsync(key(next), RegistrationFormat.encode(next))
                .thenApplyAsync(present -> stored(present == null, next), tellers);
    }

    @Override
    public CompletionStage<Optional<Registration>> replace(Registration seen, Registration changed) {
        Registration next = changed.servedBy(self).after(seen);
        return cache.replaceAsync(key(seen), RegistrationFormat.encode(seen), RegistrationFormat.encode(next))
                .thenApplyAsync(held -> stored(held, next), tellers);
    }

    private Optional<Registration> stored(boolean held, Registration next) {
        if (!held) {
            return Optional.empty();
        }
        Registration shared = index.sharing().shared(next);
        index.take(shared);
        return Optional.of(shared);
    }

    @Override
    public CompletionStage<Boolean> remove(Registration seen) {
        removing.add(seen.defaultIdentity());
        return cache.removeAsync(key(seen), RegistrationFormat.encode(seen)).thenApplyAsync(held -> {
            if (held) {
                index.drop(seen);
            }
            return held;
        }, tellers).whenComplete((held, failure) -> removing.remove(seen.defaultIdentity()));
    }

    private static byte[] key(Registration registration) {
        return registration.defaultIdentity().uri().getBytes(StandardCharsets.UTF_8);
    }

    /** Not for callers: Infinispan's. */
    @CacheEntryCreated
    public void created(CacheEntryCreatedEvent<byte[], byte[]> event) {
        if (!event.isPre()) {
            take(event.getValue());
        }
    }

    /** Not for callers: Infinispan's. */
    @CacheEntryModified
    public void modified(CacheEntryModifiedEvent<byte[], byte[]> event) {
        if (!event.isPre()) {
            take(event.getNewValue());
        }
    }

    /** Not for callers: Infinispan's. */
    @CacheEntryRemoved
    public void removed(CacheEntryRemovedEvent<byte[], byte[]> event) {
        if (!event.isPre() && event.getOldValue() != null) {
            Registration gone = format.decode(event.getOldValue());
            if (index.drop(gone) && !removing.contains(gone.defaultIdentity())) {
                tell(Optional.of(gone), Optional.empty());
            }
        }
    }

    /** Not for callers: Infinispan's. What came by another member's leaving or coming back makes no event of its own. */
    @DataRehashed
    public void rehashed(DataRehashedEvent<byte[], byte[]> event) {
        if (!event.isPre()) {
            tellers.execute(this::takeAll);
        }
    }

    private void takeAll() {
        cache.withFlags(Flag.CACHE_MODE_LOCAL).values().forEach(this::take);
    }

    private void take(byte[] octets) {
        Registration stored = format.decode(octets);
        Optional<Registration> before = index.find(stored.defaultIdentity())
                .filter(present -> present.defaultIdentity().equals(stored.defaultIdentity()));
        if (index.take(stored) && !stored.servedBy().equals(self)) {
            tell(before, Optional.of(stored));
        }
    }

    private void tell(Optional<Registration> before, Optional<Registration> after) {
        tellers.execute(() -> listeners.forEach(listener -> listener.accept(before, after)));
    }

    @Override
    public void listen(BiConsumer<Optional<Registration>, Optional<Registration>> changed) {
        listeners.add(changed);
    }

    @Override
    public boolean endsHere(Registration registration) {
        return registration.servedBy().equals(self) || !names(manager.getMembers()).contains(registration.servedBy());
    }

    @Override
    public Collection<Registration> all() {
        return index.all();
    }

    @Override
    public int size() {
        return index.size();
    }

    /** Leaves the cluster; the others keep what there is. */
    @Override
    public void close() {
        manager.stop();
        tellers.shutdown();
    }
}
