package org.calliope.ims.pcscf;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.calliope.ims.element.Expiries;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.element.Sweep;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.Icids;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegInfoXml;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.xml.MalformedXml;

/**
 * The P-CSCF's subscriptions to the registration state of those who registered here, one for each default identity:
 * TS 24.229 5.2.3, RFC 3680, RFC 6665. Any thread.
 */
final class RegistrationEvents implements Sweep {

    private static final String CLAUSE = "TS 24.229 5.2.3";
    private static final String EVENT = "reg";
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int NO_DIALOG = 481;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;
    /** 5.2.3: a subscription is to outlive the registration; and it is renewed so long before its end. */
    private static final Duration MARGIN = Duration.ofSeconds(600);
    /** The S-CSCF ends a subscription with its registration: so long it has time to. */
    private static final Duration COURTESY = Duration.ofSeconds(2);
    /** However short an S-CSCF makes a subscription, it is not renewed all the time. */
    private static final int LEAST_SECONDS = 10;
    private static final Duration RETRY = Duration.ofSeconds(60);
    private static final Duration RESUBSCRIBE = Duration.ofSeconds(5);
    /** After a restart so many subscriptions are made a second: beside the traffic they are to be a trifle. */
    private static final int RESUMED_A_SECOND = 50;

    private final Node node;
    private final SipEndpoint self;
    private final UeRegistrations registrations;
    private final Supplier<SipFactory> factory;
    private final boolean on;
    private final Icids icids = new Icids();
    private final ConcurrentHashMap<PublicIdentity, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Expiries<PublicIdentity> due = new Expiries<>();

    /** One subscription; an attribute of its session. */
    private static final class Subscription {

        private final PublicIdentity identity;
        private final ReginfoSequence sequence = new ReginfoSequence();
        private volatile SipSession session;
        private volatile Instant renewal = Instant.MAX;

        Subscription(PublicIdentity identity) {
            this.identity = identity;
        }

        static Optional<Subscription> of(SipSession session) {
            return Optional.ofNullable((Subscription) session.getAttribute(Subscription.class.getName()));
        }
    }

    /** @param factory asked when it is needed, since a listener is there before the container's */
    RegistrationEvents(Node node, UeRegistrations registrations, PcscfSettings settings, Supplier<SipFactory> factory) {
        this.node = node;
        this.self = node.topology().pcscf();
        this.registrations = registrations;
        this.factory = factory;
        this.on = settings.regEvent();
    }

    /** @return whether the message belongs to a subscription of ours */
    static boolean isOurs(SipSession session) {
        return Subscription.of(session).isPresent();
    }

    /** After each 200 to a REGISTER that lasts: subscribes when that was the user's first. */
    void registered(UeRegistration registration) {
        PublicIdentity identity = registration.defaultIdentity();
        Subscription fresh = new Subscription(identity);
        if (on && subscriptions.putIfAbsent(identity, fresh) == null) {
            subscribe(fresh);
        }
    }

    /** After a restart: who is registered gets a subscription again, one after the other. */
    void resume(Instant now) {
        if (on) {
            AtomicInteger turn = new AtomicInteger();
            registrations.all().stream().map(UeRegistration::defaultIdentity).distinct().forEach(identity ->
                    due.set(identity, now.plus(RESUBSCRIBE).plusSeconds(turn.getAndIncrement() / RESUMED_A_SECOND)));
        }
    }

    /** A registration is gone: if it was the last of its user the subscription is of no use any more. */
    void gone(UeRegistration registration) {
        if (subscriptions.containsKey(registration.defaultIdentity())) {
            due.set(registration.defaultIdentity(), Instant.now().plus(COURTESY));
        }
    }

    @Override
    public void sweep(Instant now) {
        for (PublicIdentity identity : due.due(now)) {
            Subscription subscription = subscriptions.get(identity);
            List<UeRegistration> alive = registrations.of(identity);
            if (subscription == null) {
                alive.stream().findFirst().ifPresent(this::registered);
            } else if (alive.isEmpty()) {
                forget(subscription);
                refresh(subscription, Duration.ZERO);
            } else if (subscription.renewal.isAfter(now)) {
                due.set(identity, subscription.renewal);
            } else {
                refresh(subscription, lifetime(identity, now));
            }
        }
    }

    private void subscribe(Subscription subscription) {
        PublicIdentity identity = subscription.identity;
        try {
            SipFactory sip = factory.get();
            SipServletRequest subscribe = sip.createRequest(sip.createApplicationSession(), Methods.SUBSCRIBE,
                    sip.createAddress('<' + self.uri() + '>'), sip.createAddress('<' + identity.uri() + '>'));
            subscription.session = subscribe.getSession();
            subscription.session.setAttribute(Subscription.class.getName(), subscription);
            subscription.session.setOutboundInterface(new InetSocketAddress(self.host(), self.port()));
            ChargingVector vector = ChargingVector.create(icids, self.host());
            subscribe.setHeader(Headers.P_CHARGING_VECTOR, vector.format());
            subscribe.setHeader(Headers.P_ASSERTED_IDENTITY, '<' + self.uri() + '>');
            // 5.2.3: by an I-CSCF of the home network
            subscribe.pushRoute(sip.createAddress('<' + node.topology().icscf().uri() + ";lr>"));
            send(subscribe, lifetime(identity, Instant.now()));
            noted("subscribed", identity, vector.icid(), subscribe.getCallId(), Map.of());
        } catch (ServletParseException | IOException | IllegalStateException e) {
            failed(subscription, "cannot be sent: " + e.getMessage());
            due.set(identity, Instant.now().plus(RETRY));
        }
    }

    private Duration lifetime(PublicIdentity identity, Instant now) {
        Instant last = registrations.of(identity).stream().map(UeRegistration::expires).max(Instant::compareTo)
                .orElse(now);
        return Duration.between(now, last).plus(MARGIN);
    }

    /** Asks for the whole state anew, and for so much time; none ends the subscription. */
    private void refresh(Subscription subscription, Duration lifetime) {
        try {
            send(subscription.session.createRequest(Methods.SUBSCRIBE), lifetime);
        } catch (IOException | IllegalStateException e) {
            // the dialog is gone: so is what was to be renewed or ended
            failed(subscription, "the dialog is gone");
            due.set(subscription.identity, Instant.now().plus(RESUBSCRIBE));
        }
    }

    private static void send(SipServletRequest subscribe, Duration lifetime) throws IOException {
        subscribe.setHeader(Headers.EVENT, EVENT);
        subscribe.setHeader(Headers.EXPIRES, Long.toString(lifetime.toSeconds()));
        subscribe.setHeader(Headers.ACCEPT, RegInfoXml.CONTENT_TYPE);
        // JSR 289 6.1.2: without this the application session would end before the subscription is renewed
        subscribe.getApplicationSession().setExpires((int) lifetime.plus(MARGIN).toMinutes());
        subscribe.send();
    }

    /** The response to a SUBSCRIBE of ours. */
    void answered(SipServletResponse response) {
        Subscription subscription = Subscription.of(response.getSession()).orElseThrow();
        int status = response.getStatus();
        if (status < OK) {
            return;
        }
        if (subscriptions.get(subscription.identity) != subscription) {
            over(subscription);
            return;
        }
        if (status < MULTIPLE_CHOICES) {
            int seconds = response.getExpires();
            Duration granted = seconds < 0 ? MARGIN : Duration.ofSeconds(Math.max(LEAST_SECONDS, seconds));
            Duration before = granted.compareTo(MARGIN.multipliedBy(2)) > 0 ? granted.minus(MARGIN) : granted.dividedBy(2);
            subscription.renewal = Instant.now().plus(before);
            due.set(subscription.identity, subscription.renewal);
            return;
        }
        failed(subscription, status + " " + response.getReasonPhrase());
        if (status == NO_DIALOG || status == REQUEST_TIMEOUT || status >= SERVER_ERROR) {
            due.set(subscription.identity, Instant.now().plus(RETRY));
        }
    }

    /** NOTIFY within a subscription of ours. */
    void notified(SipServletRequest notify) throws IOException {
        Subscription subscription = Subscription.of(notify.getSession()).orElseThrow();
        boolean ended = ended(notify);
        boolean current = subscriptions.get(subscription.identity) == subscription;
        boolean gap = current && notify.getContentLength() > 0 && !apply(subscription, document(notify));
        notify.createResponse(current || ended ? OK : NO_DIALOG).send();
        if (ended) {
            terminated(subscription, notify.getHeader(Headers.SUBSCRIPTION_STATE));
        } else if (gap) {
            refresh(subscription, lifetime(subscription.identity, Instant.now()));
        }
    }

    private static boolean ended(SipServletRequest notify) {
        return MessageValues.text(notify, Headers.SUBSCRIPTION_STATE).strip().toLowerCase(Locale.ROOT)
                .startsWith("terminated");
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

    /** @return false when a document before this one is missing */
    private boolean apply(Subscription subscription, RegInfo told) {
        ReginfoSequence.Turn turn = subscription.sequence.take(told);
        if (turn != ReginfoSequence.Turn.APPLY) {
            return turn != ReginfoSequence.Turn.GAP;
        }
        Instant now = Instant.now();
        NetworkChange change = new NetworkChange(told, now);
        for (UeRegistration before : registrations.of(subscription.identity)) {
            Optional<UeRegistration> after = change.of(before);
            if (after.isEmpty()) {
                registrations.remove(before);
                noted("ended by the network", subscription.identity, "", "", Map.of("flow", before.flow()));
            } else if (!after.get().equals(before)) {
                registrations.store(after.get());
                noted("changed by the network", subscription.identity, "", "", Map.of("identities",
                        after.get().identities().toString(), "seconds left",
                        Long.toString(Duration.between(now, after.get().expires()).toSeconds())));
            }
        }
        return true;
    }

    // RFC 6665 4.1.3: whether to subscribe again, and when
    private void terminated(Subscription subscription, String state) {
        boolean current = forget(subscription);
        subscription.session.getApplicationSession().invalidate();
        String lower = state.toLowerCase(Locale.ROOT);
        if (current && !lower.contains("noresource") && !lower.contains("rejected")) {
            due.set(subscription.identity, Instant.now().plus(lower.contains("deactivated") ? RESUBSCRIBE : RETRY));
        }
    }

    private boolean forget(Subscription subscription) {
        boolean current = subscriptions.remove(subscription.identity, subscription);
        if (current) {
            due.remove(subscription.identity);
        }
        return current;
    }

    // else the session would stay as long as it was made for; what the S-CSCF still has to say comes within the minute
    private static void over(Subscription subscription) {
        if (subscription.session != null && subscription.session.isValid()) {
            subscription.session.getApplicationSession().setExpires(1);
        }
    }

    private void failed(Subscription subscription, String why) {
        forget(subscription);
        over(subscription);
        noted("not subscribed", subscription.identity, "", "", Map.of("because", why));
    }

    private void noted(String what, PublicIdentity identity, String icid, String callId, Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(values);
        all.put("what", what);
        node.trace().decide(Decision.noted(Role.PCSCF, "registration state", all, CLAUSE,
                new Join(icid, callId, identity.uri(), "")));
    }

    /** @return entries of all indexes, for the test that nothing stays behind */
    int entries() {
        return subscriptions.size() + due.size();
    }
}
