package org.calliope.ims.cx;

import java.util.List;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.SupportedFeatures;

/**
 * The Cx interface as an HSS answers it (TS 29.228 6). Called on the bounded worker pool of the Diameter server
 * and may block. An error is answered by returning its code or by throwing
 * {@link org.calliope.ims.diameter.DiameterRefusal}; any other exception is answered UNABLE_TO_COMPLY.
 */
public interface CxHandler {

    UserAuthorizationAnswer authorize(UserAuthorizationRequest request, Asker asker);

    LocationInfoAnswer locate(LocationInfoRequest request, Asker asker);

    MultimediaAuthAnswer authenticate(MultimediaAuthRequest request, Asker asker);

    ServerAssignmentAnswer assign(ServerAssignmentRequest request, Asker asker);

    /** @return what is said in Supported-Features, TS 29.229 7.2; a request that needs more is refused before it comes */
    default List<SupportedFeatures> features() {
        return List.of();
    }
}
