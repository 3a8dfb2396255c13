package org.calliope.ims.hss.api;

import java.util.List;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The short form of a subscription with one private identity: {@code {"user":"dan","password":"s3cret"}}. */
final class ShortSubscription implements Part<Subscription> {

    private static final String USER = "user";
    private static final String PRIVATE_IDENTITY = "privateIdentity";
    private static final String PASSWORD = "password";
    private static final String AUTHENTICATION = "authentication";
    private static final Form<String> USER_PART = Forms.text(200);

    private final Field<List<PublicUser>> publicIdentities = Field.optional("publicIdentities",
            Forms.many(Shapes.PUBLIC_IDENTITY, ImplicitSet.MOST), "sip: and the private identity when left out");
    private final Field<List<String>> visitedNetworks = Field.optional("visitedNetworks",
            Forms.many(Forms.text(255), ImplicitSet.MOST), "networks it may register from; any when left out");
    private final List<String> names = List.of(USER, PRIVATE_IDENTITY, PASSWORD, AUTHENTICATION,
            publicIdentities.name(), visitedNetworks.name());
    private final Authentication authentication;
    private final String domain;

    ShortSubscription(Authentication authentication, String domain) {
        this.authentication = authentication;
        this.domain = domain;
    }

    /** Whether the object is meant so. */
    static boolean is(JsonNode json) {
        return !json.has("implicitSets") && Stream.of(USER, PRIVATE_IDENTITY, PASSWORD).anyMatch(json::has);
    }

    @Override
    public Subscription read(JsonNode json, Place at) {
        Forms.checkFields(json, names, at);
        PrivateUser user = user(json, at);
        List<PublicUser> identities = publicIdentities.read(json, at);
        List<String> networks = visitedNetworks.read(json, at);
        try {
            return new Subscription(user.identity(), "", "", networks, List.of(user), List.of(new ImplicitSet(
                    List.of(user.identity()), identities.isEmpty()
                    ? List.of(PublicUser.of("sip:" + user.identity())) : identities)));
        } catch (IllegalArgumentException e) {
            throw (e.getMessage().startsWith("network") ? at.at(visitedNetworks.name()) : at).refusal(e.getMessage());
        }
    }

    private PrivateUser user(JsonNode json, Place at) {
        if (json.hasNonNull(USER) == json.hasNonNull(PRIVATE_IDENTITY)) {
            throw at.refusal("give one of user, as dan, and privateIdentity, as dan@" + domain);
        }
        String identity = PRIVATE_IDENTITY;
        JsonNode of = json;
        if (json.hasNonNull(USER)) {
            identity = USER;
            of = Forms.object().put(USER, USER_PART.read(json.get(USER), at.at(USER)) + "@" + domain);
        }
        identity = PrivateUserForm.identity(of, identity, at);
        if (json.hasNonNull(AUTHENTICATION)) {
            return authentication.read(identity, json.get(AUTHENTICATION), at.at(AUTHENTICATION));
        }
        if (!json.path(PASSWORD).isTextual()) {
            throw at.at(PASSWORD).refusal("password must be a text, unless there is an authentication");
        }
        return authentication.read(identity, Forms.object().set(PASSWORD, json.get(PASSWORD)), at);
    }

    @Override
    public JsonNode write(Subscription value) {
        throw new IllegalStateException("an answer has the long form");
    }

    @Override
    public String name() {
        return "ShortSubscription";
    }

    @Override
    public ObjectNode definition() {
        ObjectNode schema = Forms.object().put("type", "object").put("additionalProperties", false)
                .put("description", "A subscription with one private identity and one implicit registration set.");
        ObjectNode fields = schema.putObject("properties");
        fields.set(USER, USER_PART.schema().put("description", "user part of the private identity in the home domain"));
        fields.set(PRIVATE_IDENTITY, Forms.text(255).schema().put("description", "in place of user"));
        fields.set(PASSWORD, Forms.text(255).schema().put("description", "short for an authentication with it"));
        fields.putObject(AUTHENTICATION).put("$ref", "#/components/schemas/Authentication");
        fields.set(publicIdentities.name(), publicIdentities.schema());
        fields.set(visitedNetworks.name(), visitedNetworks.schema());
        return schema;
    }
}
