package org.calliope.ims.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.calliope.ims.testkit.wire.SipMessage;

/** Brings what arrives to the call or subscription it belongs to, or to the box a script waits at. */
final class Dispatcher implements TransactionLayer.Handler {
    static final String ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, INFO, UPDATE, NOTIFY";
    /** The status that means: the script answers. */
    static final int BY_SCRIPT = 0;

    private final Map<String, DialogUsage> usages = new ConcurrentHashMap<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>(
            Map.of("MESSAGE", 200, "OPTIONS", 200, "INFO", 200, "NOTIFY", 200));
    private final Inbox<IncomingCall> calls = new Inbox<>();
    private final Inbox<ServerTransaction> requests = new Inbox<>();
    private final Inbox<SipMessage> strays = new Inbox<>();
    private volatile Optional<Outbound> outbound = Optional.empty();
    private volatile boolean answersCalls;

    /** Must be called before anything can arrive that needs an answer. */
    void connect(Outbound ready) {
        outbound = Optional.of(ready);
    }

    void remember(DialogUsage usage) {
        usages.put(key(usage.dialog().callId(), usage.dialog().localTag()), usage);
    }

    void answer(String method, int status) {
        answers.put(method, status);
    }

    void answerCalls() {
        answersCalls = true;
    }

    Inbox<IncomingCall> calls() {
        return calls;
    }

    Inbox<ServerTransaction> requests() {
        return requests;
    }

    Inbox<SipMessage> strays() {
        return strays;
    }

    private static String key(String callId, String localTag) {
        return callId + " " + localTag;
    }

    private Optional<DialogUsage> usage(SipMessage request) {
        return Optional.ofNullable(usages.get(key(request.callId(), request.to().tag())));
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipMessage request = transaction.request();
        if (request.is("CANCEL")) {
            cancel(transaction);
        } else if (!request.to().tag().isEmpty()) {
            usage(request).ifPresentOrElse(usage -> usage.arrived(transaction), () -> withinScript(transaction));
        } else if (request.is("INVITE")) {
            IncomingCall call = new IncomingCall(outbound.orElseThrow(), transaction);
            remember(call);
            if (answersCalls) {
                call.answer();
            } else {
                calls.add(call);
            }
        } else {
            int status = answers.getOrDefault(request.method(), 405);
            if (status != BY_SCRIPT) {
                transaction.respond(transaction.prepare(status).with("Allow", ALLOW));
            }
            requests.add(transaction);
        }
    }

    /** A dialog that only the script knows of, such as a subscription that it serves, or none. */
    private void withinScript(ServerTransaction transaction) {
        if (answers.getOrDefault(transaction.request().method(), 481) == BY_SCRIPT) {
            requests.add(transaction);
        } else {
            transaction.respond(481);
        }
    }

    /** RFC 3261 9.2: the CANCEL is answered itself, then the INVITE it means. */
    private void cancel(ServerTransaction cancel) {
        Optional<ServerTransaction> invite = outbound.orElseThrow().layer().inviteOf(cancel.request());
        cancel.respond(invite.isPresent() ? 200 : 481);
        invite.ifPresent(i -> usages.values().forEach(usage -> usage.cancelled(i, cancel.request())));
    }

    @Override
    public void ack(SipMessage ack) {
        usage(ack).ifPresent(usage -> usage.acknowledged(ack));
    }

    @Override
    public void unmatched(SipMessage message) {
        strays.add(message);
    }
}
