package org.calliope.ims.hss.api;

import java.util.List;

import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.store.OngoingCalls;
import org.calliope.ims.hss.store.OngoingCalls.Ongoing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Calls in progress at this node's S-CSCF, and ending one. */
final class CallOperations {

    private static final String PATH = "/calls";
    private static final int MOST = 1_000;
    private static final Operation.Query LIMIT = new Operation.Query("limit", Forms.object().put("type", "integer")
            .put("minimum", 1).put("maximum", MOST).put("default", MOST), "how many at most");
    private static final Operation.Query USER = new Operation.Query("user", Forms.object().put("type", "string"),
            "part of the URI of somebody who takes part");
    private static final Operation.Query ICID = new Operation.Query("icid", Forms.object().put("type", "string"),
            "as the list has it");

    private final OngoingCalls calls;

    CallOperations(OngoingCalls calls) {
        this.calls = calls;
    }

    List<Operation> all() {
        return List.of(Operation.of("GET", PATH, Need.VIEW, "list-calls",
                "Lists the calls that go on at the S-CSCF of this node, newest first.", this::list)
                .asks(LIMIT, USER).gives(200, schema()).refuses(400),
                Operation.of("DELETE", PATH, Need.OPERATE, "release-call",
                        "Ends a call for both sides, by BYE with a Reason.", this::release)
                        .asks(ICID).refuses(400, 404));
    }

    private static ObjectNode schema() {
        ObjectNode page = Forms.object().put("type", "object");
        ObjectNode item = UpkeepJson.items(page, "calls, newest first");
        UpkeepJson.text(item, "icid", "its name, the same on each hop");
        UpkeepJson.text(item, "callId", "Call-ID on the caller's side, as far as that is served here");
        texts(item, "callers", "who called; empty when nobody is asserted");
        texts(item, "called", "who was called");
        texts(item, "applicationServers", "it was sent to, in order");
        texts(item, "media", "media lines of its session description");
        UpkeepJson.text(item, "since", "when it was answered").put("format", "date-time");
        UpkeepJson.number((ObjectNode) page.path("properties"), "total", "how many there are, shown or not");
        return page;
    }

    private static void texts(ObjectNode fields, String name, String description) {
        fields.putObject(name).put("type", "array").put("description", description).putObject("items").put("type", "string");
    }

    private Answer list(Call call) {
        int limit = (int) call.query(LIMIT.name(), MOST, 1, MOST);
        List<Ongoing> all = calls.list(call.query(USER.name(), ""));
        ObjectNode json = Forms.object().put("total", all.size());
        ArrayNode items = json.putArray("items");
        all.stream().limit(limit).forEach(one -> {
            ObjectNode item = items.addObject().put("icid", one.icid()).put("callId", one.callId());
            one.callers().forEach(item.putArray("callers")::add);
            one.called().forEach(item.putArray("called")::add);
            one.servers().forEach(item.putArray("applicationServers")::add);
            one.media().forEach(item.putArray("media")::add);
            item.put("since", one.since().toString());
        });
        return Answer.ok(json);
    }

    private Answer release(Call call) {
        if (!calls.release(call.query(ICID.name(), ""), call.actor())) {
            throw new ApiRefusal(404, "not-found", "there is no call of that icid");
        }
        return Answer.nothing(204);
    }
}
