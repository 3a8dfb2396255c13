package org.calliope.ims.hss.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.hss.cx.Findings;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.DataAccess;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.store.ShKey;
import org.calliope.ims.hss.store.ShRows;
import org.calliope.ims.hss.store.ShTarget;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.DataSelection;
import org.calliope.ims.sh.IdentitySet;
import org.calliope.ims.sh.Subject;

/** Steps 1 to 3, which Sh-Pull, Sh-Update and Sh-Subs-Notif have in common: may it be done, and for whom. */
final class Admission {

    /** Features of Sh, TS 29.329 7.1.1: several pieces of data in one request, in one notification. */
    static final int NOTIF_EFF = 0;
    static final int UPDATE_EFF = 1;
    static final long FEATURE_LIST = 1;

    private Admission() { }

    static boolean notifEff(Asker asker) {
        return asker.supports(FEATURE_LIST, NOTIF_EFF);
    }

    /** Whom the request names. Which wildcarded identity that matches the store knows better than who asks. */
    static String named(Subject subject) {
        return subject.identity().publicIdentity().map(PublicIdentity::uri).or(subject.identity()::msisdn)
                .orElseThrow();
    }

    /** Lets the request pass, or refuses it. */
    static ShTarget admit(ShRows rows, ShOperation operation, List<DataReference> references, Subject subject,
            Asker asker, Findings findings) {
        List<ApplicationServer> servers = rows.applicationServers(asker.originHost());
        for (DataReference reference : references) { // step 1
            if (servers.stream().noneMatch(server -> operation.permitted(server, reference.code()))) {
                throw findings.refuse(operation.notPermitted(), "permissions", "1", servers.isEmpty()
                        ? "no application server is provisioned with this Diameter identity"
                        : "the application server may not do this with " + reference);
            }
        }
        String named = named(subject);
        ShTarget target = rows.target(named).orElseThrow(() -> findings.refuse(ResultCode.ERROR_USER_UNKNOWN,
                "identities", "2", "nobody has this identity or number"));
        String user = user(subject);
        if (!user.isEmpty() && !rows.privateIdentities(target).contains(user)) {
            throw findings.refuse(ResultCode.ERROR_IDENTITIES_DONT_MATCH, "identities", "2a",
                    "the private identity may not register this public identity");
        }
        for (DataReference reference : references) { // step 3
            refuseNotAllowed(DataAccess.of(reference), target, findings);
        }
        return target;
    }

    static String user(Subject subject) {
        return subject.userName().map(PrivateIdentity::value).orElse("");
    }

    /** That the table has the operation is said already: nobody has a permission beyond it. */
    private static void refuseNotAllowed(DataAccess access, ShTarget target, Findings findings) {
        Optional<String> why = !access.namedBy(target.byNumber(), target.type())
                ? Optional.of(access + " is no data of what was named, table 7.6.1")
                : !access.kept() ? Optional.of("this HSS has no " + access + ", TS 29.328 " + access.clause())
                : Optional.empty();
        why.ifPresent(reason -> {
            throw findings.refuse(ResultCode.ERROR_OPERATION_NOT_ALLOWED, "data reference", "3", reason);
        });
    }

    /** The pieces of data that are asked for; several need Notif-Eff (TS 29.329 6.1.1, 6.1.5). */
    static List<ShKey> keys(DataSelection selection, Asker asker, Findings findings) {
        List<ShKey> keys = new ArrayList<>();
        for (DataReference reference : selection.references()) {
            keys.addAll(keys(reference, selection, findings));
        }
        List<ShKey> distinct = keys.stream().distinct().toList();
        if (distinct.size() > 1 && !notifEff(asker)) {
            throw findings.refuse(ResultCode.AVP_OCCURS_TOO_MANY_TIMES, "supported features", "3",
                    "several pieces of data in one request need Notif-Eff in Supported-Features", "Data-Reference");
        }
        return distinct;
    }

    private static List<ShKey> keys(DataReference reference, DataSelection selection, Findings findings) {
        return switch (reference) {
            case REPOSITORY_DATA -> all(selection.serviceIndications(), "Service-Indication", findings).stream()
                    .map(service -> new ShKey(reference, service, "")).toList();
            case IMS_PUBLIC_IDENTITY -> (selection.identitySets().isEmpty() ? List.of(IdentitySet.ALL_IDENTITIES)
                    : selection.identitySets()).stream().map(set -> new ShKey(reference, set.name(), "")).toList();
            case INITIAL_FILTER_CRITERIA -> List.of(new ShKey(reference, "", serverName(selection, findings)));
            case DSAI -> all(selection.dsaiTags(), "DSAI-Tag", findings).stream()
                    .map(tag -> new ShKey(reference, tag, serverName(selection, findings))).toList();
            default -> List.of(new ShKey(reference, "", ""));
        };
    }

    private static String serverName(DataSelection selection, Findings findings) {
        return selection.serverName().orElseThrow(() -> missing("Server-Name", findings));
    }

    private static List<String> all(List<String> values, String avp, Findings findings) {
        if (values.isEmpty()) {
            throw missing(avp, findings);
        }
        return values;
    }

    // TS 29.328 6: of a conditional element whose condition is met
    private static DiameterRefusal missing(String avp, Findings findings) {
        return findings.refuse(ResultCode.MISSING_AVP, "access key", "3", "table 7.6.1 asks for " + avp, avp);
    }
}
