package org.calliope.ims.sh;

/**
 * PNR, Sh-Notif, TS 29.328 6.1.4, TS 29.329 6.1.7: this has changed.
 *
 * @param userData an {@code Sh-Data} document, TS 29.328 annex D
 */
public record PushNotificationRequest(Subject subject, String userData) {
}
