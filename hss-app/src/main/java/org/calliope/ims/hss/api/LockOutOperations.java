package org.calliope.ims.hss.api;

import java.util.List;

import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.store.LockedOut;
import org.calliope.ims.node.LockOuts.LockOut;
import org.calliope.ims.node.LockOuts.Subject;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who is locked out of registering at this node's S-CSCF, and lifting that. */
final class LockOutOperations {

    private static final String PATH = "/lock-outs";
    private static final int MOST = 1_000;
    private static final Operation.Query LIMIT = new Operation.Query("limit", Forms.object().put("type", "integer")
            .put("minimum", 1).put("maximum", MOST).put("default", MOST), "how many at most");
    private static final Operation.Query PRIVATE_IDENTITY = new Operation.Query("privateIdentity",
            Forms.object().put("type", "string"), "as the list has it; left out for an address as a whole");
    private static final Operation.Query SOURCE = new Operation.Query("source", Forms.object().put("type", "string"),
            "as the list has it; left out for a private identity everywhere");

    private final LockedOut lockedOut;

    LockOutOperations(LockedOut lockedOut) {
        this.lockedOut = lockedOut;
    }

    List<Operation> all() {
        return List.of(Operation.of("GET", PATH, Need.VIEW, "list-lock-outs",
                "Lists who is locked out of registering after too many wrong answers, newest first.", this::list)
                .asks(LIMIT).gives(200, schema()).refuses(400),
                Operation.of("DELETE", PATH, Need.OPERATE, "lift-lock-out",
                        "Lets them register again and forgets what was counted.", this::lift)
                        .asks(PRIVATE_IDENTITY, SOURCE).refuses(400, 404));
    }

    private static ObjectNode schema() {
        ObjectNode page = Forms.object().put("type", "object");
        ObjectNode item = UpkeepJson.items(page, "lock-outs, newest first");
        UpkeepJson.text(item, "privateIdentity", "who; empty for everybody at the address");
        UpkeepJson.text(item, "source", "address of the telephone; empty for the private identity everywhere");
        UpkeepJson.text(item, "since", "when it began").put("format", "date-time");
        UpkeepJson.text(item, "until", "when it ends by itself").put("format", "date-time");
        UpkeepJson.number(item, "failures", "wrong answers that led to it");
        UpkeepJson.number(item, "times", "how often this has happened, each time for longer");
        UpkeepJson.number((ObjectNode) page.path("properties"), "total", "how many there are, shown or not");
        return page;
    }

    private Answer list(Call call) {
        int limit = (int) call.query(LIMIT.name(), MOST, 1, MOST);
        List<LockOut> all = lockedOut.list();
        ObjectNode json = Forms.object().put("total", all.size());
        ArrayNode items = json.putArray("items");
        all.stream().limit(limit).forEach(lock -> items.addObject()
                .put("privateIdentity", lock.subject().privateIdentity()).put("source", lock.subject().source())
                .put("since", lock.since().toString()).put("until", lock.until().toString())
                .put("failures", lock.failures()).put("times", lock.times()));
        return Answer.ok(json);
    }

    private Answer lift(Call call) {
        Subject subject = new Subject(call.query(PRIVATE_IDENTITY.name(), ""), call.query(SOURCE.name(), ""));
        if (!lockedOut.lift(subject, call.actor())) {
            throw new ApiRefusal(404, "not-found", "nobody of that private identity and address is locked out");
        }
        return Answer.nothing(204);
    }
}
