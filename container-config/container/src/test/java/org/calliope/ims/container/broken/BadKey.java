package org.calliope.ims.container.broken;

import javax.servlet.sip.SipServlet;
import javax.servlet.sip.annotation.SipApplicationKey;

/** Its key method has a wrong parameter. */
@javax.servlet.sip.annotation.SipServlet
public class BadKey extends SipServlet {

    private static final long serialVersionUID = 1L;

    @SipApplicationKey
    public static String key(String request) {
        return request;
    }
}
