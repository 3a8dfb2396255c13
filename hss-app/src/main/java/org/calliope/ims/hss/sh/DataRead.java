package org.calliope.ims.hss.sh;

import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.hss.cx.Findings;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.store.ShKey;
import org.calliope.ims.hss.store.ShRows;
import org.calliope.ims.hss.store.ShStore;
import org.calliope.ims.hss.store.ShTarget;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.ShData;
import org.calliope.ims.sh.ShDataXml;
import org.calliope.ims.sh.UserDataAnswer;
import org.calliope.ims.sh.UserDataRequest;

/** Sh-Pull: an application server reads data (TS 29.328 6.1.1). */
final class DataRead {

    private final ShStore store;

    DataRead(ShStore store) {
        this.store = store;
    }

    UserDataAnswer answer(UserDataRequest request, Asker asker, Findings findings) {
        return store.read(rows -> answer(rows, request, asker, findings));
    }

    private static UserDataAnswer answer(ShRows rows, UserDataRequest request, Asker asker, Findings findings) {
        ShTarget target = Admission.admit(rows, ShOperation.PULL, request.selection().references(), request.subject(),
                asker, findings);
        List<ShKey> keys = Admission.keys(request.selection(), asker, findings);
        ShContent content = ShContent.answer(Admission.notifEff(asker), Admission.user(request.subject()));
        Optional<String> document = document(rows, target, keys, content, findings); // step 5
        findings.with("data", keys).with("found", document.isPresent()).accepted("sh-pull");
        return new UserDataAnswer(ResultCode.SUCCESS, target.wildcard(), document);
    }

    /** What the pieces say; empty when there is nothing to say. */
    static Optional<String> document(ShRows rows, ShTarget target, List<ShKey> keys, ShContent content,
            Findings findings) {
        ShData.Builder data = new ShData.Builder();
        boolean any = content.empties();
        for (ShKey key : keys) {
            refuseUnknownDsai(rows, target, key, findings);
            any |= content.add(rows, target, key, data);
        }
        return any ? Optional.of(ShDataXml.write(data.build())) : Optional.empty();
    }

    /** TS 29.328 7.6.11: a DSAI is there when a criterion of the identity is bound to it. */
    static void refuseUnknownDsai(ShRows rows, ShTarget target, ShKey key, Findings findings) {
        if (key.reference() == DataReference.DSAI && rows.criteria(target, key.serverName()).stream()
                .noneMatch(criterion -> criterion.dsaiTags().contains(key.detail()))) {
            throw findings.refuse(ResultCode.ERROR_DSAI_NOT_AVAILABLE, "dsai", "4a",
                    "no filter criterion of the identity that leads there is bound to this DSAI-Tag");
        }
    }
}
