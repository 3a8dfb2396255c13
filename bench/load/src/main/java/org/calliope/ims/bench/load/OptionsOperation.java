package org.calliope.ims.bench.load;

import org.calliope.ims.bench.load.Tally.Slot;

/** OPTIONS to the server itself, or to the emergency service: that one must not be refused for overload. One thread. */
final class OptionsOperation extends Operation {

    private static final String CSEQ = "1 OPTIONS";

    private final boolean emergency;
    private Exchange exchange;

    OptionsOperation(Loop loop, Ue ue, String user, Slot slot, long due, boolean emergency) {
        super(loop, ue, user, slot, due);
        this.emergency = emergency;
    }

    @Override
    void start() {
        // RFC 5031
        String target = emergency ? "urn:service:sos" : "sip:" + ue.server().getHostString() + ':' + ue.server().getPort();
        exchange = exchange(CSEQ, head("OPTIONS " + target, loop.newBranch(), CSEQ) + "To: <" + target + ">\r\n"
            + contact() + "\r\nContent-Length: 0\r\n\r\n");
    }

    @Override
    void response(String response, String cseq, int status) {
        if (!exchange.ends(cseq, status)) {
            return;
        }
        // whoever answers an emergency has let it in, whatever there is to say
        if (status / 100 == 2 || emergency && status != OVERLOADED) {
            completed(latency());
        } else {
            refused(status, "OPTIONS");
        }
    }
}
