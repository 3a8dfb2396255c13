package org.calliope.ims.kept;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.calliope.ims.node.OwnerOnly;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/** The file of {@link KeptFile}: octets under keys, readable by its owner only. One thread. */
final class KeyedFile implements AutoCloseable {

    private static final int PAGE_BYTES = 4096;
    private static final int CACHE_MEGABYTES = 4;
    /** How long what was overwritten stays in the file, so that a power failure finds a whole older state. */
    private static final int RETENTION_MILLIS = 5_000;
    private static final int READ_AT_ONCE = 4096;
    private static final long COMPACT_NANOS = 1_000_000_000;
    /** Percent of the file that is in use at least, and how much is moved at once when it is not. */
    private static final int FILLED = 50;
    private static final int COMPACT_BYTES = 1 << 20;

    private final MVStore store;
    private final MVMap<String, byte[]> map;
    private final boolean sync;
    private long compacted = System.nanoTime();

    private KeyedFile(MVStore store, MVMap<String, byte[]> map, boolean sync) {
        this.store = store;
        this.map = map;
        this.sync = sync;
    }

    /**
     * Opens the file, or makes a new one.
     *
     * @param sync whether what is written is on the disk, and not only with the operating system, when that returns
     * @throws Unreadable            when it is no such file, or of another version
     * @throws IllegalStateException when the file can not be had, as when another server has it
     */
    static KeyedFile open(Path file, KeptFile.Kind kind, boolean sync) throws Unreadable {
        OwnerOnly.create(file);
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
            throw new IllegalStateException(file + " can not be read and written by the user the server runs as");
        }
        MVStore store = opened(file);
        try {
            boolean fresh = store.getMapNames().isEmpty();
            boolean ours = store.hasMap(kind.name());
            if (!fresh && (!ours || store.getStoreVersion() != kind.schema())) {
                throw new Unreadable(ours ? "it is of version " + store.getStoreVersion() + ", not " + kind.schema()
                        : "it holds something else than " + kind.name());
            }
            store.setRetentionTime(RETENTION_MILLIS);
            MVMap<String, byte[]> map = store.openMap(kind.name(), new MVMap.Builder<String, byte[]>()
                    .keyType(StringDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
            if (fresh) {
                store.setStoreVersion(kind.schema());
                store.commit();
            }
            return new KeyedFile(store, map, sync);
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
            // with threads of its own it would hand each commit from one to the next
            return new MVStore.Builder().fileName(file.toString()).pageSplitSize(PAGE_BYTES).cacheSize(CACHE_MEGABYTES)
                    .autoCommitDisabled().open();
        } catch (MVStoreException failed) {
            if (failed.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new IllegalStateException("another server has " + file
                        + " open; each needs a home of its own", failed);
            }
            throw new Unreadable(failed.getMessage());
        }
    }

    /**
     * @param each is given one by one, by several threads at once
     * @throws Unreadable when the file turns out to be torn
     */
    void read(Consumer<byte[]> each) throws Unreadable {
        List<byte[]> some = new ArrayList<>(READ_AT_ONCE);
        try {
            Cursor<String, byte[]> cursor = map.cursor(null);
            while (cursor.hasNext()) {
                cursor.next();
                some.add(cursor.getValue());
                if (some.size() == READ_AT_ONCE) {
                    some.parallelStream().forEach(each);
                    some.clear();
                }
            }
        } catch (MVStoreException torn) {
            throw new Unreadable(torn.getMessage());
        } finally {
            some.parallelStream().forEach(each);
        }
    }

    /**
     * Makes these as they are now, all at once.
     *
     * @throws MVStoreException when that fails; then this file is of no use any more, and what stood in it stands
     */
    <K> void write(Collection<K> changed, Kept<K> kept) {
        for (K key : changed) {
            Optional<byte[]> octets = kept.now(key);
            if (octets.isPresent()) {
                map.put(key.toString(), octets.get());
            } else {
                map.remove(key.toString());
            }
        }
        store.commit();
        if (sync) {
            store.sync();
        }
        if (System.nanoTime() - compacted > COMPACT_NANOS) {
            store.compact(FILLED, COMPACT_BYTES);
            compacted = System.nanoTime();
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

    /** Why a file is not one as they are written now. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
