package org.calliope.ims.sh;

import java.util.List;
import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.SupportedFeatures;

/**
 * The Sh interface as an HSS answers it (TS 29.328 6). Called on the bounded worker pool of the Diameter server
 * and may block. An error is answered by returning its code or by throwing
 * {@link org.calliope.ims.diameter.DiameterRefusal}; any other exception is answered UNABLE_TO_COMPLY.
 */
public interface ShHandler {

    UserDataAnswer read(UserDataRequest request, Asker asker);

    ProfileUpdateAnswer update(ProfileUpdateRequest request, Asker asker);

    SubscribeNotificationsAnswer subscribe(SubscribeNotificationsRequest request, Asker asker);

    /** @return what is said in Supported-Features, TS 29.229 7.2; a request that needs more is refused before it comes */
    default List<SupportedFeatures> features() {
        return List.of();
    }
}
