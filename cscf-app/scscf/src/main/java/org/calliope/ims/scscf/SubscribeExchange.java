package org.calliope.ims.scscf;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.Ioi;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.reginfo.RegInfoXml;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.trace.Join;

/** Translates between SUBSCRIBE and NOTIFY on SIP and the notifier's values. Any thread. */
final class SubscribeExchange {

    /** Attribute of the session of a subscription's dialog. */
    private static final String SUBSCRIPTION = "subscription";
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int SECONDS_A_MINUTE = 60;
    /** How long a session outlives its subscription, for the last NOTIFY and its answer; minutes. */
    private static final int GRACE_MINUTES = 2;

    private final Subscriptions subscriptions;
    private final InetSocketAddress self;
    private final String domain;

    /** @param self where this S-CSCF listens */
    SubscribeExchange(Subscriptions subscriptions, InetSocketAddress self, String domain) {
        this.subscriptions = subscriptions;
        this.self = self;
        this.domain = domain;
    }

    /** @return whether the request is a SUBSCRIBE to registration state */
    static boolean concerns(SipServletRequest request) {
        return request.getMethod().equals(Methods.SUBSCRIBE)
                && SubscriptionRules.concerns(MessageValues.text(request, Headers.EVENT));
    }

    /** @return whether a user asks for the own registration, which its S-CSCF answers and does not send on */
    boolean own(SipServletRequest request) {
        return subscriptions.own(read(request, Join.NONE));
    }

    /** A SUBSCRIBE outside a dialog. */
    void subscribe(SipServletRequest request, Join join) throws IOException {
        SubscribeRequest subscribe = read(request, join);
        SipSession session = request.getSession();
        Subscription subscription = subscriptions.open(subscribe, new Dialog(session, subscribe.event(),
                MessageValues.chargingVector(request).map(vector -> vector.withOrigIoi(Ioi.type(vector.origIoi()).of(domain)))));
        session.setAttribute(SUBSCRIPTION, subscription);
        session.setOutboundInterface(self);
        try {
            accept(request, subscription);
        } catch (IOException | RuntimeException e) {
            subscriptions.drop(subscription, "the SUBSCRIBE could not be answered");
            throw e;
        }
        subscriptions.notify(subscription);
    }

    /** @return the subscription whose dialog this is; none when the session has ended with it, before the last answer */
    static Optional<Subscription> subscription(SipSession session) {
        return session.isValid() ? Optional.ofNullable((Subscription) session.getAttribute(SUBSCRIPTION)) : Optional.empty();
    }

    /** A request within the dialog: SUBSCRIBE again, and nothing else. */
    void within(SipServletRequest request, Subscription subscription, Join join) throws IOException {
        if (!request.getMethod().equals(Methods.SUBSCRIBE)) {
            request.createResponse(METHOD_NOT_ALLOWED).send();
            return;
        }
        subscriptions.extend(subscription, read(request, join));
        accept(request, subscription);
        subscriptions.notify(subscription);
    }

    /** An answer to a NOTIFY. */
    void answered(SipServletResponse response, Subscription subscription) {
        if (response.getStatus() >= MULTIPLE_CHOICES) {
            subscriptions.refused(subscription, response.getStatus());
        }
    }

    private SubscribeRequest read(SipServletRequest request, Join join) {
        PublicIdentity identity = Identities.named("the Request-URI", request.getRequestURI().toString());
        return new SubscribeRequest(identity, ProfileKey.of(MessageValues.text(request, Headers.P_PROFILE_KEY), identity),
                MessageValues.identities(request, Headers.P_ASSERTED_IDENTITY),
                MessageValues.text(request, Headers.EVENT), MessageValues.all(request, Headers.ACCEPT),
                RegisterExchange.expires(request), join.withRegistration(identity.uri()));
    }

    // 5.4.2.1.1 step 3: Contact is the container's and leads back into the dialog
    private void accept(SipServletRequest request, Subscription subscription) throws IOException {
        int left = subscriptions.left(subscription);
        request.getApplicationSession().setExpires(left / SECONDS_A_MINUTE + GRACE_MINUTES);
        SipServletResponse response = request.createResponse(OK);
        response.setExpires(left);
        MessageValues.chargingVector(request).ifPresent(vector -> response.setHeader(Headers.P_CHARGING_VECTOR,
                vector.withTermIoi(Ioi.type(vector.origIoi()).of(domain)).format()));
        response.send();
    }

    /** The dialog of a subscription. */
    private record Dialog(SipSession session, String event, Optional<ChargingVector> vector)
            implements Subscription.Subscriber {

        @Override
        public void notify(String state, String regInfo) {
            try {
                SipServletRequest notify = session.createRequest(Methods.NOTIFY);
                notify.setHeader(Headers.EVENT, event);
                notify.setHeader(Headers.SUBSCRIPTION_STATE, state);
                vector.ifPresent(value -> notify.setHeader(Headers.P_CHARGING_VECTOR, value.format()));
                notify.setContent(regInfo, RegInfoXml.CONTENT_TYPE);
                notify.send();
            } catch (IOException | RuntimeException e) {
                // whatever a container makes of a dialog that is gone must not stop the change that is told
                throw new IllegalStateException("the subscriber cannot be reached", e);
            }
        }

        @Override
        public void close() {
            if (session.isValid()) {
                session.getApplicationSession().invalidate();
            }
        }
    }
}
