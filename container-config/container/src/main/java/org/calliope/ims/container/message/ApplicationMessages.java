package org.calliope.ims.container.message;

import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.security.cert.X509Certificate;
import javax.servlet.sip.SipServletRequest;
import javax.sip.Dialog;
import javax.sip.Transaction;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.container.transport.StreamChannel;
import org.mobicents.servlet.sip.core.MobicentsSipFactory;
import org.mobicents.servlet.sip.core.MobicentsSipServletMessageFactory;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletMessage;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/**
 * Makes every message that an application sees; one from a TLS peer that has shown a certificate says so in an attribute
 * (JSR 289 5.4.3). Made by the core by its name; any thread.
 */
public final class ApplicationMessages implements MobicentsSipServletMessageFactory {

    /** Attribute of a request: the verified certificates of who has sent it, its own first. */
    public static final String CERTIFICATES = "javax.servlet.request.X509Certificate";

    private static final String RESPONSE_CERTIFICATES = "javax.servlet.response.X509Certificate";

    private MobicentsSipFactory factory;

    @Override
    public MobicentsSipServletRequest createSipServletRequest(Request request, MobicentsSipSession session,
                                                              Transaction transaction, Dialog dialog, boolean createDialog) {
        ApplicationRequest made = new ApplicationRequest(request, (SipFactoryImpl) factory, session, transaction, dialog, createDialog);
        if (transaction instanceof SIPServerTransaction server && server.getMessageChannel() instanceof StreamChannel channel) {
            certificates(made, CERTIFICATES, channel);
        }
        return made;
    }

    @Override
    public MobicentsSipServletResponse createSipServletResponse(Response response, Transaction transaction,
                                                                MobicentsSipSession session, Dialog dialog,
                                                                boolean generated, boolean retransmission) {
        ApplicationResponse made = new ApplicationResponse(response, (SipFactoryImpl) factory, transaction, session, dialog, generated,
            retransmission);
        ApplicationResponse.connection(response, transaction).ifPresent(channel -> certificates(made, RESPONSE_CERTIFICATES, channel));
        return made;
    }

    /** {@link org.calliope.ims.node.ContainerExtensions#UNROUTE}. */
    public static void unroute(SipServletRequest request) {
        ((ApplicationRequest) request).getMessage().removeHeader(RouteHeader.NAME);
    }

    private static void certificates(MobicentsSipServletMessage message, String attribute, StreamChannel channel) {
        X509Certificate[] shown = channel.certificates();
        if (shown.length > 0) {
            message.setAttribute(attribute, shown);
        }
    }

    @Override
    public MobicentsSipFactory getMobicentsSipFactory() {
        return factory;
    }

    @Override
    public void setMobicentsSipFactory(MobicentsSipFactory sipFactory) {
        factory = sipFactory;
    }
}
