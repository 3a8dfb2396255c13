package org.calliope.ims.sh;

import org.calliope.ims.diameter.Asker;

/**
 * The Sh interface as an HSS answers it (TS 29.328 6). Called on the bounded worker pool of the Diameter server
 * and may block. An error is answered by returning its code or by throwing
 * {@link org.calliope.ims.diameter.DiameterRefusal}; any other exception is answered UNABLE_TO_COMPLY.
 */
public interface ShHandler {

    UserDataAnswer read(UserDataRequest request, Asker asker);

    ProfileUpdateAnswer update(ProfileUpdateRequest request, Asker asker);

    SubscribeNotificationsAnswer subscribe(SubscribeNotificationsRequest request, Asker asker);
}
