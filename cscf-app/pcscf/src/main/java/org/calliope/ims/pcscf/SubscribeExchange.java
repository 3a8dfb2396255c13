package org.calliope.ims.pcscf;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.Icids;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegInfoXml;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;
import org.calliope.ims.xml.MalformedXml;

/** Translates between SUBSCRIBE and NOTIFY on SIP and the values of {@link RegistrationEvents}. Any thread. */
final class SubscribeExchange {

    private static final String EVENT = "reg";
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int NO_DIALOG = 481;

    private final Node node;
    private final SipEndpoint self;
    private final Supplier<SipFactory> factory;
    private final Icids icids = new Icids();

    /** @param factory asked when it is needed, since a listener is there before the container's */
    SubscribeExchange(Node node, Supplier<SipFactory> factory) {
        this.node = node;
        this.self = node.topology().pcscf();
        this.factory = factory;
    }

    /** @return whether the message belongs to a subscription of ours */
    static boolean isOurs(SipSession session) {
        return session.getAttribute(Subscription.class.getName()) != null;
    }

    private static Subscription subscription(SipSession session) {
        return (Subscription) session.getAttribute(Subscription.class.getName());
    }

    /** @return a dialog that is still to be made */
    Subscription.Notifier dialog() {
        return new Dialog();
    }

    /** The response to a SUBSCRIBE of ours. */
    static void answered(SipServletResponse response, RegistrationEvents events) {
        Subscription subscription = subscription(response.getSession());
        int status = response.getStatus();
        if (status >= MULTIPLE_CHOICES) {
            events.refused(subscription, status, SubscriptionState.seconds(
                    MessageValues.text(response, Headers.RETRY_AFTER)));
        } else if (status >= OK) {
            int seconds = response.getExpires();
            events.granted(subscription, seconds < 0 ? Subscription.MARGIN : Duration.ofSeconds(seconds));
        }
    }

    /** NOTIFY within a subscription of ours. */
    static void notified(SipServletRequest notify, RegistrationEvents events) throws IOException {
        Subscription subscription = subscription(notify.getSession());
        SubscriptionState state = SubscriptionState.of(MessageValues.text(notify, Headers.SUBSCRIPTION_STATE));
        Optional<RegInfo> document = notify.getContentLength() > 0 ? Optional.of(document(notify)) : Optional.empty();
        // RFC 6665 4.1.3: what ends is answered whether it is known or not
        int status = state.over() || events.knows(subscription) ? OK : NO_DIALOG;
        boolean gap = events.told(subscription, document);
        notify.createResponse(status).send();
        events.notified(subscription, state, gap);
    }

    private static RegInfo document(SipServletRequest notify) throws IOException {
        String type = String.valueOf(notify.getContentType());
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(RegInfoXml.CONTENT_TYPE)) {
            throw new SipRefusal(UNSUPPORTED_MEDIA_TYPE, "only " + RegInfoXml.CONTENT_TYPE + " is understood",
                    "registration state", "RFC 3680 4.5", Map.of("content-type", type));
        }
        try {
            return RegInfoXml.parse(new String(notify.getRawContent(), StandardCharsets.UTF_8));
        } catch (MalformedXml malformed) {
            throw Refusals.malformed(RegInfoXml.CONTENT_TYPE, malformed);
        }
    }

    /** The dialog of a subscription, from its first SUBSCRIBE on. */
    private final class Dialog implements Subscription.Notifier {

        private volatile SipSession session;

        @Override
        public void subscribe(Subscription by, Duration lifetime) {
            try {
                SipServletRequest subscribe = session == null ? first(by) : session.createRequest(Methods.SUBSCRIBE);
                subscribe.setHeader(Headers.EVENT, EVENT);
                subscribe.setHeader(Headers.EXPIRES, Long.toString(lifetime.toSeconds()));
                subscribe.setHeader(Headers.ACCEPT, RegInfoXml.CONTENT_TYPE);
                // JSR 289 6.1.2: without this the application session would end before the subscription is renewed
                subscribe.getApplicationSession().setExpires((int) lifetime.plus(Subscription.MARGIN).toMinutes());
                subscribe.send();
            } catch (IOException | ServletParseException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }

        private SipServletRequest first(Subscription by) throws ServletParseException {
            SipFactory sip = factory.get();
            SipServletRequest subscribe = sip.createRequest(sip.createApplicationSession(), Methods.SUBSCRIBE,
                    sip.createAddress('<' + self.uri() + '>'), sip.createAddress('<' + by.identity().uri() + '>'));
            session = subscribe.getSession();
            session.setAttribute(Subscription.class.getName(), by);
            session.setOutboundInterface(new InetSocketAddress(self.host(), self.port()));
            ChargingVector vector = ChargingVector.create(icids, self.host(), node.topology().domain());
            subscribe.setHeader(Headers.P_CHARGING_VECTOR, vector.format());
            subscribe.setHeader(Headers.P_ASSERTED_IDENTITY, '<' + self.uri() + '>');
            // 5.2.3: by an I-CSCF of the home network
            subscribe.pushRoute(sip.createAddress('<' + node.topology().icscf().uri() + ";lr>"));
            node.trace().decide(RegistrationEvents.noted("subscribed", Map.of(),
                    new Join(vector.icid(), subscribe.getCallId(), by.identity().uri(), "")));
            return subscribe;
        }

        @Override
        public void close() {
            if (session != null && session.isValid()) {
                session.getApplicationSession().invalidate();
            }
        }

        @Override
        public void closeLater() {
            if (session != null && session.isValid()) {
                session.getApplicationSession().setExpires(1);
            }
        }
    }
}
