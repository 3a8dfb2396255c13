package org.calliope.ims.hss.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.hss.secret.AkaSecret;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.secret.DigestSecret;
import org.calliope.ims.hss.secret.SecretUnreadable;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.identity.PrivateIdentity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a private identity proves itself by. Secrets go in; what comes out is which there are. What is not said, or said
 * as it came out, stays.
 */
final class Authentication {

    private static final List<String> FIELDS =
            List.of("scheme", "password", "realm", "ha1", "sim", "k", "opc", "op", "amf", "sqn");
    private static final String PASSWORD = "password";
    private static final String HA1 = "ha1";
    private static final String SIM = "sim";
    private static final String K = "k";
    private static final String SCHEME = "scheme";
    static final List<AuthScheme> SCHEMES =
            List.of(AuthScheme.SIP_DIGEST, AuthScheme.DIGEST_AKAV1_MD5, AuthScheme.DIGEST_AKAV2_MD5);
    private static final Form<String> TEXT = Forms.text(255);
    static final Form<Long> SEQUENCE = Forms.number((1L << 48) - 1); // TS 33.102 6.3.1: SQN has 48 bits

    private final Provisioning provisioning;
    private final String domain;

    /** @param domain home network domain, the realm where none is said */
    Authentication(Provisioning provisioning, String domain) {
        this.provisioning = provisioning;
        this.domain = domain;
    }

    /** @param at where the object stands */
    PrivateUser read(String identity, JsonNode json, Place at) {
        Forms.checkFields(json, FIELDS, at);
        Optional<Credentials> digest = digest(identity, json, at);
        Optional<Credentials> sim = sim(json, at);
        boolean keepsPassword = digest.isEmpty() && stays(json, PASSWORD, at);
        boolean keepsSim = sim.isEmpty() && stays(json, SIM, at);
        Optional<PrivateUser> user = Optional.ofNullable(at.stored().get(identity));
        Optional<Credentials> stored = keepsPassword || keepsSim ? user.map(known -> opened(known, at)) : Optional.empty();
        Optional<DigestSecret> password = digest.flatMap(Credentials::digest)
                .or(() -> keepsPassword ? stored.flatMap(Credentials::digest) : Optional.empty());
        Optional<AkaSecret> keys = sim.flatMap(Credentials::aka)
                .or(() -> keepsSim ? stored.flatMap(Credentials::aka) : Optional.empty());
        if (password.isEmpty() && keys.isEmpty()) {
            throw nothing(identity, at);
        }
        AuthScheme scheme = scheme(json, at).or(() -> user.map(PrivateUser::scheme).filter(known ->
                known == AuthScheme.SIP_DIGEST ? password.isPresent() : keys.isPresent()))
                .orElse(keys.isPresent() ? AuthScheme.DIGEST_AKAV1_MD5 : AuthScheme.SIP_DIGEST);
        Credentials all = credentials(password, keys, scheme, at);
        // the same again is no change, for sealing it anew would look like one
        Sealed sealed = stored.filter(all::equals).isPresent() ? Sealed.KEEP
                : provisioning.user(identity, all).secret();
        return new PrivateUser(identity, scheme, sealed, sequence(json, at));
    }

    static BadDocument nothing(String identity, Place at) {
        return at.refusal("private identity " + identity
                + " needs something to prove itself by: a password, or the keys of its SIM");
    }

    private static Credentials credentials(Optional<DigestSecret> password, Optional<AkaSecret> keys,
            AuthScheme scheme, Place at) {
        try {
            return new Credentials(password, keys, scheme);
        } catch (IllegalArgumentException e) {
            throw at.at(SCHEME).refusal(e.getMessage());
        }
    }

    private Credentials opened(PrivateUser user, Place at) {
        try {
            return provisioning.credentials(user);
        } catch (SecretUnreadable e) {
            throw at.refusal(e.getMessage() + "; to replace it whole, give a new password and \"sim\": false,"
                    + " or a new SIM and \"password\": false");
        }
    }

    /** True is what an answer says of a secret that is there; false does away with it. */
    private static boolean stays(JsonNode json, String field, Place at) {
        JsonNode said = json.path(field);
        if (!said.isMissingNode() && !said.isNull() && !said.isBoolean()) {
            throw at.at(field).refusal("must be true or false");
        }
        return !said.isBoolean() || said.booleanValue();
    }

    private Optional<Credentials> digest(String identity, JsonNode json, Place at) {
        boolean password = json.path(PASSWORD).isTextual();
        if (password && json.has(HA1)) {
            throw at.at(HA1).refusal("there is a password already; give one of both");
        }
        if (!password && !json.hasNonNull(HA1)) {
            return Optional.empty();
        }
        String field = password ? PASSWORD : HA1;
        String secret = text(json, field, at);
        String realm = json.hasNonNull("realm") ? text(json, "realm", at) : domain;
        try {
            return Optional.of(password ? Credentials.ofPassword(new PrivateIdentity(identity), realm, secret)
                    : Credentials.ofHa1(realm, secret));
        } catch (IllegalArgumentException e) {
            throw at.at(e.getMessage().contains("realm") ? "realm" : field).refusal(e.getMessage());
        }
    }

    private static Optional<Credentials> sim(JsonNode json, Place at) {
        if (Stream.of(K, "opc", "op", "amf").noneMatch(json::hasNonNull)) {
            return Optional.empty();
        }
        if (json.hasNonNull("op") == json.hasNonNull("opc")) {
            throw at.at("opc").refusal("a SIM has k, amf, and one of opc and op");
        }
        boolean isOp = json.hasNonNull("op");
        String k = text(json, K, at);
        String constant = text(json, isOp ? "op" : "opc", at);
        String amf = text(json, "amf", at);
        try {
            return Optional.of(Credentials.ofAka(k, constant, isOp, amf));
        } catch (IllegalArgumentException e) {
            throw at.at(e.getMessage().split(" ", 2)[0].toLowerCase(Locale.ROOT)).refusal(e.getMessage());
        }
    }

    private static String text(JsonNode json, String field, Place at) {
        if (!json.hasNonNull(field)) {
            throw at.at(field).refusal(field + " is missing");
        }
        String text = TEXT.read(json.get(field), at.at(field));
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw at.at(field).refusal("must have a character, and no control characters");
        }
        return text;
    }

    private static Optional<AuthScheme> scheme(JsonNode json, Place at) {
        if (!json.hasNonNull(SCHEME)) {
            return Optional.empty();
        }
        return Optional.of(SCHEMES.stream().filter(one -> one.wireName().equals(json.get(SCHEME).textValue()))
                .findFirst().orElseThrow(() -> at.at(SCHEME).refusal("must be one of "
                        + String.join(", ", SCHEMES.stream().map(AuthScheme::wireName).toList()))));
    }

    private static long sequence(JsonNode json, Place at) {
        return json.hasNonNull("sqn") ? SEQUENCE.read(json.get("sqn"), at.at("sqn")) : PrivateUser.KEEP_SEQUENCE;
    }

    /** Which secrets there are; of one that does not open only the scheme. */
    ObjectNode write(PrivateUser user) {
        ObjectNode json = Forms.object().put(SCHEME, user.scheme().wireName());
        if (user.secret().keeps()) {
            return json;
        }
        try {
            Credentials credentials = provisioning.credentials(user);
            return json.put(PASSWORD, credentials.digest().isPresent()).put(SIM, credentials.aka().isPresent());
        } catch (SecretUnreadable e) {
            return json;
        }
    }
}
