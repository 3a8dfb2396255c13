package org.calliope.ims.hss.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.calliope.ims.node.OwnerOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals secrets for the database by keys that are not in it: AES-256-GCM (NIST SP 800-38D) with a random nonce, each
 * bound to its owner, so that it does not open for another. What it makes is a version, the key's id, the nonce and
 * the ciphertext with its tag. Safe for any thread; nothing is locked to seal or to open.
 */
public final class Vault {

    /** Name of the key file in the data folder. */
    public static final String FILE = "hss-keys";

    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String NONCE_OF = "HmacSHA256";
    private static final byte VERSION = 1;
    private static final int HEADER = Byte.BYTES + Short.BYTES;
    // SP 800-38D 8.2.2 and 8.3: 96 random bits are good for 2^32 secrets a key
    private static final int NONCE = 12;
    private static final int TAG = 16;

    /** One a thread: to look one up takes longer than to open a secret by it. */
    private static final ThreadLocal<Cipher> OPENING = ThreadLocal.withInitial(Vault::cipher);

    private final Path file;
    private final SecureRandom random;
    private volatile Keys keys;

    private Vault(Path file, SecureRandom random, Keys keys) {
        this.file = file;
        this.random = random;
        this.keys = keys;
    }

    /**
     * Reads the key file, or makes it.
     *
     * @param keyFile readable by its owner only; {@link #FILE} in the data folder, unless told otherwise
     * @param inUse   the database holds sealed secrets: then a key file that is missing is not made anew
     * @throws IllegalStateException when it is missing though in use, or holds something else than keys
     */
    public static Vault at(Path keyFile, boolean inUse) {
        Path file = keyFile.toAbsolutePath();
        SecureRandom random = new SecureRandom();
        if (!Files.exists(file)) {
            if (inUse) {
                throw new IllegalStateException("the key file " + file + " is missing, and the database holds secrets"
                        + " that nothing else opens; put it back from its backup");
            }
            OwnerOnly.replace(file, Keys.first(key(random)).text());
            LOG.info("made the key file {}; without it the secrets in the database are lost: back it up, apart from"
                    + " the database", file);
        }
        if (OwnerOnly.shared(file)) {
            LOG.warn("others than its owner may read the key file {}, and with it every secret in the database;"
                    + " allow its owner only (chmod 600)", file);
        }
        return new Vault(file, random, read(file));
    }

    private static Keys read(Path file) {
        try {
            return Keys.parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key file " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the key file " + file + " can not be used: " + e.getMessage());
        }
    }

    private static byte[] key(SecureRandom random) {
        byte[] key = new byte[Keys.LENGTH];
        random.nextBytes(key);
        return key;
    }

    /**
     * Seals by the current key.
     *
     * @param owner the private identity it belongs to
     */
    public byte[] seal(String owner, byte[] content) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return seal(keys, owner, content, nonce);
    }

    private static byte[] seal(Keys now, String owner, byte[] content, byte[] nonce) {
        ByteBuffer blob = ByteBuffer.allocate(HEADER + NONCE + content.length + TAG)
                .put(VERSION).putShort((short) now.current()).put(nonce);
        try {
            Cipher cipher = begin(cipher(), Cipher.ENCRYPT_MODE, now.byId().get(now.current()), owner, blob.array());
            cipher.doFinal(ByteBuffer.wrap(content), blob);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
        return blob.array();
    }

    /**
     * Opens what {@link #seal} made, by whatever key of the file.
     *
     * @throws SecretUnreadable when it was changed, belongs to another owner, or its key is not there
     */
    public byte[] open(String owner, byte[] blob) {
        int id = keyId(owner, blob);
        SecretKey key = keys.byId().get(id);
        if (key == null) {
            throw new SecretUnreadable(owner, "its key, " + id + ", is not in " + file
                    + "; put that key's line back from the backup");
        }
        try {
            return begin(OPENING.get(), Cipher.DECRYPT_MODE, key, owner, blob)
                    .doFinal(blob, HEADER + NONCE, blob.length - HEADER - NONCE);
        } catch (AEADBadTagException e) {
            throw new SecretUnreadable(owner, "it was changed or is another user's, or key " + id + " in " + file
                    + " is not the one it was sealed by");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    /** @return whether it is sealed by the current key */
    public boolean currentKey(byte[] blob) {
        return blob.length >= HEADER && blob[0] == VERSION && id(blob) == keys.current();
    }

    /** @return id of the current key */
    public int currentId() {
        return keys.current();
    }

    /**
     * One step of a rotation. What was the same sealed secret is the same again, wherever it is kept.
     *
     * @return the same secret sealed by the current key, empty when it is already
     * @throws SecretUnreadable as {@link #open}
     */
    public Optional<byte[]> reseal(String owner, byte[] blob) {
        Keys now = keys;
        return currentKey(blob) ? Optional.empty()
                : Optional.of(seal(now, owner, open(owner, blob), nonce(now.byId().get(now.current()), owner, blob)));
    }

    /** Pseudorandom, as the synthetic nonce of RFC 5297 is: as good as a random one, but the same for the same. */
    private static byte[] nonce(SecretKey key, String owner, byte[] blob) {
        try {
            Mac mac = Mac.getInstance(NONCE_OF);
            mac.init(new SecretKeySpec(key.getEncoded(), NONCE_OF));
            mac.update((NONCE_OF + '\0' + owner + '\0').getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(blob), NONCE);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + NONCE_OF, impossible);
        }
    }

    /**
     * Starts a rotation: adds a key to the file, which is current from now on. The others stay, until all that they
     * sealed is sealed anew and somebody takes their lines out.
     *
     * @return its id
     */
    public synchronized int addKey() {
        Keys more = read(file).with(key(random)); // not what is in memory: somebody may have edited the file
        OwnerOnly.replace(file, more.text());
        keys = more;
        LOG.info("added key {} to {}; back the file up", more.current(), file);
        return more.current();
    }

    private static int keyId(String owner, byte[] blob) {
        if (blob.length < HEADER + NONCE + TAG) {
            throw new SecretUnreadable(owner, "it is cut off");
        }
        if (blob[0] != VERSION) {
            throw new SecretUnreadable(owner, "it is of version " + blob[0] + ", this HSS knows " + VERSION);
        }
        return id(blob);
    }

    private static int id(byte[] blob) {
        return Short.toUnsignedInt(ByteBuffer.wrap(blob).getShort(Byte.BYTES));
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance(CIPHER);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    // the additional data, which the tag covers: version and key as in the blob, and the owner, who is not in it
    private static Cipher begin(Cipher cipher, int mode, SecretKey key, String owner, byte[] blob)
            throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, blob, HEADER, NONCE));
        cipher.updateAAD(blob, 0, HEADER);
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "Vault[" + file + ", key " + keys.current() + "]";
    }
}
