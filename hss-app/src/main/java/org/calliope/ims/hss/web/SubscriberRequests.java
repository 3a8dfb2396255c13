package org.calliope.ims.hss.web;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the subscribers of a {@code POST /api/subscribers}; what it refuses, it refuses with the place and why. */
final class SubscriberRequests {

    /** Subscribers in one request at most. */
    static final int LIMIT = 10_000;

    private static final int MOST_IDENTITIES = 50;
    private static final int LONGEST_IDENTITY = 255;
    private static final int LONGEST_TEXT = 200;
    private static final Set<String> FIELDS =
            Set.of("user", "privateIdentity", "publicIdentities", "password", "visitedNetworks");
    private static final Set<String> IDENTITY_FIELDS =
            Set.of("identity", "displayName", "barred", "unregisteredServices");

    private final Provisioning provisioning;
    private final String domain;

    /** @param domain home network domain, which is the digest realm */
    SubscriberRequests(Provisioning provisioning, String domain) {
        this.provisioning = provisioning;
        this.domain = domain;
    }

    /** One object or an array of them. */
    List<Subscription> read(JsonNode body) {
        if (!body.isArray()) {
            return List.of(subscriber(body, "subscriber"));
        }
        if (body.isEmpty() || body.size() > LIMIT) {
            throw new IllegalArgumentException("an array must have 1 to " + LIMIT + " subscribers");
        }
        List<Subscription> all = new ArrayList<>(body.size());
        for (int i = 0; i < body.size(); i++) {
            all.add(subscriber(body.get(i), "subscriber " + i));
        }
        return all;
    }

    private Subscription subscriber(JsonNode from, String where) {
        onlyKnown(from, FIELDS, where);
        String impi = from.has("user") && !from.has("privateIdentity") ? text(from, "user", where) + "@" + domain
                : text(from, "privateIdentity", where);
        PrivateIdentity privateIdentity = privateIdentity(impi, where);
        String password = text(from, "password", where);
        PrivateUser user = provisioning.user(impi, Credentials.ofPassword(privateIdentity, domain, password));
        return new Subscription(impi, "", "", networks(from, where), List.of(user),
                List.of(new ImplicitSet(List.of(impi), identities(from, privateIdentity, where))));
    }

    private static PrivateIdentity privateIdentity(String text, String where) {
        try {
            PrivateIdentity identity = new PrivateIdentity(text);
            if (text.indexOf('@') < 1 || identity.realm().isEmpty() || text.contains(":")) {
                throw new IllegalArgumentException("must be user@realm");
            }
            return identity;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": privateIdentity: " + e.getMessage(), e);
        }
    }

    private static List<PublicUser> identities(JsonNode from, PrivateIdentity impi, String where) {
        JsonNode all = from.path("publicIdentities");
        if (all.isMissingNode()) {
            return List.of(PublicUser.of(canonical("sip:" + impi.value(), where)));
        }
        if (!all.isArray() || all.isEmpty() || all.size() > MOST_IDENTITIES) {
            throw new IllegalArgumentException(where + ": publicIdentities must be an array of 1 to "
                    + MOST_IDENTITIES + " identities");
        }
        List<PublicUser> identities = new ArrayList<>(all.size());
        for (JsonNode one : all) {
            identities.add(one.isTextual() ? PublicUser.of(canonical(one.textValue(), where)) : identity(one, where));
        }
        return identities;
    }

    private static PublicUser identity(JsonNode from, String where) {
        onlyKnown(from, IDENTITY_FIELDS, where + ": publicIdentities");
        String name = from.has("displayName") ? text(from, "displayName", where) : "";
        return new PublicUser(canonical(text(from, "identity", where), where), IdentityType.PUBLIC_USER,
                flag(from, "barred", where), name, "",
                flag(from, "unregisteredServices", where) ? "unregistered" : ServiceProfile.DEFAULT, "", true);
    }

    private static String canonical(String uri, String where) {
        try {
            String canonical = PublicIdentity.parse(uri).uri();
            if (canonical.length() > LONGEST_IDENTITY) {
                throw new IllegalArgumentException("is longer than " + LONGEST_IDENTITY);
            }
            return canonical;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": publicIdentities: " + e.getMessage(), e);
        }
    }

    private static List<String> networks(JsonNode from, String where) {
        JsonNode all = from.path("visitedNetworks");
        if (all.isMissingNode()) {
            return List.of("*");
        }
        List<String> networks = new ArrayList<>();
        for (JsonNode one : all) {
            if (!one.isTextual() || !one.textValue().matches("\\*|[A-Za-z0-9.-]{1,253}")) {
                throw new IllegalArgumentException(where + ": visitedNetworks must be domain names, or * for any");
            }
            networks.add(one.textValue());
        }
        if (!all.isArray() || networks.isEmpty() || networks.size() > MOST_IDENTITIES
                || String.join(" ", networks).length() > 2000) {
            throw new IllegalArgumentException(where + ": visitedNetworks must be an array of 1 to "
                    + MOST_IDENTITIES + " names, 2000 characters together");
        }
        return networks;
    }

    private static String text(JsonNode from, String field, String where) {
        JsonNode value = from.path(field);
        if (!value.isTextual() || value.textValue().isEmpty() || value.textValue().length() > LONGEST_IDENTITY
                || !field.equals("privateIdentity") && value.textValue().length() > LONGEST_TEXT
                || value.textValue().chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(where + ": " + field + " must be a text of 1 to " + LONGEST_TEXT
                    + " characters without control characters");
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode from, String field, String where) {
        JsonNode value = from.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException(where + ": " + field + " must be true or false");
        }
        return value.booleanValue();
    }

    private static void onlyKnown(JsonNode from, Set<String> known, String where) {
        if (!from.isObject()) {
            throw new IllegalArgumentException(where + ": must be an object");
        }
        for (Iterator<String> names = from.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new IllegalArgumentException(where + ": unknown field " + name + "; known are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }
}
