package org.calliope.ims.bench.load;

import org.calliope.ims.bench.load.Tally.Slot;

/** A call: INVITE, 200, ACK, a pause, BYE, 200. Its latency is the time to the answer. One thread. */
final class CallOperation extends Operation {

    private static final String INVITE = "1 INVITE";
    private static final String BYE = "2 BYE";

    private final Callee callee;
    private final long hold;
    private final String branch;
    private Exchange invite;
    private Exchange bye;
    private String ack;
    private String finalTo = "";
    private long answered;

    /**
     * Who is called.
     *
     * @param uri    Request-URI of the INVITE
     * @param routes its Route headers, whole lines, or empty
     */
    record Callee(String uri, String routes) { }

    /** @param hold nanoseconds between ACK and BYE */
    CallOperation(Loop loop, Ue ue, String user, Callee callee, long hold, Slot slot, long due) {
        super(loop, ue, user, slot, due);
        this.callee = callee;
        this.hold = hold;
        this.branch = loop.newBranch();
    }

    @Override
    void start() {
        String sdp = "v=0\r\no=- 1 1 IN IP4 " + ue.host() + "\r\ns=-\r\nc=IN IP4 " + ue.host()
            + "\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";
        invite = exchange(INVITE, head("INVITE " + callee.uri(), branch, INVITE) + callee.routes() + "To: <"
            + callee.uri() + ">\r\n"
            + contact() + "\r\nP-Preferred-Identity: <sip:" + user + '@' + loop.domain() + ">\r\n"
            + "P-Access-Network-Info: IEEE-802.3\r\n"
            + "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS\r\nUser-Agent: calliope-bench\r\n"
            + "Content-Type: application/sdp\r\nContent-Length: " + sdp.length() + "\r\n\r\n" + sdp);
    }

    @Override
    void response(String response, String cseq, int status) {
        if (bye != null && bye.ends(cseq, status)) {
            ended(status);
        } else if (invite.ends(cseq, status)) {
            if (status < 300) {
                answered(response);
            } else {
                // RFC 3261 17.1.1.3: hop by hop, in the INVITE's transaction
                finalTo = SipText.header(response, "To");
                ack = head("ACK " + callee.uri(), branch, "1 ACK") + callee.routes() + to(response);
                ue.send(ack);
                refused(status, "INVITE");
            }
        } else if (INVITE.equals(cseq) && status >= 200) {
            again(response, status);
        }
    }

    /** A final response that comes again has not had its ACK; another 2xx is a call that nobody wants any more (13.2.2.4). */
    private void again(String response, int status) {
        if (ack == null || status / 100 == 2 && !finalTo.equals(SipText.header(response, "To"))) {
            finalTo = SipText.header(response, "To");
            slot().note("200 to INVITE after all");
            Dialog dialog = new Dialog(response);
            ack = dialog.request("ACK", "1 ACK");
            ue.send(ack);
            new Exchange(loop, ue, BYE, dialog.request("BYE", BYE), () -> { }, () -> { });
        } else {
            ue.send(ack);
        }
    }

    private void answered(String response) {
        answered = latency();
        slot().dialogBegun();
        Dialog dialog = new Dialog(response);
        finalTo = SipText.header(response, "To");
        ack = dialog.request("ACK", "1 ACK");
        ue.send(ack);
        Runnable hangUp = () -> bye = exchange(BYE, dialog.request("BYE", BYE));
        if (hold > 0) {
            loop.after(hold, hangUp);
        } else {
            hangUp.run();
        }
    }

    /** What a 2xx has made (12.1.2). */
    private final class Dialog {
        private final String target;
        private final String rest;

        Dialog(String response) {
            target = SipText.uri(SipText.header(response, "Contact"));
            rest = SipText.routes(response) + to(response);
        }

        String request(String method, String cseq) {
            return head(method + ' ' + target, loop.newBranch(), cseq) + rest;
        }
    }

    private static String to(String response) {
        return "To: " + SipText.header(response, "To") + "\r\nContent-Length: 0\r\n\r\n";
    }

    private void ended(int status) {
        if (status / 100 == 2) {
            slot().dialogEnded();
            completed(answered);
        } else {
            failed(status + " to BYE");
        }
    }
}
