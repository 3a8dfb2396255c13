package org.calliope.ims.portability.sample;

import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.annotation.SipApplicationKey;

/** Requests with the same {@code X-Key} share an application session; without one each has its own. */
public class Key {

    /** JSR 289 15.11.2: asked by the container for every initial request. */
    @SipApplicationKey
    public static String of(SipServletRequest request) {
        String key = request.getHeader("X-Key");
        return key == null ? request.getCallId() : key;
    }
}
