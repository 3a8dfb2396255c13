package org.calliope.ims.cx;

import org.calliope.ims.trace.Join;

/**
 * The Cx interface as an HSS answers it (TS 29.228 6). Called on the bounded worker pool of the Diameter server
 * and may block. An error is answered by returning its code or by throwing
 * {@link org.calliope.ims.diameter.DiameterRefusal}; any other exception is answered UNABLE_TO_COMPLY.
 *
 * <p>The server calls the two-argument forms: override them instead where a decision is to be joined with the
 * Diameter session in the trace.
 */
public interface CxHandler {

    UserAuthorizationAnswer authorize(UserAuthorizationRequest request);

    LocationInfoAnswer locate(LocationInfoRequest request);

    MultimediaAuthAnswer authenticate(MultimediaAuthRequest request);

    ServerAssignmentAnswer assign(ServerAssignmentRequest request);

    default UserAuthorizationAnswer authorize(UserAuthorizationRequest request, Join join) {
        return authorize(request);
    }

    default LocationInfoAnswer locate(LocationInfoRequest request, Join join) {
        return locate(request);
    }

    default MultimediaAuthAnswer authenticate(MultimediaAuthRequest request, Join join) {
        return authenticate(request);
    }

    default ServerAssignmentAnswer assign(ServerAssignmentRequest request, Join join) {
        return assign(request);
    }
}
