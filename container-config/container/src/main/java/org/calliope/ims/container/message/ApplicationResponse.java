package org.calliope.ims.container.message;

import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import java.io.IOException;
import java.text.ParseException;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServletRequest;
import javax.sip.Dialog;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.Transaction;
import javax.sip.header.RSeqHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.container.transport.StreamChannel;
import org.calliope.ims.sip.Headers;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.Servlet3SipServletResponseImpl;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** A response as the specification says where the core says otherwise. For the thread that has the call. */
final class ApplicationResponse extends Servlet3SipServletResponseImpl {

    private static final String EXPIRES = "Expires";
    private static final String DEFAULT_EXPIRES = "3600";
    /** Of these the core keeps the last one only. */
    private static final Set<String> CHALLENGES = Set.of("www-authenticate", "proxy-authenticate");

    private final boolean received;
    private final boolean secure;
    private boolean sent;

    ApplicationResponse(Response response, SipFactoryImpl factory, Transaction transaction, MobicentsSipSession session,
                        Dialog dialog, boolean generated, boolean retransmission) {
        super(response, factory, transaction, session, dialog, generated, retransmission);
        received = transaction instanceof SIPClientTransaction;
        secure = connection(response, transaction).filter(StreamChannel::isSecure).isPresent();
    }

    /** What a response has come over; empty over UDP, and when whoever knows its branch has sent it over another connection. */
    static Optional<StreamChannel> connection(Response response, Transaction transaction) {
        return transaction instanceof SIPClientTransaction client && client.getMessageChannel() instanceof StreamChannel channel
            && channel.hasReceived((SIPResponse) response) ? Optional.of(channel) : Optional.empty();
    }

    /** 5.5: the connection says it, since who answers can write any transport into the Via. */
    @Override
    public boolean isSecure() {
        return received ? secure : super.isSecure();
    }

    @Override
    public void send() throws IOException {
        if (!isProxiedResponse() && getSipSession().getProxy() instanceof ApplicationProxy proxy && proxy.holds(this)) {
            sent = true;
            return;
        }
        sendNow();
    }

    /** Sends whatever a proxy thinks of it. */
    void sendNow() throws IOException {
        saysHowLong();
        enterDialog();
        super.send();
        sent = true;
        if (getStatus() >= Response.OK && getRequest() instanceof ApplicationRequest request) {
            request.answered();
        }
    }

    /** RFC 6665 4.2.1.1: a 2xx to SUBSCRIBE says for how long; the core fails over one that does not. */
    private void saysHowLong() {
        if (getStatus() / 100 == 2 && Request.SUBSCRIBE.equals(getMethod()) && getHeader(EXPIRES) == null) {
            String asked = getRequest() == null ? null : getRequest().getHeader(EXPIRES);
            setHeader(EXPIRES, asked == null ? DEFAULT_EXPIRES : asked);
        }
    }

    /** 12.5: a 2xx with another tag than the first early dialog's is in a dialog of its own, which the stack has not made. */
    private void enterDialog() {
        String tag = ((SIPResponse) getResponse()).getToTag();
        if (getStatus() / 100 == 2 && tag != null && getTransaction() instanceof SIPServerTransaction server
            && server.getDialog() instanceof SIPDialog first && first.getLocalTag() != null && !first.getLocalTag().equals(tag)) {
            SIPDialog own = new SIPDialog((SIPTransaction) server);
            server.setDialog(own, ((SIPResponse) getResponse()).getDialogId(true));
            dialog = own;
            getSipSession().setSessionCreatingDialog(own);
        }
    }

    /** 5.2: what was sent is committed. */
    @Override
    public boolean isCommitted() {
        return sent || isMessageSent() || super.isCommitted();
    }

    @Override
    protected void checkMessageState() {
        checkOpen();
        super.checkMessageState();
    }

    @Override
    public void setStatus(int status) {
        checkOpen();
        super.setStatus(status);
    }

    @Override
    public void setStatus(int status, String reason) {
        checkOpen();
        super.setStatus(status, reason);
    }

    /** JSR 289 5.2: what was sent can not be changed. */
    private void checkOpen() {
        if (sent) {
            throw new IllegalStateException(getStatus() + " has been sent already");
        }
    }

    /** RFC 3261 17.1.1.3: a refusal is acknowledged by the transaction. */
    @Override
    public SipServletRequest createAck() {
        if (getStatus() >= Response.MULTIPLE_CHOICES) {
            throw new IllegalStateException(getStatus() + " is acknowledged by the container");
        }
        return super.createAck();
    }

    @Override
    public SipServletRequest createPrack() throws Rel100Exception {
        if (!Request.INVITE.equals(getMethod())) {
            throw new Rel100Exception(Rel100Exception.NOT_INVITE);
        }
        if (getStatus() <= Response.TRYING || getStatus() >= Response.OK) {
            throw new Rel100Exception(Rel100Exception.NOT_1XX);
        }
        if (getResponse().getHeader(RSeqHeader.NAME) == null || !containsRel100(getResponse())) {
            throw new Rel100Exception(Rel100Exception.NOT_100rel);
        }
        return super.createPrack();
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

    /** 5.4: a challenge is added to those that are there (RFC 8760 2.3). */
    @Override
    public void addHeader(String name, String value) {
        if (!CHALLENGES.contains(name.toLowerCase(Locale.ROOT)) || getHeader(name) == null) {
            super.addHeader(name, value);
            return;
        }
        // as the core does for the first one: a response that a proxy passes on may be changed on its way
        checkOpen();
        try {
            getMessage().addHeader(SipFactory.getInstance().createHeaderFactory().createHeader(name, value));
        } catch (ParseException | PeerUnavailableException e) {
            throw new IllegalArgumentException(Headers.WWW_AUTHENTICATE + " can not be " + value, e);
        }
    }
}
