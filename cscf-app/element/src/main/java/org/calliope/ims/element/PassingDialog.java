package org.calliope.ims.element;

import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;

/** How long an element remembers a dialog that it stays on the path of: as long as that lasts, and not longer. */
final class PassingDialog {

    /** Attribute of the session of a dialog that SUBSCRIBE has made. */
    private static final String SUBSCRIPTION = "org.calliope.ims.element.subscription";
    private static final String TERMINATED = "terminated";
    private static final int DOES_NOT_EXIST = 481;
    private static final int CLASS = 100;
    private static final int SUCCESS = 2;
    /** How long a dialog may be without any message; it goes at once when it ends in order. */
    private static final int LONGEST_SILENCE_MINUTES = 24 * 60;

    private PassingDialog() {
    }

    static boolean startedBy(String method) {
        return switch (method) {
            case Methods.INVITE, Methods.SUBSCRIBE, Methods.REFER, Methods.NOTIFY -> true;
            default -> false;
        };
    }

    /** A response passes by. */
    static void passed(SipServletResponse response) {
        Proxy proxy = response.getProxy();
        if (proxy == null) {
            return;
        }
        if (proxy.getRecordRoute() && response.getStatus() / CLASS == SUCCESS && startedBy(response.getMethod())) {
            keep(response);
        }
        if (response.getMethod().equals(Methods.NOTIFY) && response.getSession().getAttribute(SUBSCRIPTION) != null) {
            endSubscription(response);
        }
    }

    // JSR 289 6.1.2: an application session ends minutes after its last message, in the middle of a call too
    private static void keep(SipServletResponse response) {
        response.getApplicationSession().setExpires(LONGEST_SILENCE_MINUTES);
        if (response.getMethod().equals(Methods.SUBSCRIBE)) {
            response.getSession().setAttribute(SUBSCRIPTION, Boolean.TRUE);
        }
    }

    // RFC 6665 4.4.1: no BYE ends a subscription, but its last NOTIFY, or one that the subscriber knows nothing of
    private static void endSubscription(SipServletResponse response) {
        SipServletRequest notify = response.getRequest();
        boolean last = notify != null
                && MessageValues.text(notify, Headers.SUBSCRIPTION_STATE).strip().startsWith(TERMINATED);
        if (last || response.getStatus() == DOES_NOT_EXIST) {
            response.getApplicationSession().setExpires(1);
        }
    }
}
