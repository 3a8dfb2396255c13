package org.calliope.ims.hss.api;

import org.calliope.ims.hss.store.SubscriptionState;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The state of a subscription in JSON. */
final class RegistrationJson {

    private RegistrationJson() {
    }

    static ObjectNode write(SubscriptionState state) {
        ObjectNode json = Forms.object().put("serverName", state.serverName());
        ArrayNode sets = json.putArray("sets");
        for (SubscriptionState.OfSet of : state.sets()) {
            ObjectNode set = sets.addObject().put("state", of.state().name());
            of.publicIdentities().forEach(set.putArray("publicIdentities")::add);
            ArrayNode users = set.putArray("privateIdentities");
            of.privateIdentities().forEach(user -> users.addObject().put("identity", user.identity())
                    .put("registered", user.registered()).put("authenticating", user.authenticating()));
        }
        return json;
    }

    static ObjectNode schema() {
        ObjectNode json = Forms.object().put("type", "object");
        ObjectNode fields = json.putObject("properties");
        fields.putObject("serverName").put("type", "string").put("description", "SIP URI of the S-CSCF that is"
                + " assigned; empty when there is none");
        ObjectNode sets = fields.putObject("sets").put("type", "array").put("description",
                "its implicit registration sets, in their order").putObject("items").put("type", "object")
                .putObject("properties");
        sets.putObject("state").put("type", "string").putArray("enum").add("NOT_REGISTERED").add("REGISTERED")
                .add("UNREGISTERED");
        sets.putObject("publicIdentities").put("type", "array").putObject("items").put("type", "string");
        ObjectNode user = sets.putObject("privateIdentities").put("type", "array").putObject("items")
                .put("type", "object").putObject("properties");
        user.putObject("identity").put("type", "string");
        user.putObject("registered").put("type", "boolean");
        user.putObject("authenticating").put("type", "boolean");
        return json;
    }
}
