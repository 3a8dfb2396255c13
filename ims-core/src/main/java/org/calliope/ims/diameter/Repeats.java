package org.calliope.ims.diameter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.AvpSet;
import org.jdiameter.client.impl.parser.ElementParser;

/**
 * The answers given lately, so that a request that comes again (RFC 6733 3, T bit; 5.5.4) is answered as before and
 * not carried out twice. A request is the same when Origin-Host and End-to-End Identifier are. Any thread.
 */
final class Repeats {

    /** At a thousand changes a second, ten seconds: longer than any client waits. */
    static final int MOST = 10_000;

    private static final ElementParser CODEC = new ElementParser();

    private record Key(String originHost, long endToEnd) {
    }

    private final Map<Key, CompletableFuture<Application.Answer>> answers = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CompletableFuture<Application.Answer>> eldest) {
            return size() > MOST;
        }
    };

    /**
     * @param again  whether the T bit is set; without it a peer has counted round or started anew
     * @param answer is to be completed when the request is new
     * @return the answer of the same request before, which may still be being found
     */
    synchronized Optional<CompletableFuture<Application.Answer>> before(String originHost, long endToEnd,
                                                                        boolean again,
                                                                        CompletableFuture<Application.Answer> answer) {
        Key key = new Key(originHost, endToEnd);
        CompletableFuture<Application.Answer> before = again ? answers.get(key) : null;
        if (before == null) {
            answers.remove(key);
            answers.put(key, answer);
        }
        return Optional.ofNullable(before);
    }

    /**
     * The same answer as it is kept: its AVPs as bytes. What it was made of, some thirty objects, would outlive several
     * collections, and each would have to copy it.
     */
    static Application.Answer kept(Application.Answer answer) {
        AvpSet avps = decoded(new byte[0]);
        answer.body().accept(new AvpWriter(avps));
        byte[] bytes = CODEC.encodeAvpSet(avps);
        return new Application.Answer(answer.result(), out -> out.avps().addAvp(decoded(bytes)));
    }

    private static AvpSet decoded(byte[] bytes) {
        try {
            return CODEC.decodeAvpSet(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AvpDataException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its handler failed: the next attempt may do better. */
    synchronized void forget(String originHost, long endToEnd) {
        answers.remove(new Key(originHost, endToEnd));
    }
}
