package org.calliope.ims.hss.cx;

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
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * The HSS behind Cx. Every refusal is thrown as {@link org.calliope.ims.diameter.DiameterRefusal} after it was
 * written into the trace. Safe for any thread; blocks on SQL.
 */
public final class CxProcedures implements CxHandler {

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
        return authorize(request, asker.join());
    }

    @Override
    public LocationInfoAnswer locate(LocationInfoRequest request, Asker asker) {
        return locate(request, asker.join());
    }

    @Override
    public MultimediaAuthAnswer authenticate(MultimediaAuthRequest request, Asker asker) {
        return authenticate(request, asker.join());
    }

    @Override
    public ServerAssignmentAnswer assign(ServerAssignmentRequest request, Asker asker) {
        return assign(request, asker.join());
    }

    public UserAuthorizationAnswer authorize(UserAuthorizationRequest request, Join join) {
        return authorization.answer(request, join.withRegistration(request.publicIdentity().uri()));
    }

    // a location query belongs to a call, not to the registration of the one who is called
    public LocationInfoAnswer locate(LocationInfoRequest request, Join join) {
        return location.answer(request, join);
    }

    public MultimediaAuthAnswer authenticate(MultimediaAuthRequest request, Join join) {
        return authentication.answer(request, join.withRegistration(request.publicIdentity().uri()));
    }

    public ServerAssignmentAnswer assign(ServerAssignmentRequest request, Join join) {
        return assignment.answer(request, request.publicIdentities().isEmpty() ? join
                : join.withRegistration(request.publicIdentities().get(0).uri()));
    }
}
