package org.calliope.ims.container.sip;

import java.text.ParseException;
import java.util.ListIterator;
import java.util.Set;
import javax.sip.Dialog;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.Transaction;
import javax.sip.message.Response;
import org.calliope.ims.sip.Headers;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.Servlet3SipServletResponseImpl;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** A response as the specification says where the core says otherwise. */
public class ServletResponse extends Servlet3SipServletResponseImpl {

    /** Of these the core keeps the last one only. */
    private static final Set<String> CHALLENGES = Set.of("www-authenticate", "proxy-authenticate");

    /** Made by the core when it reads sessions of another node. */
    public ServletResponse() { }

    protected ServletResponse(Response response, SipFactoryImpl factory, Transaction transaction, MobicentsSipSession session,
                    Dialog dialog, boolean received, boolean retransmission) {
        super(response, factory, transaction, session, dialog, received, retransmission);
    }

    /** JSR 289 5.4: the compact name is as good as the long one. */
    @Override
    public String getHeader(String name) {
        return super.getHeader(HeaderNames.full(name));
    }

    @Override
    public ListIterator<String> getHeaders(String name) {
        return super.getHeaders(HeaderNames.full(name));
    }

    /** 5.2: what was sent is committed. */
    @Override
    public boolean isCommitted() {
        return isMessageSent() || super.isCommitted();
    }

    /** 5.4: a challenge is added to those that are there (RFC 8760 2.3). */
    @Override
    public void addHeader(String name, String value) {
        if (!CHALLENGES.contains(name.toLowerCase(java.util.Locale.ROOT)) || getHeader(name) == null) {
            super.addHeader(name, value);
            return;
        }
        checkMessageState();
        try {
            getMessage().addHeader(SipFactory.getInstance().createHeaderFactory().createHeader(name, value));
        } catch (ParseException | PeerUnavailableException e) {
            throw new IllegalArgumentException(Headers.WWW_AUTHENTICATE + " can not be " + value, e);
        }
    }
}
