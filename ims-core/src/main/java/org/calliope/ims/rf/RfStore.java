package org.calliope.ims.rf;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.calliope.ims.kept.Kept;
import org.calliope.ims.kept.KeptFile;
import org.calliope.ims.kept.OctetReader;
import org.calliope.ims.kept.OctetWriter;

/**
 * Requests that wait for a charging function, and sessions that go on, in memory and in a file of the node (RFC 6733
 * 9.4). One thread changes it; any may count.
 */
final class RfStore implements AutoCloseable {

    private static final KeptFile.Kind KIND = new KeptFile.Kind("rf-requests", 1,
            "charging functions are not told of them",
            "charging functions are told, but not of what waits if the server ends now", KeptFile.Kind.AWAITED);
    private static final char WAITING = 'w';
    private static final char SESSION = 's';

    private final NavigableMap<Long, Waiting> waiting = new ConcurrentSkipListMap<>();
    private final Map<String, OpenSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong octets = new AtomicLong();
    private final KeptFile<String> file;

    private final class Content implements Kept<String> {

        @Override
        public void take(byte[] written) {
            OctetReader in = new OctetReader(written);
            if (in.flag()) {
                OpenSession session = OpenSession.decode(in);
                sessions.put(session.id(), session);
            } else {
                hold(Waiting.decode(in));
            }
        }

        @Override
        public Optional<byte[]> now(String key) {
            OctetWriter out = new OctetWriter();
            String id = key.substring(1);
            if (key.charAt(0) == SESSION) {
                return Optional.ofNullable(sessions.get(id)).map(session -> {
                    session.encode(out.flag(true));
                    return out.written();
                });
            }
            return Optional.ofNullable(waiting.get(Long.valueOf(id))).map(one -> {
                one.encode(out.flag(false));
                return out.written();
            });
        }

        @Override
        public Collection<String> keys() {
            return Stream.concat(waiting.keySet().stream().map(RfStore::key), sessions.keySet().stream().map(RfStore::key)).toList();
        }
    }

    /**
     * @param tellers on which it is told that something is written
     * @throws IllegalStateException when another server has the folder
     */
    RfStore(Path data, boolean sync, InstantSource time, Executor tellers) {
        file = KeptFile.open(data, KIND, sync, time, new Content(), tellers);
    }

    private static String key(long sequence) {
        return WAITING + Long.toString(sequence);
    }

    private static String key(String session) {
        return SESSION + session;
    }

    private void hold(Waiting one) {
        waiting.put(one.sequence(), one);
        count.incrementAndGet();
        octets.addAndGet(one.octets());
    }

    /** @return told when it is written */
    CompletionStage<Void> add(Waiting one) {
        hold(one);
        return file.changed(key(one.sequence()));
    }

    void remove(Waiting done) {
        waiting.remove(done.sequence());
        count.decrementAndGet();
        octets.addAndGet(-done.octets());
        file.changed(key(done.sequence()));
    }

    /** @return what waits, the first first; may be changed meanwhile */
    Collection<Waiting> waiting() {
        return waiting.values();
    }

    /** @return the place behind all */
    long last() {
        return waiting.isEmpty() ? 0 : waiting.lastKey();
    }

    int count() {
        return count.get();
    }

    long octets() {
        return octets.get();
    }

    void put(OpenSession session) {
        sessions.put(session.id(), session);
        file.changed(key(session.id()));
    }

    /** What is not kept of it has changed. */
    void replace(OpenSession session) {
        sessions.put(session.id(), session);
    }

    Optional<OpenSession> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    void end(OpenSession session) {
        sessions.remove(session.id());
        file.changed(key(session.id()));
    }

    List<OpenSession> sessions() {
        return List.copyOf(sessions.values());
    }

    /** Returns when all is written. */
    @Override
    public void close() {
        file.close();
    }
}
