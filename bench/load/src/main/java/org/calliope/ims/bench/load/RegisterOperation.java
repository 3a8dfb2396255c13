package org.calliope.ims.bench.load;

import java.util.function.Consumer;
import org.calliope.ims.bench.load.Tally.Slot;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;

/** An IMS registration with SIP digest (TS 24.229 5.1.1.2): two REGISTERs. One thread. */
final class RegisterOperation extends Operation {

    private static final String FIRST = "1 REGISTER";
    private static final String SECOND = "2 REGISTER";

    private final String password;
    private final int expires;
    private final Consumer<Boolean> idleAgain;
    private Exchange exchange;
    private boolean challenged;
    private boolean accepted;

    /**
     * @param expires   seconds asked for; 0 ends the registration
     * @param idleAgain told whether the registrar has accepted it, when the UE may register again
     */
    RegisterOperation(Loop loop, Ue ue, String user, String password, int expires, Slot slot, long due,
                      Consumer<Boolean> idleAgain) {
        super(loop, ue, user, slot, due);
        this.password = password;
        this.expires = expires;
        this.idleAgain = idleAgain;
    }

    @Override
    void start() {
        exchange = exchange(FIRST, register(FIRST, "Digest username=\"" + impi() + "\",realm=\"" + loop.domain()
            + "\",nonce=\"\",uri=\"" + uri() + "\",response=\"\""));
    }

    @Override
    void response(String response, String cseq, int status) {
        if (!exchange.ends(cseq, status)) {
            return;
        }
        if (status / 100 == 2) {
            accepted = true;
            completed(latency());
        } else if (status == 401 && !challenged) {
            challenged = true;
            answer(SipText.header(response, "WWW-Authenticate"));
        } else {
            refused(status, challenged ? "REGISTER with the answer" : "REGISTER");
        }
    }

    private void answer(String challenge) {
        Credentials credentials = Credentials.to(Challenge.parse(challenge), impi(), uri(), 1, id);
        exchange = exchange(SECOND, register(SECOND, Digest.answer(password, "REGISTER", credentials).headerValue()));
    }

    private String register(String cseq, String authorization) {
        return head("REGISTER " + uri(), loop.newBranch(), cseq) + "To: <sip:" + impi() + ">\r\n" + contact() + ";expires=" + expires + "\r\n"
            + "Authorization: " + authorization + "\r\nSupported: path\r\nP-Access-Network-Info: IEEE-802.3\r\n"
            + "User-Agent: calliope-bench\r\nContent-Length: 0\r\n\r\n";
    }

    private String impi() {
        return user + '@' + loop.domain();
    }

    private String uri() {
        return "sip:" + loop.domain();
    }

    @Override
    protected void over() {
        idleAgain.accept(accepted);
    }
}
