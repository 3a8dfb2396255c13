package org.calliope.ims.registration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.OwnerOnly;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The file of {@link FileRegistrations}: encoded registrations under their default identities, readable by its owner
 * only. One thread.
 */
final class RegistrationFile implements AutoCloseable {

    /** What the map and its entries mean; another number is another meaning. */
    static final int SCHEMA = 1;
    private static final String MAP = "registrations";
    private static final int PAGE_BYTES = 4096;
    private static final int CACHE_MEGABYTES = 4;
    /** How long what was overwritten stays in the file, so that a power failure finds a whole older state. */
    private static final int RETENTION_MILLIS = 5_000;

    private final MVStore store;
    private final MVMap<String, byte[]> map;
    private final boolean sync;

    private RegistrationFile(MVStore store, MVMap<String, byte[]> map, boolean sync) {
        this.store = store;
        this.map = map;
        this.sync = sync;
    }

    /**
     * Opens the file, or makes a new one.
     *
     * @param sync whether what is written is on the disk, and not only with the operating system, when that returns
     * @throws Unreadable            when it is no file of registrations, or of another version
     * @throws IllegalStateException when the file can not be had, as when another server has it
     */
    static RegistrationFile open(Path file, boolean sync) throws Unreadable {
        OwnerOnly.create(file);
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
            throw new IllegalStateException(file + " can not be read and written by the user the server runs as");
        }
        MVStore store = opened(file);
        try {
            boolean fresh = store.getMapNames().isEmpty();
            if (!fresh && (!store.hasMap(MAP) || store.getStoreVersion() != SCHEMA)) {
                throw new Unreadable(store.hasMap(MAP) ? "it is of version " + store.getStoreVersion() + ", not " + SCHEMA
                        : "it holds something else than registrations");
            }
            store.setRetentionTime(RETENTION_MILLIS);
            MVMap<String, byte[]> map = store.openMap(MAP, new MVMap.Builder<String, byte[]>()
                    .keyType(StringDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
            if (fresh) {
                store.setStoreVersion(SCHEMA);
                store.commit();
            }
            return new RegistrationFile(store, map, sync);
        } catch (MVStoreException torn) {
            store.closeImmediately();
            throw new Unreadable(torn.getMessage());
        } catch (Unreadable foreign) {
            store.closeImmediately();
            throw foreign;
        }
    }

    private static MVStore opened(Path file) throws Unreadable {
        try {
            return new MVStore.Builder().fileName(file.toString()).pageSplitSize(PAGE_BYTES).cacheSize(CACHE_MEGABYTES)
                    .open();
        } catch (MVStoreException failed) {
            if (failed.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new IllegalStateException("another server has " + file
                        + " open; each needs a home of its own", failed);
            }
            throw new Unreadable(failed.getMessage());
        }
    }

    /** @throws Unreadable when the file turns out to be torn */
    void read(Consumer<byte[]> each) throws Unreadable {
        try {
            map.cursor(null).forEachRemaining(key -> each.accept(map.get(key)));
        } catch (MVStoreException torn) {
            throw new Unreadable(torn.getMessage());
        }
    }

    /**
     * Makes these as they are now, all at once.
     *
     * @throws MVStoreException when that fails; then this file is of no use any more, and what stood in it stands
     */
    void write(Collection<PublicIdentity> changed, Function<PublicIdentity, Optional<byte[]>> now) {
        for (PublicIdentity identity : changed) {
            Optional<byte[]> octets = now.apply(identity);
            if (octets.isPresent()) {
                map.put(identity.uri(), octets.get());
            } else {
                map.remove(identity.uri());
            }
        }
        store.commit();
        if (sync) {
            store.sync();
        }
    }

    @Override
    public void close() {
        store.close();
    }

    /** After a failure. */
    void abandon() {
        store.closeImmediately();
    }

    /** @return where the file is now */
    static Path setAside(Path file, String when) {
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable-" + when);
        try {
            return Files.move(file, aside);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot rename " + file + " to " + aside, failed);
        }
    }

    /** Why a file is not one of registrations as they are written now. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
