package org.calliope.ims.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFileTest {

    private static final KeptFile.Kind WORDS = new KeptFile.Kind("words", 1, "they are forgotten", "they may be forgotten",
            KeptFile.Kind.AWAITED);

    @TempDir
    private Path folder;

    /** Words under their keys; the file of one that is "unwritable" can not be written. */
    private static final class Heap implements Kept<String> {

        private final Map<String, String> words = new ConcurrentHashMap<>();

        @Override
        public void take(byte[] octets) {
            String word = new String(octets, StandardCharsets.UTF_8);
            words.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }

        @Override
        public Optional<byte[]> now(String key) {
            if ("unwritable".equals(words.get(key))) {
                throw new IllegalStateException("no room");
            }
            return Optional.ofNullable(words.get(key)).map(word -> (key + '=' + word).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Collection<String> keys() {
            return words.keySet();
        }
    }

    private KeptFile<String> open(Heap heap) {
        return KeptFile.open(folder, WORDS, false, () -> Instant.EPOCH, heap, Runnable::run);
    }

    private Map<String, String> reopened() {
        Heap heap = new Heap();
        open(heap).close();
        return heap.words;
    }

    private static void changed(KeptFile<String> file, Heap heap, String key, String word) {
        heap.words.put(key, word);
        file.changed(key).toCompletableFuture().join();
    }

    @Test
    void whatIsToldAsWrittenIsThereAgain() {
        Heap heap = new Heap();
        try (KeptFile<String> file = open(heap)) {
            IntStream.range(0, 10_000).forEach(i -> heap.words.put("k" + i, "w" + i));
            IntStream.range(0, 10_000).forEach(i -> file.changed("k" + i));
            changed(file, heap, "k1", "one");
            heap.words.remove("k2");
            file.changed("k2").toCompletableFuture().join();
        }
        assertThat(reopened()).isEqualTo(heap.words).hasSize(9_999).containsEntry("k1", "one");
    }

    /** A disk that was full has room again: nothing of what could not be written is lost. */
    @Test
    void whatCouldNotBeWrittenIsToldAndWrittenWithTheNextChange() {
        Heap heap = new Heap();
        try (KeptFile<String> file = open(heap)) {
            changed(file, heap, "a", "first");
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> changed(file, heap, "b", "unwritable")).withStackTraceContaining("no room");
            heap.words.put("b", "second");
            changed(file, heap, "c", "third");
        }
        assertThat(reopened()).isEqualTo(Map.of("a", "first", "b", "second", "c", "third"));
    }

    @Test
    void closingWritesWhatNobodyWaitedFor() {
        Heap heap = new Heap();
        KeptFile<String> file = open(heap);
        heap.words.put("a", "first");
        file.changed("a");
        file.close();
        assertThat(reopened()).containsOnlyKeys("a");
    }
}
