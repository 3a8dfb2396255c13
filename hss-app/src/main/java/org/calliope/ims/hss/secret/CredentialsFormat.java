package org.calliope.ims.hss.secret;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.aka.Milenage;
import org.calliope.ims.cx.AuthScheme;

/**
 * Credentials in octets: a version, the preferred scheme and then what there is of
 * <pre>
 * 1, length of the realm, realm, which of the four H(A1) follow (bits), those H(A1)
 * 2, K, OPc, AMF
 * </pre>
 */
final class CredentialsFormat {

    private static final byte VERSION = 1;
    private static final byte DIGEST = 1;
    private static final byte AKA = 2;
    /** A scheme is written as its place here: others go to the end. */
    private static final List<AuthScheme> SCHEMES =
            List.of(AuthScheme.SIP_DIGEST, AuthScheme.DIGEST_AKAV1_MD5, AuthScheme.DIGEST_AKAV2_MD5);
    /** Octets of the four H(A1): MD5 twice, SHA-256 twice. */
    private static final int[] HASHES = {16, 16, 32, 32};
    private static final int LONGEST = 512;

    private CredentialsFormat() {
    }

    static byte[] write(Credentials credentials) {
        ByteBuffer out = ByteBuffer.allocate(LONGEST);
        out.put(VERSION).put((byte) SCHEMES.indexOf(credentials.preferred()));
        credentials.digest().ifPresent(digest -> write(digest, out));
        credentials.aka().ifPresent(aka ->
                out.put(AKA).put(aka.k()).put(aka.opc()).putShort((short) aka.amf()));
        byte[] written = new byte[out.flip().remaining()];
        out.get(written);
        return written;
    }

    private static void write(DigestSecret digest, ByteBuffer out) {
        byte[] realm = digest.realm().getBytes(StandardCharsets.UTF_8);
        out.put(DIGEST).put((byte) realm.length).put(realm);
        List<String> hashes = List.of(digest.ha1(), digest.plainHa1(), digest.ha1Sha256(), digest.plainHa1Sha256());
        int known = 0;
        for (int i = 0; i < HASHES.length; i++) {
            known |= hashes.get(i).isEmpty() ? 0 : 1 << i;
        }
        out.put((byte) known);
        hashes.forEach(hash -> out.put(HexFormat.of().parseHex(hash)));
    }

    /** @throws IllegalArgumentException says what is wrong, without showing it */
    static Credentials read(byte[] content) {
        ByteBuffer in = ByteBuffer.wrap(content);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("its content is of version " + version + ", this HSS knows "
                        + VERSION);
            }
            return read(in);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("its content is cut off", e);
        }
    }

    private static Credentials read(ByteBuffer in) {
        int scheme = in.get();
        if (scheme < 0 || scheme >= SCHEMES.size()) {
            throw new IllegalArgumentException("its content has a scheme this HSS does not know");
        }
        Optional<DigestSecret> digest = Optional.empty();
        Optional<AkaSecret> aka = Optional.empty();
        while (in.hasRemaining()) {
            switch (in.get()) {
                case DIGEST -> digest = Optional.of(digest(in));
                case AKA -> aka = Optional.of(new AkaSecret(octets(in, Milenage.BLOCK), octets(in, Milenage.BLOCK),
                        Short.toUnsignedInt(in.getShort())));
                default -> throw new IllegalArgumentException("its content has a part this HSS does not know");
            }
        }
        return new Credentials(digest, aka, SCHEMES.get(scheme));
    }

    private static DigestSecret digest(ByteBuffer in) {
        String realm = new String(octets(in, Byte.toUnsignedInt(in.get())), StandardCharsets.UTF_8);
        int known = in.get();
        String[] hashes = new String[HASHES.length];
        for (int i = 0; i < HASHES.length; i++) {
            hashes[i] = (known & 1 << i) == 0 ? "" : HexFormat.of().formatHex(octets(in, HASHES[i]));
        }
        return new DigestSecret(realm, hashes[0], hashes[1], hashes[2], hashes[3]);
    }

    private static byte[] octets(ByteBuffer in, int length) {
        byte[] octets = new byte[length];
        in.get(octets);
        return octets;
    }
}
