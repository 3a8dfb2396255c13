package org.calliope.ims.hss.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;
import org.calliope.ims.hss.store.SubscriberPage;
import org.calliope.ims.hss.store.SubscriberRow;
import org.calliope.ims.hss.store.SubscriberSearch;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.hss.store.SubscriptionState;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What can be done with subscriptions, beyond what every kind has: search, many at once, registration state. */
final class SubscriptionOperations extends DocumentOperations<Subscription> {

    /** Subscriptions in one request at most. */
    static final int MOST = 10_000;

    private static final Operation.Query TEXT = new Operation.Query("q", Forms.object().put("type", "string")
            .put("maxLength", 255), "beginning of a user part, a number or a display name; only those, in the order of"
            + " what matched");

    private final Subscribers subscribers;

    SubscriptionOperations(Provisioning provisioning, DocumentJson json, Subscribers subscribers) {
        super(Kind.SUBSCRIPTION, provisioning, json, Need.OPERATE);
        this.subscribers = subscribers;
    }

    @Override
    List<Operation> all() {
        List<Operation> all = new ArrayList<>(super.all());
        all.add(Operation.of("GET", path() + "/{name}/registration", Need.VIEW, "read-registration",
                "Reads who serves the subscription and which of its sets are registered.", this::registration)
                .gives(200, RegistrationJson.schema()).refuses(404));
        return all;
    }

    @Override
    Operation listing() {
        return super.listing().asks(AFTER, LIMIT, TEXT);
    }

    @Override
    Operation adding() {
        ObjectNode one = Forms.object();
        one.putArray("anyOf").add(schema()).add(json().brief().schema());
        ObjectNode body = Forms.object();
        ObjectNode many = Forms.object().put("type", "array").put("minItems", 1).put("maxItems", MOST);
        many.set("items", one);
        body.putArray("anyOf").add(schema()).add(json().brief().schema()).add(many);
        Map<String, JsonNode> examples = new LinkedHashMap<>();
        examples.put("whole", Examples.document(Kind.SUBSCRIPTION));
        examples.put("short", Examples.named("short"));
        examples.put("many", Examples.named("many"));
        ObjectNode created = Forms.object().put("type", "object");
        created.putObject("properties").putObject("created").put("type", "integer").put("description",
                "how many were added");
        ObjectNode answer = Forms.object();
        answer.putArray("anyOf").add(schema()).add(created);
        Operation of = super.adding();
        return Operation.of(of.method(), of.path(), of.need(), of.id(), "Adds one, or all or none of an array.",
                this::create).takes(JSON, body, examples).gives(201, answer).refuses(of.refusals()
                        .toArray(Integer[]::new));
    }

    @Override
    Answer list(Call call) {
        String text = call.query(TEXT.name(), "");
        if (text.isBlank()) {
            return super.list(call);
        }
        SubscriberPage page;
        try {
            page = subscribers.find(new SubscriberSearch(text, SubscriberSearch.Sort.NAME,
                    call.query(AFTER.name(), ""), limit(call)));
        } catch (IllegalArgumentException e) {
            throw new ApiRefusal(400, "invalid", e.getMessage());
        }
        List<Subscription> found = page.rows().stream().map(SubscriberRow::name)
                .flatMap(name -> provisioning().find(Kind.SUBSCRIPTION, name).stream()).toList();
        return page(call, found, page.next(), "&q=" + encoded(text));
    }

    @Override
    Answer create(Call call) throws IOException {
        JsonNode body = call.body(JSON);
        if (!body.isArray()) {
            return create(call, json().read(Kind.SUBSCRIPTION, body, Optional.empty()));
        }
        if (body.isEmpty() || body.size() > MOST) {
            throw new BadDocument("", "an array must have 1 to " + MOST + " subscriptions");
        }
        List<Subscription> all = new ArrayList<>(body.size());
        for (int i = 0; i < body.size(); i++) {
            try {
                all.add(json().read(Kind.SUBSCRIPTION, body.get(i), Optional.empty()));
            } catch (BadDocument e) {
                throw new BadDocument("/" + i + e.pointer(), e.getMessage());
            }
        }
        provisioning().createAll(all, call.actor());
        return Answer.created(Forms.object().put("created", all.size()));
    }

    private Answer registration(Call call) {
        SubscriptionState state = subscribers.state(call.place("name")).orElseThrow(() ->
                new Refused(Refused.Why.MISSING, "there is no subscription of that name"));
        return Answer.ok(RegistrationJson.write(state));
    }
}
