package org.calliope.ims.container.sip;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.message.Request;

/**
 * The final responses of server transactions over UDP that have ended, for those who missed them. A request that
 * comes again gets its response again (RFC 3261 17.2.2); an INVITE that was answered with a 2xx is absorbed, since
 * the callee repeats the 2xx itself (RFC 6026 7.1). Any thread.
 */
final class FinishedTransactions {

    /** 64*T1. */
    private static final Duration TIMER_J = Duration.ofSeconds(32);
    private static final int OVERHEAD = 150;
    private static final byte[] ABSORB = new byte[0];

    private final Set<String> ownAddresses = new HashSet<>();
    private final Cache<String, byte[]> responses;

    /**
     * @param addresses where this server listens: between its own elements no message gets lost
     * @param maxBytes  heap the responses may take; the oldest make room
     */
    FinishedTransactions(List<ListenAddress> addresses, long maxBytes) {
        addresses.forEach(a -> ownAddresses.add(a.sentBy()));
        // its housekeeping is short: done by whoever comes by, not by a thread that has to be woken for it
        responses = Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(TIMER_J).maximumWeight(maxBytes)
            .weigher((String key, byte[] response) -> OVERHEAD + key.length() + response.length).build();
    }

    void remember(String transaction, SIPResponse response) {
        Via via = response.getTopmostVia();
        if (ownAddresses.contains(via.getHost() + ':' + via.getPort())) {
            return;
        }
        if (!Request.INVITE.equals(response.getCSeq().getMethod())) {
            responses.put(transaction, response.encodeAsBytes("udp"));
        } else if (response.getStatusCode() / 100 == 2) {
            responses.put(transaction, ABSORB);
        }
    }

    /** @param branch in lower case */
    boolean has(String branch) {
        return responses.getIfPresent(branch) != null;
    }

    /** @return the response to send again, empty bytes when nothing is to be sent; empty when the request is a new one */
    Optional<byte[]> response(SIPRequest request) {
        return Request.ACK.equals(request.getMethod()) ? Optional.empty()
            : Optional.ofNullable(responses.getIfPresent(request.getTransactionId()));
    }
}
