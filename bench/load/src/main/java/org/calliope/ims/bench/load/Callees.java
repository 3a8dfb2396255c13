package org.calliope.ims.bench.load;

import java.util.HashMap;
import java.util.Map;

/** The called side: rings and answers at once, repeats its 200 until the ACK (RFC 3261 13.3.1.4). One thread. */
final class Callees {

    private static final long T1 = 500_000_000L;
    private static final long T2 = 8 * T1;
    private static final long GIVE_UP = 64 * T1;

    private final Clock clock;
    private final Map<String, Dialog> dialogs = new HashMap<>();
    private long tags;

    Callees(Clock clock) {
        this.clock = clock;
    }

    void request(Ue ue, String request) {
        String callId = SipText.header(request, "Call-ID");
        switch (SipText.method(request)) {
            case "INVITE" -> dialogs.computeIfAbsent(callId, id -> new Dialog(ue, request)).answer();
            case "ACK" -> dialogs.computeIfPresent(callId, (id, dialog) -> dialog.confirmed());
            default -> {
                dialogs.remove(callId);
                ue.send(response(request, "200 OK", SipText.header(request, "To"), "") + "Content-Length: 0\r\n\r\n");
            }
        }
    }

    private static String response(String request, String status, String to, String recordRoute) {
        return "SIP/2.0 " + status + "\r\n" + SipText.lines(request, "Via") + recordRoute + SipText.lines(request, "From")
            + "To: " + to + "\r\n" + SipText.lines(request, "Call-ID") + SipText.lines(request, "CSeq");
    }

    private final class Dialog {

        private final Ue ue;
        private final String ok;
        private final long until = clock.now() + GIVE_UP;
        private long interval = T1;
        private boolean confirmed;

        Dialog(Ue ue, String invite) {
            this.ue = ue;
            String to = SipText.header(invite, "To") + ";tag=c" + ++tags;
            String routes = SipText.lines(invite, "Record-Route");
            // the address it was reached at, as a phone behind a registration has
            String contact = "Contact: <" + SipText.requestUri(invite) + ">\r\n";
            String sdp = "v=0\r\no=- 1 1 IN IP4 " + ue.host() + "\r\ns=-\r\nc=IN IP4 " + ue.host()
                + "\r\nt=0 0\r\nm=audio 20002 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";
            ue.send(response(invite, "180 Ringing", to, routes) + contact + "Content-Length: 0\r\n\r\n");
            ok = response(invite, "200 OK", to, routes) + contact + "Content-Type: application/sdp\r\nContent-Length: "
                + sdp.length() + "\r\n\r\n" + sdp;
            clock.after(interval, this::timer);
        }

        void answer() {
            ue.send(ok);
        }

        Dialog confirmed() {
            confirmed = true;
            return this;
        }

        private void timer() {
            if (!confirmed && clock.now() < until) {
                answer();
                interval = Math.min(T2, interval * 2);
                clock.after(interval, this::timer);
            }
        }
    }
}
