package org.calliope.ims.sh;

import org.calliope.ims.cx.ResultCode;

/** PNA, TS 29.329 6.1.8. */
public record PushNotificationAnswer(ResultCode result) {
}
