package org.calliope.ims.container.sip;

import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.message.Request;

/**
 * What a proxy has to know of an answered call that passes it to hang up for both sides (RFC 3261 12.1, 15.1.1), as text:
 * no message stays in memory for it. A text is held once: both sides' S-CSCFs, often in one server, have the same. For the
 * thread that has the call.
 */
public final class ProxiedCall {

    private final String callId;
    private final Side caller;
    private final Side called;

    /** One side of the dialog. */
    private static final class Side {
        private final String address;
        private final String tag;
        private final List<String> route;
        private final Here here;
        private String target;
        private long cseq;

        /**
         * @param address value of its From, or To, with the tag
         * @param route   from this proxy to it, nearest first
         * @param here    where this proxy is for it, null when it has not put itself into the route
         * @param target  its contact
         * @param cseq    number of its latest request, 0 for none
         */
        Side(String address, String tag, List<String> route, Here here, String target, long cseq) {
            this.address = address;
            this.tag = tag;
            this.route = route;
            this.here = here;
            this.target = target;
            this.cseq = cseq;
        }
    }

    /**
     * @param callId   of them all
     * @param received the INVITE as it came
     * @param sent     as it went on
     * @param ok       the 2xx to it
     */
    ProxiedCall(String callId, SIPRequest received, SIPRequest sent, SIPResponse ok) {
        List<SipURI> before = recorded(received);
        List<SipURI> own = recorded(sent);
        int others = own.size() - before.size();
        if (others >= 0 && own.subList(others, own.size()).equals(before)) { // else they were hidden
            own = own.subList(0, others);
        }
        List<SipURI> all = recorded(ok);
        int toCaller = all.size() - before.size();
        List<SipURI> behind = new ArrayList<>(all.subList(0, Math.max(0, toCaller - own.size())));
        Collections.reverse(behind);
        this.callId = callId;
        // as who was called knows the caller, who may hide
        this.caller = new Side(value(sent.getFrom().toString()), ok.getFromTag().intern(), text(all.subList(toCaller, all.size())),
            own.isEmpty() ? null : here(own.get(own.size() - 1)), contact(received), received.getCSeq().getSeqNumber());
        this.called = new Side(value(ok.getTo().toString()), ok.getToTag().intern(), text(behind), own.isEmpty() ? null : here(own.get(0)), contact(ok), 0);
    }

    private static Here here(SipURI recorded) {
        return new Here(recorded.getHost().intern(), recorded.getPort());
    }

    private static List<SipURI> recorded(SIPMessage message) {
        RecordRouteList headers = message.getRecordRouteHeaders();
        return headers == null ? List.of() : headers.stream().map(header -> (SipURI) header.getAddress().getURI()).toList();
    }

    private static List<String> text(List<SipURI> uris) {
        return List.copyOf(uris.stream().map(uri -> uri.toString().intern()).toList());
    }

    private static String contact(SIPMessage message) {
        ContactHeader contact = message.getContactHeader();
        return contact == null ? "" : contact.getAddress().getURI().toString().intern();
    }

    private static String value(String header) {
        return header.substring(header.indexOf(':') + 1).strip().intern();
    }

    String callId() {
        return callId;
    }

    /** @return the called side's, which tells the dialogs of a forked INVITE apart */
    public String calledTag() {
        return called.tag;
    }

    /** A request of the dialog passes: its number, and where its sender is from now on (12.2.2). */
    public void passed(SIPRequest request) {
        Side from = caller.tag.equals(request.getFromTag()) ? caller : called;
        from.cseq = Math.max(from.cseq, request.getCSeq().getSeqNumber());
        String contact = contact(request);
        boolean refreshes = Request.INVITE.equals(request.getMethod()) || Request.UPDATE.equals(request.getMethod());
        if (refreshes && !contact.isEmpty()) {
            from.target = contact;
        }
    }

    /** @return BYE to the side that was called, and BYE to the caller */
    Stream<Bye> byes(String reason) {
        return Stream.of(bye(caller, called, reason), bye(called, caller, reason)).filter(bye -> !bye.target.isEmpty());
    }

    private Bye bye(Side from, Side to, String reason) {
        return new Bye(to.target, to.route, to.here, "From: " + from.address + "\r\nTo: " + to.address + "\r\nCall-ID: " + callId
            + "\r\nCSeq: " + (from.cseq + 1) + " BYE\r\nMax-Forwards: 70\r\nReason: " + reason + "\r\nContent-Length: 0\r\n\r\n");
    }

    /** Where this proxy is; the URI that says so has twenty times as many objects, which a call would hold. */
    record Here(String host, int port) { }

    /**
     * A BYE that is to be sent.
     *
     * @param target  Request-URI
     * @param route   nearest first
     * @param here    where this proxy is for the side it goes to, or null
     * @param headers those but Via and Route
     */
    record Bye(String target, List<String> route, Here here, String headers) {

        /** @return without Via */
        String text() {
            StringBuilder text = new StringBuilder("BYE ").append(target).append(" SIP/2.0\r\n");
            route.forEach(hop -> text.append("Route: <").append(hop).append(">\r\n"));
            return text.append(headers).toString();
        }
    }
}
