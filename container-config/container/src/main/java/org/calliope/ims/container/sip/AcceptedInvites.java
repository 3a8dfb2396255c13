package org.calliope.ims.container.sip;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.BytesSender;
import gov.nist.javax.sip.stack.LeanUdpProcessor;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state Accepted of RFC 6026 7.1 for INVITEs that were forwarded, without their transactions: a callee repeats its 2xx
 * until it gets the ACK, and each must get to the caller, as must the 2xx of another fork. What is kept of a call for
 * 64*T1 is the last 2xx as it left this server, and where to. Any thread.
 */
final class AcceptedInvites {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptedInvites.class);
    /** Timers L and M: 64*T1. */
    private static final Duration ACCEPTED = Duration.ofSeconds(32);
    private static final int OVERHEAD = 300;
    private static final int DEFAULT_PORT = 5060;
    private static final byte[] NOT_YET = new byte[0];
    private static final Caller NOBODY = bytes -> { };

    /** Where the INVITE came from. */
    private interface Caller {
        void send(byte[] response) throws IOException;
    }

    private record Forwarded(byte[] response, Caller caller) { }

    private final Set<String> ownAddresses;
    private final Cache<String, Forwarded> answers;

    /**
     * @param ownAddresses where this server listens: what goes to another element of it goes on
     * @param maxBytes     heap the responses may take; the oldest make room
     */
    AcceptedInvites(Set<String> ownAddresses, long maxBytes) {
        this.ownAddresses = ownAddresses;
        answers = Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(ACCEPTED).maximumWeight(maxBytes)
            .weigher((String key, Forwarded f) -> OVERHEAD + key.length() + f.response.length).build();
    }

    static boolean concerns(SIPResponse response) {
        return response.getStatusCode() / 100 == 2 && Request.INVITE.equals(response.getCSeq().getMethod());
    }

    /** A client transaction has got a 2xx: if it leaves through a server transaction too, then it was forwarded. */
    void arrived(SIPResponse response) {
        answers.asMap().putIfAbsent(answer(response), new Forwarded(NOT_YET, NOBODY));
    }

    /** A server transaction has sent a 2xx. */
    void sent(SIPResponse response, SIPServerTransaction transaction) {
        Via via = response.getTopmostVia();
        if (ownAddresses.contains(via.getHost() + ':' + via.getPort()) || answers.getIfPresent(answer(response)) == null) {
            return;
        }
        Forwarded forwarded = new Forwarded(response.encodeAsBytes(via.getTransport()), caller(via, transaction));
        answers.put(answer(response), forwarded);
        answers.put(call(response), new Forwarded(NOT_YET, forwarded.caller));
    }

    private static Caller caller(Via via, SIPServerTransaction transaction) {
        if (transaction.getMessageProcessor() instanceof LeanUdpProcessor udp) {
            // RFC 3261 18.2.2, RFC 3581 4
            String host = via.getReceived() == null ? via.getHost() : via.getReceived();
            int port = via.getRPort() > 0 ? via.getRPort() : via.getPort() > 0 ? via.getPort() : DEFAULT_PORT;
            return Locator.isAddress(host) ? bytes -> udp.send(bytes, new InetSocketAddress(host, port)) : NOBODY;
        }
        return bytes -> BytesSender.reply(transaction.getMessageChannel(), bytes);
    }

    /** @return whether the 2xx has been forwarded before, and now again */
    boolean again(SIPResponse response) {
        Forwarded forwarded = answers.getIfPresent(answer(response));
        if (forwarded == null || forwarded.response.length == 0) {
            return false;
        }
        send(forwarded.caller, forwarded.response);
        return true;
    }

    /**
     * Whether the INVITE was answered 2xx before and this is the 2xx of another fork: the server transaction is over, and
     * nobody else will forward it.
     */
    boolean isAnotherFork(SIPResponse response) {
        Forwarded forwarded = answers.getIfPresent(answer(response));
        return answers.getIfPresent(call(response)) != null && (forwarded == null || forwarded.response.length == 0);
    }

    /** Forwards it as RFC 3261 16.7 step 9 and 10 do, past the Vias of this server. */
    void forward(SIPResponse response) {
        Forwarded first = answers.getIfPresent(call(response));
        if (first == null) {
            return;
        }
        do {
            response.removeFirst(ViaHeader.NAME);
        } while (response.getTopmostVia() != null
            && ownAddresses.contains(response.getTopmostVia().getHost() + ':' + response.getTopmostVia().getPort()));
        if (response.getTopmostVia() != null) {
            byte[] bytes = response.encodeAsBytes(response.getTopmostVia().getTransport());
            answers.put(answer(response), new Forwarded(bytes, first.caller));
            send(first.caller, bytes);
        }
    }

    private static void send(Caller caller, byte[] response) {
        try {
            caller.send(response);
        } catch (IOException e) {
            LOG.debug("a 2xx was not forwarded again: {}", e.toString());
        }
    }

    private static String call(SIPResponse response) {
        return response.getCallId().getCallId() + '/' + response.getCSeq().getSeqNumber();
    }

    private static String answer(SIPResponse response) {
        return call(response) + '/' + response.getToTag();
    }
}
