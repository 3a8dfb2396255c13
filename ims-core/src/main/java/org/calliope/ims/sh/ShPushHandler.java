package org.calliope.ims.sh;

import org.calliope.ims.diameter.Asker;

/**
 * What an application server does with notifications (TS 29.328 6.1.4). Called on the bounded worker pool of the
 * Diameter node and may block. Errors as for {@link ShHandler}.
 */
public interface ShPushHandler {

    PushNotificationAnswer notified(PushNotificationRequest request, Asker hss);
}
