package org.calliope.ims.container.context;

import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.SipSessionImpl;
import org.mobicents.servlet.sip.core.session.SipSessionKey;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/**
 * A SIP session that stays when a listener says so: whoever hears that it is ready to be invalidated may take its
 * invalidate-when-ready away (JSR 289 6.2.4.2). The core asks before it tells the listeners, and not after.
 */
class LastingSipSession extends SipSessionImpl {

    private boolean telling;

    LastingSipSession(SipSessionKey key, SipFactoryImpl factory, MobicentsSipApplicationSession parent) {
        super(key, factory, parent);
    }

    @Override
    public void onReadyToInvalidate() {
        telling = true;
        try {
            super.onReadyToInvalidate();
        } finally {
            telling = false;
        }
    }

    @Override
    public void invalidate(boolean bypassCheck) {
        if (!telling || getInvalidateWhenReady()) {
            super.invalidate(bypassCheck);
        }
    }
}
