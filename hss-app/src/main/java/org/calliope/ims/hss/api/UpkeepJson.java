package org.calliope.ims.hss.api;

import java.util.List;
import java.util.stream.Stream;

import org.calliope.ims.hss.store.BackgroundRotation;
import org.calliope.ims.hss.store.RegistrationEvent;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.Untold;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What waits, how registrations moved and how a change of keys stands, in JSON. */
final class UpkeepJson {

    private static final String DATE_TIME = "date-time";

    private UpkeepJson() {
    }

    static ObjectNode waiting(List<Untold> all) {
        ObjectNode json = Forms.object();
        ArrayNode items = json.putArray("items");
        all.forEach(one -> items.addObject().put("kind", one.kind().name()).put("subscription", one.subscription())
                .put("identity", one.identity()).put("destination", one.destination()).put("attempts", one.attempts())
                .put("since", one.since().toString()).put("nextAttempt", one.next().toString())
                .put("lastError", one.lastError()));
        return json;
    }

    static ObjectNode waitingSchema() {
        ObjectNode json = Forms.object().put("type", "object");
        ObjectNode item = items(json, "messages, longest waiting first");
        choice(text(item, "kind", "RTR, PPR or PNR"), Untold.Kind.values());
        text(item, "subscription", "whom it is about; empty when it is gone");
        text(item, "identity", "the identity it is about");
        text(item, "destination", "Diameter identity of the S-CSCF or application server");
        number(item, "attempts", "how often it was sent in vain");
        text(item, "since", "when it began to wait").put("format", DATE_TIME);
        text(item, "nextAttempt", "when it is tried, if its destination is connected then").put("format", DATE_TIME);
        text(item, "lastError", "why it was not delivered; empty when nobody knows");
        return json;
    }

    static ObjectNode history(List<RegistrationEvent> all) {
        ObjectNode json = Forms.object();
        ArrayNode items = json.putArray("items");
        all.forEach(one -> items.addObject().put("at", one.at().toString()).put("identity", one.identity())
                .put("from", one.from().name()).put("to", one.to().name()).put("serverName", one.serverName())
                .put("why", one.why()));
        return json;
    }

    static ObjectNode historySchema() {
        ObjectNode json = Forms.object().put("type", "object");
        ObjectNode item = items(json, "changes of state of its sets, newest first");
        text(item, "at", "when").put("format", DATE_TIME);
        text(item, "identity", "public identity that it came of");
        choice(text(item, "from", "state before"), RegistrationState.values());
        choice(text(item, "to", "state after"), RegistrationState.values());
        text(item, "serverName", "SIP URI of the S-CSCF; empty for none");
        text(item, "why", "Server-Assignment-Type, or what the HSS did");
        return json;
    }

    static ObjectNode rotation(BackgroundRotation.Progress of) {
        ObjectNode json = Forms.object().put("state", of.state().name()).put("secrets", of.secrets())
                .put("done", of.done()).put("message", of.message());
        of.started().ifPresent(at -> json.put("started", at.toString()));
        of.ended().ifPresent(at -> json.put("ended", at.toString()));
        return json;
    }

    static ObjectNode rotationSchema() {
        ObjectNode json = Forms.object().put("type", "object");
        ObjectNode fields = json.putObject("properties");
        choice(text(fields, "state", "what becomes of it"), BackgroundRotation.State.values());
        number(fields, "secrets", "private identities there were when it began");
        number(fields, "done", "of them encrypted by the new key so far");
        text(fields, "message", "why it failed; empty when it did not");
        text(fields, "started", "when it began").put("format", DATE_TIME);
        text(fields, "ended", "when it was over").put("format", DATE_TIME);
        return json;
    }

    static ObjectNode items(ObjectNode of, String description) {
        return of.putObject("properties").putObject("items").put("type", "array").put("description", description)
                .putObject("items").put("type", "object").putObject("properties");
    }

    static ObjectNode text(ObjectNode fields, String name, String description) {
        return fields.putObject(name).put("type", "string").put("description", description);
    }

    static void number(ObjectNode fields, String name, String description) {
        fields.putObject(name).put("type", "integer").put("minimum", 0).put("description", description);
    }

    private static void choice(ObjectNode field, Enum<?>... constants) {
        ArrayNode names = field.putArray("enum");
        Stream.of(constants).map(Enum::name).forEach(names::add);
    }
}
