package org.calliope.ims.hss.sh;

import java.time.Clock;
import java.util.List;

import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.SupportedFeatures;
import org.calliope.ims.hss.cx.Findings;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.ShStore;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sh.ProfileUpdateAnswer;
import org.calliope.ims.sh.ProfileUpdateRequest;
import org.calliope.ims.sh.ShHandler;
import org.calliope.ims.sh.Subject;
import org.calliope.ims.sh.SubscribeNotificationsAnswer;
import org.calliope.ims.sh.SubscribeNotificationsRequest;
import org.calliope.ims.sh.UserDataAnswer;
import org.calliope.ims.sh.UserDataRequest;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * The HSS behind Sh. Every refusal is thrown as {@link org.calliope.ims.diameter.DiameterRefusal} after it was
 * written into the trace. Safe for any thread; blocks on SQL.
 */
public final class ShProcedures implements ShHandler {

    private final DataRead read;
    private final DataUpdate update;
    private final Subscribing subscribing;
    private final Runnable news;
    private final Trace trace;

    /** @param news called after a change that others may have to be notified of; must not block */
    public ShProcedures(ShStore store, Provisioning provisioning, ShRules rules, Runnable news, Trace trace,
            Clock clock) {
        this.read = new DataRead(store);
        this.update = new DataUpdate(store, provisioning, rules, clock);
        this.subscribing = new Subscribing(store, rules, clock);
        this.news = news;
        this.trace = trace;
    }

    @Override
    public UserDataAnswer read(UserDataRequest request, Asker asker) {
        return read.answer(request, asker, findings(ShOperation.PULL, request.subject(), asker)
                .with("data references", request.selection().references()));
    }

    @Override
    public ProfileUpdateAnswer update(ProfileUpdateRequest request, Asker asker) {
        ProfileUpdateAnswer answer = update.answer(request, asker, findings(ShOperation.UPDATE, request.subject(), asker)
                .with("data references", request.references()));
        news.run();
        return answer;
    }

    @Override
    public SubscribeNotificationsAnswer subscribe(SubscribeNotificationsRequest request, Asker asker) {
        return subscribing.answer(request, asker, findings(ShOperation.SUBSCRIBE, request.subject(), asker)
                .with("data references", request.selection().references()));
    }

    @Override
    public List<SupportedFeatures> features() {
        return List.of(SupportedFeatures.of(Admission.FEATURE_LIST,
                1L << Admission.NOTIF_EFF | 1L << Admission.UPDATE_EFF));
    }

    private Findings findings(ShOperation operation, Subject subject, Asker asker) {
        Join join = subject.identity().publicIdentity().map(PublicIdentity::uri).map(asker.join()::withRegistration)
                .orElse(asker.join());
        return new Findings(trace, operation.clause(), join).with("user", Admission.named(subject))
                .with("private identity", subject.userName().map(Object::toString).orElse("none"))
                .with("application server", asker.originHost());
    }
}
