package org.calliope.ims.hss.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.SecretUnreadable;
import org.calliope.ims.hss.secret.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** Documents as JSON: for the audit log with secrets as they are kept, for people without. Any thread. */
final class Documents {

    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);
    private static final int TAG_BYTES = 12;
    private static final ObjectMapper KEPT = mapper(new SimpleModule()
            .addSerializer(Sealed.class, new KeptSecret()).addDeserializer(Sealed.class, new SecretReader()));
    private static final ObjectMapper SHOWN = mapper(new SimpleModule()
            .addSerializer(Sealed.class, ToStringSerializer.instance));

    private Documents() { }

    private static ObjectMapper mapper(SimpleModule secrets) {
        return new ObjectMapper().registerModule(new Jdk8Module()).registerModule(secrets);
    }

    /** With the secrets, sealed. */
    static String kept(Named document) {
        return write(KEPT, document);
    }

    /** Without the secrets. */
    static String shown(String kept, Class<? extends Named> type) {
        return kept == null ? "" : write(SHOWN, read(kept, type));
    }

    /**
     * The document with the secrets that are in it sealed by the current key, the same ones alike wherever they stand:
     * {@link #tag} tells of no change then. As it is when nothing is to be done, or nothing can be.
     *
     * @param kept of a subscription, or null
     */
    static String resealed(Vault vault, String kept) {
        if (kept == null) {
            return null;
        }
        try {
            Subscription document = read(kept, Subscription.class);
            return current(vault, document) ? kept : kept(resealed(vault, document));
        } catch (UncheckedIOException e) {
            LOG.warn("left as it is: {}", e.getMessage());
            return kept;
        }
    }

    static Subscription resealed(Vault vault, Subscription document) {
        return current(vault, document) ? document
                : document.with(document.privateIdentities().stream().map(user -> resealed(vault, user)).toList());
    }

    private static boolean current(Vault vault, Subscription document) {
        return document.privateIdentities().stream().map(PrivateUser::secret)
                .allMatch(secret -> secret.keeps() || vault.currentKey(secret.bytes()));
    }

    private static PrivateUser resealed(Vault vault, PrivateUser user) {
        try {
            return user.secret().keeps() ? user : vault.reseal(user.identity(), user.secret().bytes()).map(anew ->
                    new PrivateUser(user.identity(), user.scheme(), new Sealed(anew), user.sequenceNumber())).orElse(user);
        } catch (SecretUnreadable e) {
            LOG.debug("left as it is: {}", e.getMessage()); // of a key that was given up long ago
            return user;
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return KEPT.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a document of the audit log cannot be read: " + type.getSimpleName(), e);
        }
    }

    /** Changes with everything people write, secrets too; not with sequence numbers, which each authentication moves. */
    static String tag(Named document) {
        try {
            String text = kept(document instanceof Subscription of ? of.keepingSequences() : document);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String write(ObjectMapper mapper, Named document) {
        try {
            return mapper.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class KeptSecret extends StdSerializer<Sealed> {

        private static final long serialVersionUID = 1L;

        KeptSecret() {
            super(Sealed.class);
        }

        @Override
        public void serialize(Sealed value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeBinary(value.bytes());
        }
    }

    private static final class SecretReader extends StdDeserializer<Sealed> {

        private static final long serialVersionUID = 1L;

        SecretReader() {
            super(Sealed.class);
        }

        @Override
        public Sealed deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return new Sealed(in.getBinaryValue());
        }
    }
}
