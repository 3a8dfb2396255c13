package org.calliope.ims.hss.api;

import java.util.List;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.Sealed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A private identity with its {@link Authentication}. */
final class PrivateUserForm implements Part<PrivateUser> {

    private static final String IDENTITY = "identity";
    private static final String AUTHENTICATION = "authentication";
    private static final Form<String> TEXT = Forms.text(255);

    private final Authentication authentication;

    PrivateUserForm(Authentication authentication) {
        this.authentication = authentication;
    }

    @Override
    public PrivateUser read(JsonNode json, Place at) {
        Forms.checkFields(json, List.of(IDENTITY, AUTHENTICATION), at);
        String identity = identity(json, IDENTITY, at);
        if (json.hasNonNull(AUTHENTICATION)) {
            return authentication.read(identity, json.get(AUTHENTICATION), at.at(AUTHENTICATION));
        }
        PrivateUser stored = at.stored().get(identity);
        if (stored == null) {
            throw Authentication.nothing(identity, at.at(AUTHENTICATION));
        }
        return keeping(identity, stored.scheme());
    }

    /** A private identity as a field of this name has it. */
    static String identity(JsonNode json, String field, Place at) {
        if (!json.hasNonNull(field)) {
            throw at.at(field).refusal(field + " is missing");
        }
        try {
            return keeping(TEXT.read(json.get(field), at.at(field)), AuthScheme.SIP_DIGEST).identity();
        } catch (BadDocument e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw at.at(field).refusal(e.getMessage());
        }
    }

    private static PrivateUser keeping(String identity, AuthScheme scheme) {
        return new PrivateUser(identity, scheme, Sealed.KEEP, PrivateUser.KEEP_SEQUENCE);
    }

    @Override
    public ObjectNode write(PrivateUser user) {
        ObjectNode json = Forms.object().put(IDENTITY, user.identity());
        json.set(AUTHENTICATION, authentication.write(user));
        return json;
    }

    @Override
    public String name() {
        return "PrivateIdentity";
    }

    @Override
    public ObjectNode definition() {
        ObjectNode schema = object("A private identity (TS 23.003 13.3) and what it proves itself by.");
        ObjectNode fields = schema.putObject("properties");
        fields.set(IDENTITY, TEXT.schema().put("description", "user@realm"));
        fields.putObject(AUTHENTICATION).put("$ref", "#/components/schemas/Authentication");
        schema.putArray("required").add(IDENTITY);
        return schema;
    }

    private static ObjectNode object(String description) {
        return Forms.object().put("type", "object").put("description", description)
                .put("additionalProperties", false);
    }

    /** The schema of the authentication, to which those of both forms refer. */
    static ObjectNode authentication() {
        ObjectNode schema = object("A password, a SIM, or both. Secrets go in and never come out: an answer has password"
                + " and sim as true or false. What is left out or true stays as it is stored; false does away with it.");
        ObjectNode fields = schema.putObject("properties");
        ArrayNode schemes = fields.putObject("scheme").put("type", "string").put("description",
                "how it is authenticated when the S-CSCF leaves that to the HSS (TS 29.228 6.3.1)").putArray("enum");
        Authentication.SCHEMES.forEach(scheme -> schemes.add(scheme.wireName()));
        fields.putObject("password").put("description", "1 to 255 characters, of which H(A1) is kept (RFC 7616 3.4.2)")
                .put("maxLength", 255).putArray("type").add("string").add("boolean");
        fields.set("realm", TEXT.schema().put("description", "of the digest; the home domain when left out"));
        fields.set("ha1", hex(32, "H(A1) by MD5 over the private identity, in place of a password"));
        fields.putObject("sim").put("type", "boolean").put("description", "whether there are keys of a SIM");
        fields.set("k", hex(32, "K of the SIM (TS 33.102 6.3)"));
        fields.set("opc", hex(32, "OPc of the SIM (TS 35.206 4.1)"));
        fields.set("op", hex(32, "OP of the operator, of which OPc is kept"));
        fields.set("amf", hex(4, "authentication management field (TS 33.102 6.3.2)"));
        fields.set("sqn", Authentication.SEQUENCE.schema().put("description",
                "sequence number to go on from (TS 33.102 Annex C); never in an answer"));
        return schema;
    }

    private static ObjectNode hex(int digits, String description) {
        return Forms.object().put("type", "string").put("pattern", "^[0-9A-Fa-f]{" + digits + "}$")
                .put("description", description);
    }
}
