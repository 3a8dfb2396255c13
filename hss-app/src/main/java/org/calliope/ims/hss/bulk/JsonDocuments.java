package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.api.BadDocument;
import org.calliope.ims.hss.api.DocumentJson;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.calliope.ims.hss.store.ImportRow;
import org.calliope.ims.hss.store.ImportRow.Item;
import org.calliope.ims.hss.store.ImportRow.Repository;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Documents of any kind as objects of JSON: those of the REST interface with {@code kind} beside their fields, and in an
 * export with secrets {@code secrets} too, sealed as the database has them, with the sequence numbers. For one thread.
 */
final class JsonDocuments {

    private static final String KIND = "kind";
    private static final String SECRETS = "secrets";
    private static final String SEALED = "sealed";
    private static final String SQN = "sqn";
    private static final List<String> NAMES = List.of("name", "user", "privateIdentity", "identity");
    private static final int LONGEST_IDENTITY = 255;

    private final DocumentJson documents;
    private final Provisioning provisioning;
    private final Existing existing;

    /** @param existing when it is to replace, secrets that a subscription does not give are the stored ones */
    JsonDocuments(DocumentJson documents, Provisioning provisioning, Existing existing) {
        this.documents = documents;
        this.provisioning = provisioning;
        this.existing = existing;
    }

    ImportRow row(long number, JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            return ImportRow.rejected(number, "", "it is no object");
        }
        String identity = identity(object);
        String path = object.path(KIND).asText(Kind.SUBSCRIPTION.path());
        Optional<Kind<? extends Named>> kind = Kind.of(path);
        if (kind.isEmpty() && !JsonKept.is(path)) {
            return ImportRow.rejected(number, identity, "there is no such kind; known are "
                    + String.join(", ", Kind.ALL.stream().map(Kind::path).toList()) + ", " + JsonKept.REPOSITORY + ", "
                    + JsonKept.INACTIVE);
        }
        object.remove(KIND);
        try {
            return kind.isEmpty() ? JsonKept.row(number, path, object) : kind.get() == Kind.SUBSCRIPTION ? ImportRow.of(number, Kind.SUBSCRIPTION, subscription(object))
                    : other(number, kind.get(), object);
        } catch (BadDocument e) {
            return ImportRow.rejected(number, identity, (e.pointer() + ": " + e.getMessage()).replaceFirst("^: ", ""));
        } catch (IllegalArgumentException e) {
            return ImportRow.rejected(number, identity, e.getMessage());
        }
    }

    private <T extends Named> ImportRow other(long number, Kind<T> kind, ObjectNode object) {
        return ImportRow.of(number, kind, documents.read(kind, object, Optional.empty()));
    }

    private static String identity(ObjectNode object) {
        String found = NAMES.stream().map(field -> object.path(field).asText("")).filter(name -> !name.isEmpty())
                .findFirst().orElseGet(() -> object.path("privateIdentities").path(0).path("identity").asText(""));
        String plain = found.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST_IDENTITY ? plain : plain.substring(0, LONGEST_IDENTITY);
    }

    private Subscription subscription(ObjectNode object) {
        JsonNode secrets = object.remove(SECRETS);
        if (secrets != null) {
            List<PrivateUser> sealed = sealed(secrets);
            return with(sealed, documents.read(Kind.SUBSCRIPTION, object, Optional.of(of(sealed))));
        }
        Optional<Subscription> stored = existing == Existing.REPLACE && object.path("name").isTextual()
                ? provisioning.find(Kind.SUBSCRIPTION, object.path("name").textValue()) : Optional.empty();
        return documents.read(Kind.SUBSCRIPTION, object, stored);
    }

    private static List<PrivateUser> sealed(JsonNode secrets) {
        List<PrivateUser> users = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> all = secrets.fields(); all.hasNext();) {
            Map.Entry<String, JsonNode> one = all.next();
            users.add(new PrivateUser(one.getKey(), AuthScheme.SIP_DIGEST, new Sealed(binary(one.getValue())),
                    one.getValue().path(SQN).asLong(0)));
        }
        if (users.isEmpty()) {
            throw new IllegalArgumentException("secrets must have an object for each private identity");
        }
        return users;
    }

    private static byte[] binary(JsonNode one) {
        try {
            if (one.path(SEALED).isTextual()) {
                return one.path(SEALED).binaryValue();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("a secret is no base64", e);
        }
        throw new IllegalArgumentException("each of the secrets has its sealed, in base64");
    }

    /** What the reader of documents takes for stored: secrets it does not find in the document it finds here. */
    private static Subscription of(List<PrivateUser> sealed) {
        return new Subscription("sealed", "", "", List.of(), sealed, List.of(new ImplicitSet(
                sealed.stream().map(PrivateUser::identity).toList(), List.of(PublicUser.of("sip:sealed@invalid")))));
    }

    private static Subscription with(List<PrivateUser> sealed, Subscription document) {
        List<PrivateUser> users = document.privateIdentities().stream().map(user -> sealed.stream()
                .filter(one -> user.secret().keeps() && one.identity().equals(user.identity())).findFirst()
                .map(one -> new PrivateUser(user.identity(), user.scheme(), one.secret(), one.sequenceNumber()))
                .orElse(user)).toList();
        return new Subscription(document.name(), document.capabilitySet(), document.chargingSet(),
                document.visitedNetworks(), users, document.implicitSets());
    }

    /** The object that {@link #row} reads, of what application servers keep. */
    static ObjectNode write(Item item) {
        String kind = item instanceof Repository ? JsonKept.REPOSITORY : JsonKept.INACTIVE;
        return DocumentJson.MAPPER.createObjectNode().put(KIND, kind).setAll(JsonKept.write(item));
    }

    /**
     * The object that {@link #row} reads.
     *
     * @param secrets sealed ones are to be in it
     */
    static <T extends Named> ObjectNode write(DocumentJson documents, Kind<T> kind, T document, boolean secrets) {
        ObjectNode object = DocumentJson.MAPPER.createObjectNode().put(KIND, kind.path());
        object.setAll(documents.write(kind, document));
        if (secrets && document instanceof Subscription subscription && !subscription.privateIdentities().isEmpty()) {
            ObjectNode all = object.putObject(SECRETS);
            subscription.privateIdentities().forEach(user -> all.putObject(user.identity())
                    .put(SEALED, user.secret().bytes()).put(SQN, Math.max(0, user.sequenceNumber())));
        }
        return object;
    }
}
