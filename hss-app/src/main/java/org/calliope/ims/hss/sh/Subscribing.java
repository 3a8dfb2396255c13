package org.calliope.ims.hss.sh;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.hss.cx.Findings;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.store.Refused;
import org.calliope.ims.hss.store.ShKey;
import org.calliope.ims.hss.store.ShRows;
import org.calliope.ims.hss.store.ShStore;
import org.calliope.ims.hss.store.ShTarget;
import org.calliope.ims.hss.store.ShWatch;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.SubscribeNotificationsAnswer;
import org.calliope.ims.sh.SubscribeNotificationsRequest;
import org.calliope.ims.sh.SubscriptionType;

/** Sh-Subs-Notif: an application server wants to be notified, or no longer (TS 29.328 6.1.3). */
final class Subscribing {

    private static final int MOST = 500; // of one application server for one user

    private final ShStore store;
    private final ShRules rules;
    private final Clock clock;

    Subscribing(ShStore store, ShRules rules, Clock clock) {
        this.store = store;
        this.rules = rules;
        this.clock = clock;
    }

    SubscribeNotificationsAnswer answer(SubscribeNotificationsRequest request, Asker asker, Findings findings) {
        AtomicReference<SubscribeNotificationsAnswer> answer = new AtomicReference<>();
        ShTarget seen = store.read(rows -> admitted(rows, request, asker, findings));
        try {
            store.write(rows -> {
                rows.lock(seen);
                answer.set(answer(rows, request, asker, findings));
            });
        } catch (Refused overtaken) { // step 9: the data is being updated
            throw findings.refuse(ResultCode.USER_DATA_NOT_AVAILABLE, "concurrent change", "9",
                    overtaken.getMessage());
        }
        findings.with("until", answer.get().expiry().map(Instant::toString).orElse("for ever"))
                .accepted("sh-subs-notif");
        return answer.get();
    }

    private static ShTarget admitted(ShRows rows, SubscribeNotificationsRequest request, Asker asker,
            Findings findings) {
        return Admission.admit(rows, ShOperation.SUBSCRIBE, request.selection().references(), request.subject(), asker,
                findings);
    }

    private SubscribeNotificationsAnswer answer(ShRows rows, SubscribeNotificationsRequest request, Asker asker,
            Findings findings) {
        ShTarget target = admitted(rows, request, asker, findings);
        List<ShKey> keys = Admission.keys(request.selection(), asker, findings);
        findings.with("data", keys).with("type", request.type());
        boolean subscribe = request.type() == SubscriptionType.SUBSCRIBE;
        Optional<Instant> expiry = subscribe ? expiry(request, findings) : Optional.empty();
        for (ShKey key : keys) { // steps 7 and 8: all or none, which the transaction sees to
            if (subscribe) {
                subscribe(rows, target, key, watch(request, asker, key, target, expiry), findings);
            } else {
                rows.watches().remove(target, watch(request, asker, key, target, expiry));
            }
        }
        if (subscribe && rows.watches().count(target, asker.originHost()) > MOST) {
            throw findings.refuse(ResultCode.RESOURCES_EXCEEDED, "number", "6", "the application server has " + MOST
                    + " subscriptions for this user, which is all there may be");
        }
        return new SubscribeNotificationsAnswer(ResultCode.SUCCESS, target.wildcard(),
                request.sendData() ? DataRead.document(rows, target, keys, ShContent.answer(Admission.notifEff(asker),
                        Admission.user(request.subject())), findings) : Optional.empty(), expiry);
    }

    // step 4: it may be earlier than what was asked for
    private Optional<Instant> expiry(SubscribeNotificationsRequest request, Findings findings) {
        Instant now = clock.instant();
        if (request.expiry().filter(end -> !end.isAfter(now)).isPresent()) {
            throw findings.refuse(ResultCode.INVALID_AVP_VALUE, "expiry", "4", "the subscription would end before it "
                    + "begins", "Expiry-Time");
        }
        Instant last = now.plus(rules.longestSubscription());
        return request.expiry().map(end -> end.isAfter(last) ? last : end);
    }

    // steps 3a, 5 and 6
    private static void subscribe(ShRows rows, ShTarget target, ShKey key, ShWatch watch, Findings findings) {
        DataRead.refuseUnknownDsai(rows, target, key, findings);
        if (key.reference() == DataReference.REPOSITORY_DATA
                && rows.kept().repository(target, key.detail()).isEmpty()) {
            throw findings.refuse(ResultCode.ERROR_SUBS_DATA_ABSENT, "repository data", "5",
                    "there is no data of " + key.detail() + " to be notified of");
        }
        rows.watches().put(target, knowing(watch, ShContent.notification(watch.notifEff(), watch.privateIdentity())
                .digest(rows, target, key)));
    }

    private static ShWatch watch(SubscribeNotificationsRequest request, Asker asker, ShKey key, ShTarget target,
            Optional<Instant> expiry) {
        return new ShWatch(0, 0, asker.originHost(), target.named(), target.identity(),
                Admission.user(request.subject()), key, Admission.notifEff(asker), request.oneTime(), expiry, "", 0,
                Optional.empty(), Optional.empty(), 0);
    }

    private static ShWatch knowing(ShWatch of, String digest) {
        return new ShWatch(of.id(), of.version(), of.host(), of.named(), of.identity(), of.privateIdentity(),
                of.key(), of.notifEff(), of.oneTime(), of.expiry(), digest, 0, Optional.empty(), Optional.empty(), 0);
    }
}
