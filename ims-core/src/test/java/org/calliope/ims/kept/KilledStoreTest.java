package org.calliope.ims.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link KeyedFile} and the HSS's own database count on. H2 2.5.250 and 2.5.252 fail it. */
class KilledStoreTest {

    private static final int COMMITS = 300;
    private static final int KEYS = 200;
    private static final int LONGEST = 700;
    private static final int COMPACTED = 10;

    @TempDir
    private Path folder;

    private static MVMap<Integer, String> map(MVStore store) {
        return store.openMap("words");
    }

    /** A copy of the file is what a kill leaves of it. Nothing is kept for a time here, so that all space is used again. */
    @Test
    void whatIsCommittedOutlivesAKill() throws IOException {
        Path file = folder.resolve("words.mv");
        Map<Integer, String> words = new TreeMap<>();
        Random random = new Random(1);
        try (MVStore store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open()) {
            store.setRetentionTime(0);
            for (int i = 1; i <= COMMITS; i++) {
                String word = "w".repeat(random.nextInt(LONGEST));
                int key = random.nextInt(KEYS);
                words.put(key, word);
                map(store).put(key, word);
                words.remove(key + 1);
                map(store).remove(key + 1);
                store.commit();
                if (i % COMPACTED == 0) {
                    store.compact(50, Integer.MAX_VALUE);
                }
                assertThat(found(Files.copy(file, folder.resolve("left"), StandardCopyOption.REPLACE_EXISTING)).equals(words))
                        .as("all is there after %d commits", i).isTrue();
            }
        }
    }

    private static Map<Integer, String> found(Path left) {
        try (MVStore store = new MVStore.Builder().fileName(left.toString()).readOnly().open()) {
            return new TreeMap<>(map(store));
        }
    }
}
