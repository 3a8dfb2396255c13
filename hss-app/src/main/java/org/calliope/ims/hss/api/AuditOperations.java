package org.calliope.ims.hss.api;

import java.util.List;

import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.store.AuditEntry;
import org.calliope.ims.hss.store.Provisioning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who changed what, and undoing it. */
final class AuditOperations {

    private static final String PATH = "/audit";
    private static final Operation.Query BEFORE = new Operation.Query("before", Forms.object().put("type", "integer")
            .put("minimum", 0), "entries older than this one, as the Link header says; 0 for the newest");

    private final Provisioning provisioning;

    AuditOperations(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    List<Operation> all() {
        ObjectNode page = Forms.object().put("type", "object");
        page.putObject("properties").putObject("items").put("type", "array").set("items", AuditJson.schema());
        return List.of(Operation.of("GET", PATH, Need.ADMINISTRATE, "list-audit",
                "Lists who changed what, newest first.", this::list).asks(BEFORE, DocumentOperations.LIMIT)
                .gives(200, page).refuses(400),
                Operation.of("POST", PATH + "/{id}/undo", Need.ADMINISTRATE, "undo-audit",
                        "Undoes a change, unless the document was changed again since.", this::undo)
                        .refuses(404, 409, 412));
    }

    private Answer list(Call call) {
        int limit = DocumentOperations.limit(call);
        List<AuditEntry> found = provisioning.audit(call.query(BEFORE.name(), 0, 0, Long.MAX_VALUE), limit + 1);
        ObjectNode body = Forms.object();
        ArrayNode items = body.putArray("items");
        found.stream().limit(limit).forEach(entry -> items.add(AuditJson.write(entry)));
        Answer answer = Answer.ok(body);
        return found.size() <= limit ? answer : answer.with("Link", "<" + call.address(PATH + "?before="
                + found.get(limit - 1).id() + "&limit=" + limit) + ">; rel=\"next\"");
    }

    private Answer undo(Call call) {
        String id = call.place("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw new ApiRefusal(404, "not-found", "there is no such entry in the audit log");
        }
        provisioning.undo(Long.parseLong(id), call.actor());
        return Answer.nothing(204);
    }
}
