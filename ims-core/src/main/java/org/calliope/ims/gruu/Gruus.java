package org.calliope.ims.gruu;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.calliope.ims.identity.PublicIdentity;

/**
 * Makes and reads the GRUUs of an S-CSCF, TS 24.229 5.4.7A. A temporary one carries in its user part, encrypted and
 * authenticated by AES-GCM, what it stands for: so many are valid at once, none can be guessed or read, and none has to
 * be kept. Whether the instance is still registered is for the registrar to look up. Any thread.
 */
public final class Gruus {

    private static final String URN_UUID = "urn:uuid:";
    private static final Pattern UUID_URN =
            Pattern.compile(URN_UUID + "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final String MARK = "tgruu.";
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    /** Longest +sip.instance, and longest user part that is read. */
    private static final int LONGEST_INSTANCE = 255;
    private static final int LONGEST_USER = 1024;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final byte[] nameSpace;
    private final SecureRandom random = new SecureRandom();

    public Gruus(GruuSecret secret) {
        key = new SecretKeySpec(secret.derive("temporary GRUU"), "AES");
        nameSpace = Arrays.copyOf(secret.derive("name space of instances"), 2 * Long.BYTES);
    }

    /**
     * The public GRUU, RFC 5627 3.1.1: {@code sip:alice@ims.example;gr=urn:uuid:…}.
     *
     * @param instanceId +sip.instance without angle brackets
     * @throws IllegalArgumentException when the identity is no SIP URI with a user, or the instance is none
     */
    public String publicGruu(PublicIdentity identity, String instanceId) {
        return checked(identity).uri() + ";gr=" + gr(checked(instanceId));
    }

    /**
     * A temporary GRUU, RFC 5627 3.1.2: {@code sip:tgruu.…@ims.example;gr}; another one each time.
     *
     * @param since when the instance's registration began; fractions of a second are lost
     * @throws IllegalArgumentException as for {@link #publicGruu}
     */
    public String temporaryGruu(PublicIdentity identity, String instanceId, Instant since) {
        byte[] instance = checked(instanceId).getBytes(StandardCharsets.UTF_8);
        byte[] user = checked(identity).uri().getBytes(StandardCharsets.UTF_8);
        byte[] plain = ByteBuffer.allocate(Long.BYTES + Short.BYTES + instance.length + user.length)
                .putLong(since.getEpochSecond()).putShort((short) instance.length).put(instance).put(user).array();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, plain, identity.host())
                .orElseThrow(() -> new IllegalStateException("AES-GCM does not encrypt"));
        byte[] whole = ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
        return "sip:" + MARK + BASE64.encodeToString(whole) + '@' + identity.host() + ";gr";
    }

    /**
     * @param uri a Request-URI or the URI of a contact
     * @return what it names; nothing when it is no GRUU, or a temporary one that was not made with this secret
     */
    public Optional<Gruu> read(String uri) {
        try {
            Optional<String> gr = GruuParameter.of(uri);
            PublicIdentity identity = gr.isPresent() ? PublicIdentity.parse(uri) : null;
            if (identity == null || identity.isTel() || identity.user().isEmpty()) {
                return Optional.empty();
            }
            return gr.get().isEmpty() ? temporary(identity) : Optional.of(new Gruu.Public(identity, gr.get()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Gruu> temporary(PublicIdentity uri) {
        String user = uri.user();
        if (!user.startsWith(MARK) || user.length() > LONGEST_USER) {
            return Optional.empty();
        }
        byte[] whole = Base64.getUrlDecoder().decode(user.substring(MARK.length()));
        if (whole.length <= NONCE) {
            return Optional.empty();
        }
        return crypt(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE), Arrays.copyOfRange(whole, NONCE, whole.length),
                uri.host()).map(Gruus::opened);
    }

    // it is authentic: its lengths are what was put in
    private static Gruu opened(byte[] plain) {
        ByteBuffer in = ByteBuffer.wrap(plain);
        Instant since = Instant.ofEpochSecond(in.getLong());
        byte[] instance = new byte[in.getShort()];
        in.get(instance);
        byte[] identity = new byte[in.remaining()];
        in.get(identity);
        return new Gruu.Temporary(new PublicIdentity(new String(identity, StandardCharsets.UTF_8)),
                new String(instance, StandardCharsets.UTF_8), since);
    }

    /** @return whether the GRUU is one of this instance, given as +sip.instance without angle brackets */
    public boolean matches(Gruu gruu, String instanceId) {
        if (gruu instanceof Gruu.Public shown) {
            return shown.gr().equalsIgnoreCase(gr(instanceId));
        }
        return gruu instanceof Gruu.Temporary hidden && hidden.instanceId().equals(instanceId);
    }

    /**
     * TS 24.229 5.4.7A.2: an instance ID that is no UUID, as an IMEI, is not shown; a UUID made of it and of a name
     * space common to the S-CSCFs (RFC 4122 4.3, version 5) stands for it.
     */
    private String gr(String instanceId) {
        String lower = instanceId.toLowerCase(Locale.ROOT);
        if (UUID_URN.matcher(lower).matches()) {
            return lower;
        }
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(nameSpace);
            ByteBuffer hash = ByteBuffer.wrap(sha1.digest(instanceId.getBytes(StandardCharsets.UTF_8)));
            long high = hash.getLong() & ~0xF000L | 0x5000L;
            long low = hash.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
            return URN_UUID + new UUID(high, low);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private Optional<byte[]> crypt(int mode, byte[] nonce, byte[] text, String domain) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(domain.getBytes(StandardCharsets.UTF_8));
            return Optional.of(cipher.doFinal(text));
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // forged, cut or of another secret
        }
    }

    private static PublicIdentity checked(PublicIdentity identity) {
        if (identity.isTel() || identity.user().isEmpty()) {
            throw new IllegalArgumentException("no GRUU for " + identity + ": it is no SIP URI with a user");
        }
        return identity;
    }

    private static String checked(String instanceId) {
        if (!instanceId.startsWith("urn:") || instanceId.length() > LONGEST_INSTANCE) {
            throw new IllegalArgumentException("an instance ID is a URN of at most " + LONGEST_INSTANCE + " characters");
        }
        return instanceId;
    }
}
