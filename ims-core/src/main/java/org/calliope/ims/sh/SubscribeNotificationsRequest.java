package org.calliope.ims.sh;

import java.time.Instant;
import java.util.Optional;

/**
 * SNR, Sh-Subs-Notif, TS 29.328 6.1.3, TS 29.329 6.1.5: tell me when this changes.
 *
 * @param sendData Send-Data-Indication: the answer shall have the data as it is now
 * @param expiry   Expiry-Time, until when; absent for ever
 * @param oneTime  One-Time-Notification: the subscription ends with the first notification
 */
public record SubscribeNotificationsRequest(Subject subject, DataSelection selection, SubscriptionType type,
                                            boolean sendData, Optional<Instant> expiry, boolean oneTime) {

    public SubscribeNotificationsRequest(Subject subject, DataSelection selection, SubscriptionType type) {
        this(subject, selection, type, false, Optional.empty(), false);
    }
}
