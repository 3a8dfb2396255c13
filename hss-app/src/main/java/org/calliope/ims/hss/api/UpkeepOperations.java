package org.calliope.ims.hss.api;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.cx.Reauthentications;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.Refused;
import org.calliope.ims.hss.store.SubscriptionState;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.hss.store.Upkeep;
import org.calliope.ims.hss.store.Waiting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is done with a running HSS: telling S-CSCFs, seeing what waits and what was, changing the keys. */
final class UpkeepOperations {

    private static final String READS = "GET";
    private static final String POST = "POST";
    private static final String OF = "/subscriptions/{name}";
    private static final String ROTATION = "/key-rotation";
    private static final int CONFLICT = 409;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int LONGEST = 255;
    private static final int MOST_IDENTITIES = 100;
    private static final int MOST_EVENTS = 200;

    private static final Field<DeregistrationReason.Code> REASON = Field.required("reason",
            Forms.choice(DeregistrationReason.Code.class), "Reason-Code (TS 29.229 6.3.17)");
    private static final Field<String> INFO = Field.optional("info", Forms.text(LONGEST),
            "Reason-Info (TS 29.229 6.3.18), for people");
    private static final Field<List<String>> IDENTITIES = Field.optional("publicIdentities",
            Forms.many(Forms.text(LONGEST), MOST_IDENTITIES), "only the sets of these; everything when it is left out");
    private static final Operation.Query LIMIT = new Operation.Query("limit", Forms.object().put("type", "integer")
            .put("minimum", 1).put("maximum", Waiting.MOST).put("default", MOST_EVENTS), "how many at most");

    private final Subscribers subscribers;
    private final Upkeep upkeep;
    private final Reauthentications again;

    UpkeepOperations(Subscribers subscribers, Upkeep upkeep, Reauthentications again) {
        this.subscribers = subscribers;
        this.upkeep = upkeep;
        this.again = again;
    }

    List<Operation> all() {
        ObjectNode waiting = UpkeepJson.waitingSchema();
        ObjectNode pending = UpkeepJson.waitingSchema();
        ObjectNode fields = (ObjectNode) pending.path("properties");
        fields.putObject("total").put("type", "integer").put("description", "how many wait, shown or not");
        fields.putObject("changing").put("type", "array").put("description", "documents that changed and whose"
                + " registrations are still to be found").putObject("items").put("type", "string");
        return List.of(
                Operation.of(POST, OF + "/termination", Need.OPERATE, "terminate-registration", "Ends registrations:"
                        + " an RTR to the S-CSCF (TS 29.228 6.1.3). The state changes when it has answered.",
                        this::terminate).takes(DocumentOperations.JSON, body(), examples()).gives(ACCEPTED, waiting)
                        .refuses(400, 404, CONFLICT, 415, Problem.UNPROCESSABLE),
                Operation.of(POST, OF + "/push", Need.OPERATE, "push-profile", "Sends the profile of each registered set"
                        + " to the S-CSCF again: a PPR (TS 29.228 6.2).", this::push).gives(ACCEPTED, waiting)
                        .refuses(404, CONFLICT),
                Operation.of(POST, OF + "/reauthentication", Need.OPERATE, "reauthenticate", "Shortens its registrations"
                        + " so that it proves anew who it is (TS 24.229 5.4.1.6). Only at the node of its S-CSCF.",
                        this::reauthenticate).gives(NO_CONTENT, Map.of()).refuses(404, CONFLICT),
                Operation.of(READS, OF + "/history", Need.VIEW, "read-history", "Reads how its registrations moved.",
                        this::history).gives(200, UpkeepJson.historySchema()).refuses(404),
                Operation.of(READS, "/pending", Need.VIEW, "list-pending",
                        "Lists RTR, PPR and PNR that wait to be delivered.", this::pending).asks(LIMIT)
                        .gives(200, pending).refuses(400),
                Operation.of(POST, ROTATION, Need.ADMINISTRATE, "rotate-keys", "Adds a key and encrypts every secret by"
                        + " it, in the background.", this::rotate).gives(ACCEPTED, UpkeepJson.rotationSchema())
                        .refuses(CONFLICT),
                Operation.of(READS, ROTATION, Need.VIEW, "read-key-rotation", "Reads how the latest change of keys stands.",
                        call -> Answer.ok(UpkeepJson.rotation(upkeep.rotation().progress())))
                        .gives(200, UpkeepJson.rotationSchema()));
    }

    private static ObjectNode body() {
        ObjectNode schema = Forms.object().put("type", "object").put("additionalProperties", false);
        ObjectNode fields = schema.putObject("properties");
        ObjectNode reason = REASON.schema();
        reason.remove("default");
        fields.set(REASON.name(), reason);
        fields.set(INFO.name(), INFO.schema());
        fields.set(IDENTITIES.name(), IDENTITIES.schema());
        schema.putArray("required").add(REASON.name());
        return schema;
    }

    private static Map<String, JsonNode> examples() {
        return Map.of("all", Forms.object().put("reason", "PERMANENT_TERMINATION").put("info", "the phone was stolen"));
    }

    private Answer terminate(Call call) throws IOException {
        JsonNode body = call.body(DocumentOperations.JSON);
        Place root = Place.root(Map.of());
        Forms.checkFields(body, Forms.names(REASON, INFO, IDENTITIES), root);
        DeregistrationReason reason = new DeregistrationReason(REASON.read(body, root), INFO.read(body, root));
        List<String> identities = IDENTITIES.read(body, root);
        String name = call.place("name");
        Set<String> live = registered(name);
        for (int i = 0; i < identities.size(); i++) {
            if (!live.contains(identities.get(i))) {
                throw root.at(IDENTITIES.name()).at(i).refusal("no public identity of this subscription that is"
                        + " registered");
            }
        }
        return tell(name, () -> {
            if (identities.isEmpty()) {
                upkeep.pushes().terminate(name, reason, call.actor());
            } else {
                upkeep.pushes().terminate(identities, reason, call.actor());
            }
        });
    }

    private Answer push(Call call) {
        String name = call.place("name");
        registered(name);
        return tell(name, () -> upkeep.pushes().push(name, call.actor()));
    }

    private Answer reauthenticate(Call call) {
        state(call.place("name"));
        try {
            again.ask(call.place("name"), call.actor());
        } catch (Refused e) {
            throw new ApiRefusal(CONFLICT, "not-served", e.getMessage());
        }
        return Answer.nothing(NO_CONTENT);
    }

    private Answer tell(String name, Runnable queue) {
        try {
            queue.run();
        } catch (Refused e) {
            throw new ApiRefusal(CONFLICT, "not-served", e.getMessage());
        }
        return Answer.accepted(UpkeepJson.waiting(upkeep.waiting().of(name, MOST_EVENTS)));
    }

    /** The public identities of its sets that an S-CSCF serves. */
    private Set<String> registered(String name) {
        Set<String> live = state(name).sets().stream().filter(set -> set.state() != RegistrationState.NOT_REGISTERED)
                .flatMap(set -> set.publicIdentities().stream()).collect(Collectors.toSet());
        if (live.isEmpty()) {
            throw new ApiRefusal(CONFLICT, "not-served", "nothing of " + name + " is registered at an S-CSCF");
        }
        return live;
    }

    private SubscriptionState state(String name) {
        return subscribers.state(name).orElseThrow(() ->
                new Refused(Refused.Why.MISSING, "there is no subscription of that name"));
    }

    private Answer history(Call call) {
        state(call.place("name"));
        return Answer.ok(UpkeepJson.history(upkeep.history().of(call.place("name"), MOST_EVENTS)));
    }

    private Answer pending(Call call) {
        int limit = (int) call.query(LIMIT.name(), MOST_EVENTS, 1, Waiting.MOST);
        ObjectNode json = UpkeepJson.waiting(upkeep.waiting().all(limit)).put("total", upkeep.waiting().count());
        ArrayNode changing = json.putArray("changing");
        upkeep.pushes().changing().forEach(changing::add);
        return Answer.ok(json);
    }

    private Answer rotate(Call call) {
        if (!upkeep.rotation().start(call.actor())) {
            throw new ApiRefusal(CONFLICT, "running", "secrets are encrypted anew already; wait until that is done");
        }
        return Answer.accepted(UpkeepJson.rotation(upkeep.rotation().progress()))
                .with("Location", call.address(ROTATION));
    }
}
