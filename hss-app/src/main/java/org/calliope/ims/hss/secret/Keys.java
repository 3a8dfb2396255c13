package org.calliope.ims.hss.secret;

import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The content of the key file: a line {@code id base64key} for each key. Immutable; {@link #toString} hides the keys.
 *
 * @param byId keys of 256 bits by their ids, 1..65535, at least one
 */
record Keys(SortedMap<Integer, SecretKey> byId) {

    /** Octets of a key. */
    static final int LENGTH = 32;
    static final int MAX_ID = 0xffff;

    private static final String AES = "AES";

    Keys {
        byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
    }

    /**
     * Empty lines and those that begin with # are left out.
     *
     * @throws IllegalArgumentException says which line is wrong and why, without showing it
     */
    static Keys parse(List<String> lines) {
        SortedMap<Integer, SecretKey> keys = new TreeMap<>();
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String place = "line " + (at + 1) + " ";
                String[] words = line.split("\\s+");
                if (words.length != 2) {
                    throw new IllegalArgumentException(place + "is not an id and a key");
                }
                if (keys.put(id(words[0], place), key(words[1], place)) != null) {
                    throw new IllegalArgumentException(place + "has an id that stands twice");
                }
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key in it");
        }
        return new Keys(keys);
    }

    private static int id(String word, String place) {
        if (!word.matches("[1-9][0-9]{0,4}") || Integer.parseInt(word) > MAX_ID) {
            throw new IllegalArgumentException(place + "has an id that is not 1 to " + MAX_ID);
        }
        return Integer.parseInt(word);
    }

    private static SecretKey key(String word, String place) {
        try {
            byte[] key = Base64.getDecoder().decode(word);
            if (key.length == LENGTH) {
                return new SecretKeySpec(key, AES);
            }
        } catch (IllegalArgumentException notBase64) {
            // its message would show a piece of the key
        }
        throw new IllegalArgumentException(place + "has a key that is not " + LENGTH + " octets in base64");
    }

    static Keys first(byte[] key) {
        return new Keys(new TreeMap<>(Collections.singletonMap(1, new SecretKeySpec(key, AES))));
    }

    /** @return these, and a key with an id above all others */
    Keys with(byte[] key) {
        if (current() == MAX_ID) {
            throw new IllegalStateException("the highest id of a key, " + MAX_ID + ", is taken");
        }
        SortedMap<Integer, SecretKey> more = new TreeMap<>(byId);
        more.put(current() + 1, new SecretKeySpec(key, AES));
        return new Keys(more);
    }

    /** @return the id of the key that seals */
    int current() {
        return byId.lastKey();
    }

    /** @return what the file holds */
    String text() {
        return byId.entrySet().stream()
                .map(entry -> entry.getKey() + " " + Base64.getEncoder().encodeToString(entry.getValue().getEncoded()))
                .collect(Collectors.joining("\n", "# seals the secrets in the HSS's database; see docs/secrets.md\n", "\n"));
    }

    @Override
    public String toString() {
        return "Keys" + byId.keySet();
    }
}
