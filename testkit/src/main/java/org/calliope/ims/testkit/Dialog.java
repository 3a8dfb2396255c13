package org.calliope.ims.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;

/**
 * The state two user agents share beyond one transaction (RFC 3261 12): identifiers, route set, remote target and
 * sequence numbers. Any thread.
 */
public final class Dialog {
    private final String callId;
    private final String local;
    private final String localTag;
    private String remote;
    private String remoteTarget;
    private List<String> routeSet;
    private long localCseq;
    private boolean confirmed;

    private Dialog(String callId, String local, String localTag, String remote, String remoteTarget,
                                  List<String> routeSet, long localCseq) {
        this.callId = callId;
        this.local = local;
        this.localTag = localTag;
        this.remote = remote;
        this.remoteTarget = remoteTarget;
        this.routeSet = routeSet;
        this.localCseq = localCseq;
    }

    /** The caller's side, before any answer (RFC 3261 12.1.2). */
    static Dialog calling(SipMessage invite) {
        return new Dialog(invite.callId(), invite.required("From"), invite.from().tag(), invite.required("To"),
                invite.requestUri(), invite.list("Route"), invite.cseq());
    }

    /** The callee's side (RFC 3261 12.1.1). */
    static Dialog called(SipMessage invite, String localTag) {
        return new Dialog(invite.callId(), invite.required("To") + ";tag=" + localTag, localTag, invite.required("From"),
                invite.contact().map(Address::uri).orElse(""), invite.list("Record-Route"), 0);
    }

    /** Learns the peer's tag, target and route set from an answer to the INVITE that makes the dialog. */
    synchronized void learn(SipMessage response) {
        if (confirmed || response.status() == 100 || response.to().tag().isEmpty()) {
            return;
        }
        remote = response.required("To");
        response.contact().ifPresent(contact -> remoteTarget = contact.uri());
        List<String> recorded = new ArrayList<>(response.list("Record-Route"));
        Collections.reverse(recorded);
        routeSet = List.copyOf(recorded);
        confirmed = response.isSuccess();
    }

    /** A target refresh: the Contact of a re-INVITE or UPDATE or of the answer to one (RFC 3261 12.2). */
    synchronized void refresh(SipMessage message) {
        message.contact().ifPresent(contact -> remoteTarget = contact.uri());
    }

    /** A request within the dialog without Via, with the next sequence number (RFC 3261 12.2.1.1). */
    synchronized SipMessage request(String method) {
        return request(method, ++localCseq);
    }

    /** The ACK for a 2xx, whose number is that of the INVITE (RFC 3261 13.2.2.4). */
    synchronized SipMessage acknowledge(long inviteCseq) {
        return request("ACK", inviteCseq);
    }

    private SipMessage request(String method, long cseq) {
        boolean strict = !routeSet.isEmpty() && !Address.parse(routeSet.get(0)).sipUri().loose();
        List<String> routes = new ArrayList<>(routeSet);
        String uri = remoteTarget;
        if (strict) {
            uri = Address.parse(routes.remove(0)).uri();
            routes.add("<" + remoteTarget + ">");
        }
        SipMessage request = SipMessage.request(method, uri).with("Max-Forwards", "70");
        for (String route : routes) {
            request = request.with("Route", route);
        }
        return request.with("From", local).with("To", remote).with("Call-ID", callId).with("CSeq", cseq + " " + method);
    }

    public String callId() {
        return callId;
    }

    public String localTag() {
        return localTag;
    }

    public synchronized String remoteTag() {
        return Address.parse(remote).tag();
    }

    /** Route values in the order they will be visited. */
    public synchronized List<String> routeSet() {
        return routeSet;
    }

    public synchronized String remoteTarget() {
        return remoteTarget;
    }
}
