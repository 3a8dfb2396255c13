package org.calliope.ims.hss.sh;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.hss.cx.Findings;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;
import org.calliope.ims.hss.store.ShKept;
import org.calliope.ims.hss.store.ShKey;
import org.calliope.ims.hss.store.ShRows;
import org.calliope.ims.hss.store.ShStore;
import org.calliope.ims.hss.store.ShTarget;
import org.calliope.ims.hss.store.ShWatch;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.Dsai;
import org.calliope.ims.sh.ProfileUpdateAnswer;
import org.calliope.ims.sh.ProfileUpdateRequest;
import org.calliope.ims.sh.RepositoryData;
import org.calliope.ims.sh.ShData;
import org.calliope.ims.sh.ShDataXml;
import org.calliope.ims.xml.MalformedXml;

/** Sh-Update: an application server changes data (TS 29.328 6.1.2). */
final class DataUpdate {

    private final ShStore store;
    private final Provisioning provisioning;
    private final ShRules rules;
    private final Clock clock;

    DataUpdate(ShStore store, Provisioning provisioning, ShRules rules, Clock clock) {
        this.store = store;
        this.provisioning = provisioning;
        this.rules = rules;
        this.clock = clock;
    }

    ProfileUpdateAnswer answer(ProfileUpdateRequest request, Asker asker, Findings findings) {
        if (request.references().size() > 1) { // TS 29.329 6.1.3: only with Update-Eff-Enhance, which is not offered
            throw findings.refuse(ResultCode.AVP_OCCURS_TOO_MANY_TIMES, "supported features", "3",
                    "one request changes data of one Data-Reference", "Data-Reference");
        }
        DataReference reference = request.references().get(0);
        ShTarget target = store.read(rows -> Admission.admit(rows, ShOperation.UPDATE, request.references(),
                request.subject(), asker, findings));
        ShData data = parsed(request.userData(), findings);
        try {
            ProfileUpdateAnswer answer = switch (reference) {
                case REPOSITORY_DATA -> repository(target, data.repositoryData(), asker, findings);
                case DSAI -> dsai(target, data.ims().dsai(), asker, findings);
                case PSI_ACTIVATION -> activation(target, data.ims().psiActive(), asker, findings);
                default -> throw new IllegalStateException(reference + " is not kept");
            };
            if (answer.result().success()) {
                findings.accepted("sh-update");
            }
            return answer;
        } catch (Refused overtaken) {
            throw findings.refuse(ResultCode.PRIOR_UPDATE_IN_PROGRESS, "concurrent change", "5",
                    overtaken.getMessage());
        }
    }

    private static ShData parsed(String userData, Findings findings) {
        try {
            return ShDataXml.parse(userData);
        } catch (MalformedXml malformed) {
            throw unrecognized(findings, "User-Data: " + malformed.getMessage());
        }
    }

    // TS 29.329 6.2.2.1
    private static DiameterRefusal unrecognized(Findings findings, String why) {
        return findings.refuse(ResultCode.ERROR_USER_DATA_NOT_RECOGNIZED, "user data", "3", why);
    }

    private ProfileUpdateAnswer repository(ShTarget target, List<RepositoryData> all, Asker asker,
            Findings findings) {
        boolean several = all.size() > 1;
        if (all.isEmpty()) {
            throw unrecognized(findings, "it has no RepositoryData");
        }
        if (several && !asker.supports(Admission.FEATURE_LIST, Admission.UPDATE_EFF)) {
            throw unrecognized(findings, "several RepositoryData need Update-Eff in Supported-Features");
        }
        // in one order whoever asks, so that two requests do not wait for each other
        List<RepositoryData> ordered = all.stream()
                .sorted(Comparator.comparing(RepositoryData::serviceIndication)).toList();
        if (ordered.stream().map(RepositoryData::serviceIndication).distinct().count() < ordered.size()) {
            throw unrecognized(findings, "it has RepositoryData of one service twice");
        }
        AtomicReference<RepositoryData> at = new AtomicReference<>();
        try {
            store.write(rows -> {
                rows.lock(target);
                ordered.forEach(one -> {
                    at.set(one);
                    change(rows, target, one, asker, findings);
                });
            });
        } catch (DiameterRefusal refused) {
            if (!several) {
                throw refused;
            }
            return new ProfileUpdateAnswer(refused.result().orElseThrow(), target.wildcard(),
                    Optional.of(new ProfileUpdateAnswer.Failed(DataReference.REPOSITORY_DATA,
                            at.get().serviceIndication(), at.get().sequenceNumber())));
        }
        return success(target);
    }

    private static ProfileUpdateAnswer success(ShTarget target) {
        return new ProfileUpdateAnswer(ResultCode.SUCCESS, target.wildcard(), Optional.empty());
    }

    // step 6
    private void change(ShRows rows, ShTarget target, RepositoryData data, Asker asker, Findings findings) {
        Optional<RepositoryData> stored = rows.kept().repository(target, data.serviceIndication());
        findings.with("service", data.serviceIndication()).with("sequence number", data.sequenceNumber())
                .with("stored", stored.map(one -> String.valueOf(one.sequenceNumber())).orElse("none"));
        int expected = stored.map(one -> RepositoryData.next(one.sequenceNumber())).orElse(0);
        if (data.sequenceNumber() != expected) {
            throw findings.refuse(ResultCode.ERROR_TRANSPARENT_DATA_OUT_OF_SYNC, "sequence number", "6",
                    stored.isPresent() ? "the next change has sequence number " + expected
                            : "data that is new begins with sequence number 0");
        }
        if (stored.isEmpty() && data.serviceData().isEmpty()) {
            throw findings.refuse(ResultCode.ERROR_OPERATION_NOT_ALLOWED, "service data", "6",
                    "there is nothing to remove");
        }
        refuseTooMuch(rows, target, data, stored.isEmpty(), findings);
        if (stored.isPresent()) {
            rows.kept().replace(target, stored.get(), data);
        } else {
            rows.kept().add(target, data);
        }
        tell(rows, target, DataReference.REPOSITORY_DATA, data.serviceIndication(), data.sequenceNumber(),
                asker.originHost());
    }

    private void refuseTooMuch(ShRows rows, ShTarget target, RepositoryData data, boolean isNew, Findings findings) {
        ShKept.tooLarge(data, rules.repositoryBytes())
                .or(() -> isNew ? rows.kept().tooMany(target) : Optional.empty()).ifPresent(why -> {
                    throw findings.refuse(ResultCode.ERROR_TOO_MUCH_DATA, "size", "6", why);
                });
    }

    // step 4a; the key has a Server-Name, which PUR has no AVP for: the tag is that of the asking server's criteria
    private ProfileUpdateAnswer dsai(ShTarget target, List<Dsai> all, Asker asker, Findings findings) {
        if (all.isEmpty()) {
            throw unrecognized(findings, "it has no DSAI");
        }
        store.write(rows -> {
            rows.lock(target);
            List<String> servers = rows.applicationServers(asker.originHost()).stream()
                    .map(server -> server.serverName()).distinct().toList();
            for (Dsai one : all) {
                List<String> bound = servers.stream().filter(server -> rows.bound(target, server, one.tag())).toList();
                findings.with("dsai", one.tag() + (one.active() ? " active" : " inactive"));
                if (bound.isEmpty()) {
                    throw findings.refuse(ResultCode.ERROR_DSAI_NOT_AVAILABLE, "dsai", "4a", "no filter criterion of "
                            + "the identity that leads to the asking server is bound to this DSAI-Tag");
                }
                bound.forEach(server -> rows.kept().activate(target, server, one.tag(), one.active()));
                tell(rows, target, DataReference.DSAI, one.tag(), 0, asker.originHost());
            }
            // as if the filter criteria had been changed
            rows.pushProfile(target, actor(asker), clock.instant());
            tell(rows, target, DataReference.INITIAL_FILTER_CRITERIA, "", 0, "");
        });
        return success(target);
    }

    // step 4
    private ProfileUpdateAnswer activation(ShTarget target, Optional<Boolean> active, Asker asker,
            Findings findings) {
        boolean wanted = active.orElseThrow(() -> unrecognized(findings, "it has no PSIActivation"));
        findings.with("psi activation", target.active() + " to " + wanted);
        if (wanted != target.active()) {
            String name = store.read(rows -> rows.subscriptionName(target));
            Subscription document = provisioning.find(Kind.SUBSCRIPTION, name).orElseThrow(() ->
                    new Refused(Refused.Why.OVERTAKEN, "the subscription " + name + " is gone"));
            provisioning.replace(Kind.SUBSCRIPTION, name, with(document, target.identity(), wanted),
                    Optional.of(Provisioning.tag(document)), new Actor(actor(asker)));
        }
        return success(target);
    }

    private static String actor(Asker asker) {
        return asker.originHost() + " over Sh";
    }

    private static Subscription with(Subscription document, String identity, boolean active) {
        List<ImplicitSet> sets = document.implicitSets().stream().map(set -> new ImplicitSet(set.privateIdentities(),
                set.publicIdentities().stream().map(one -> !one.identity().equals(identity) ? one : new PublicUser(
                        one.identity(), one.type(), one.barred(), one.displayName(), one.aliasGroup(),
                        one.serviceProfile(), one.applicationServer(), active)).toList())).toList();
        return new Subscription(document.name(), document.capabilitySet(), document.chargingSet(),
                document.visitedNetworks(), document.privateIdentities(), sets).keepingSequences();
    }

    /** Step 6: the others that are subscribed are notified; the one that asks knows already. */
    private void tell(ShRows rows, ShTarget target, DataReference reference, String detail, int sequenceNumber,
            String asker) {
        for (ShWatch watch : rows.watches().of(target, reference, detail, clock.instant())) {
            if (!watch.host().equals(asker)) {
                rows.watches().mark(watch, sequenceNumber, clock.instant());
            } else {
                own(rows, watch);
            }
        }
    }

    private static void own(ShRows rows, ShWatch watch) {
        Optional<ShTarget> target = rows.target(watch.named());
        ShKey key = watch.key();
        if (target.isEmpty() || key.reference() == DataReference.REPOSITORY_DATA
                && rows.kept().repository(target.get(), key.detail()).isEmpty()) {
            rows.watches().end(watch); // step 6: a subscription ends with the data
        } else {
            rows.watches().knows(watch, ShContent.notification(watch.notifEff(), watch.privateIdentity())
                    .digest(rows, target.get(), key));
        }
    }
}
