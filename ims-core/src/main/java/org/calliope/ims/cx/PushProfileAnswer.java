package org.calliope.ims.cx;

/** PPA, TS 29.229 6.1.12. */
public record PushProfileAnswer(ResultCode result) {
}
