package org.calliope.ims.hss.cx;

import java.util.List;

import org.calliope.ims.cx.CxHandler;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.SupportedFeatures;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.trace.Trace;

/**
 * The HSS behind Cx. Every refusal is thrown as {@link org.calliope.ims.diameter.DiameterRefusal} after it was
 * written into the trace. Safe for any thread; blocks on SQL.
 */
public final class CxProcedures implements CxHandler {

    private static final long SHARED_SETS_AND_ALIASES = 0b11;

    private final UserAuthorization authorization;
    private final LocationInfo location;
    private final MultimediaAuth authentication;
    private final ServerAssignment assignment;

    /** What an operator may choose. */
    public CxProcedures(RegistrationStore store, CxRules rules, Trace trace) {
        this.authorization = new UserAuthorization(store, trace);
        this.location = new LocationInfo(store, trace);
        this.authentication = new MultimediaAuth(store, rules.plainUserNames(), trace);
        this.assignment = new ServerAssignment(store, rules.keepServerName(), trace);
    }

    @Override
    public UserAuthorizationAnswer authorize(UserAuthorizationRequest request, Asker asker) {
        return authorization.answer(request, asker.join().withRegistration(request.publicIdentity().uri()));
    }

    // a location query belongs to a call, not to the registration of the one who is called
    @Override
    public LocationInfoAnswer locate(LocationInfoRequest request, Asker asker) {
        return location.answer(request, asker.join());
    }

    @Override
    public MultimediaAuthAnswer authenticate(MultimediaAuthRequest request, Asker asker) {
        return authentication.answer(request, asker, asker.join().withRegistration(request.publicIdentity().uri()));
    }

    @Override
    public ServerAssignmentAnswer assign(ServerAssignmentRequest request, Asker asker) {
        return assignment.answer(request, asker, request.publicIdentities().isEmpty() ? asker.join()
                : asker.join().withRegistration(request.publicIdentities().get(0).uri()));
    }

    // TS 29.229 7.1.1: SiFC and AliasInd
    @Override
    public List<SupportedFeatures> features() {
        return List.of(SupportedFeatures.of(Assigner.FEATURE_LIST, SHARED_SETS_AND_ALIASES));
    }
}
