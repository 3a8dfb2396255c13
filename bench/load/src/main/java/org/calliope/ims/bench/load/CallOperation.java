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
        invite = exchange(INVITE, head("INVITE " + callee.uri(), branch, INVITE) + callee.routes() + "To: <" + callee.uri() + ">\r\n"
            + contact() + "\r\nP-Preferred-Identity: <sip:" + user + '@' + loop.domain() + ">\r\nP-Access-Network-Info: IEEE-802.3\r\n"
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
                ack = head("ACK " + callee.uri(), branch, "1 ACK") + callee.routes() + to(response);
                ue.send(ack);
                refused(status, "INVITE");
            }
        } else if (INVITE.equals(cseq) && status >= 200 && ack != null) {
            // 13.2.2.4: the callee, or the server, has not got our ACK
            ue.send(ack);
        }
    }

    private void answered(String response) {
        answered = latency();
        slot().dialogBegun();
        String target = SipText.uri(SipText.header(response, "Contact"));
        String rest = SipText.routes(response) + to(response);
        ack = head("ACK " + target, loop.newBranch(), "1 ACK") + rest;
        ue.send(ack);
        Runnable hangUp = () -> bye = exchange(BYE, head("BYE " + target, loop.newBranch(), BYE) + rest);
        if (hold > 0) {
            loop.after(hold, hangUp);
        } else {
            hangUp.run();
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
