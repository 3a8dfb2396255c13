package org.calliope.ims.hss.bulk;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.calliope.ims.hss.store.Kind;

/**
 * Names for the documents that another HSS knows by number: its own names where they can be names here, and each once.
 * For one thread.
 */
final class ForeignNames {

    private static final int LONGEST = 200;

    private final Map<String, String> names = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    /** The name of the document of this number, which from now on is the one that {@link #of} finds. */
    String add(Kind<?> kind, String id, String wanted) {
        String shortened = plain(wanted);
        String name = shortened.isEmpty() ? kind.label() + " " + id : shortened;
        if (!used.add(kind.path() + ' ' + name)) {
            name = name + " " + id;
            used.add(kind.path() + ' ' + name);
        }
        put(kind, id, name);
        return name;
    }

    /** The document of this number has this name and no other. */
    void put(Kind<?> kind, String id, String name) {
        names.put(kind.path() + ' ' + id, name);
    }

    /** What of a name can be one here. */
    static String plain(String wanted) {
        String plain = wanted.replaceAll("[^\\p{L}\\p{N}@._+:\\- ]", "_").replaceFirst("^[^\\p{L}\\p{N}]+", "").strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }

    Optional<String> of(Kind<?> kind, String id) {
        return Optional.ofNullable(names.get(kind.path() + ' ' + id));
    }
}
