package org.calliope.ims.container.context;

import java.nio.charset.StandardCharsets;
import javax.servlet.sip.SipURI;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.message.SipFactoryFacade;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** The factory that an application gets. */
class ConvergedSipFactory extends SipFactoryFacade {

    private static final long serialVersionUID = 1L;
    /** What the user part may hold beside letters and digits, RFC 3261 25.1. */
    private static final String USER = "-_.!~*'()&=+$,;?/";

    ConvergedSipFactory(SipFactoryImpl factory, SipContext application) {
        super(factory, application);
    }

    /** JSR 289 4.2.1: the user is given as it is; in the URI it stands escaped. */
    @Override
    public SipURI createSipURI(String user, String host) {
        return super.createSipURI(user == null ? null : escaped(user), host);
    }

    private static String escaped(String user) {
        StringBuilder text = new StringBuilder(user.length());
        for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || USER.indexOf(c) >= 0 || c == '%');
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }
}
