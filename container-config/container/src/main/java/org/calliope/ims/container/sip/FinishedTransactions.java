package org.calliope.ims.container.sip;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sip.message.Request;
import org.calliope.ims.container.raw.Glance;
import org.calliope.ims.container.sip.KeptBytes.Place;

/**
 * The final responses of server transactions over UDP that have ended, for those who missed them. A request that
 * comes again gets its response again (RFC 3261 17.2.2); an INVITE that was answered with a 2xx is absorbed, since
 * the callee repeats the 2xx itself (RFC 6026 7.1). Any thread.
 */
final class FinishedTransactions {

    /** 64*T1. */
    private static final Duration TIMER_J = Duration.ofSeconds(32);
    private static final int OVERHEAD = 150;
    private static final byte[] NOTHING = new byte[0];

    private final Set<String> ownAddresses = new HashSet<>();
    private final KeptBytes bytes;
    private final Cache<String, Place> responses;
    private final AcceptedInvites accepted;

    /**
     * @param addresses where this server listens: between its own elements no message gets lost
     * @param maxMegabytes memory the responses and those that were forwarded may take outside the heap, and what finds
     *                     those of each kind within; the oldest make room
     */
    FinishedTransactions(List<ListenAddress> addresses, int maxMegabytes) {
        addresses.forEach(a -> ownAddresses.add(a.sentBy()));
        long maxBytes = (long) maxMegabytes << 20;
        bytes = new KeptBytes(maxMegabytes);
        accepted = new AcceptedInvites(ownAddresses, bytes, maxBytes);
        // its housekeeping is short: done by whoever comes by, not by a thread that has to be woken for it
        responses = Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(TIMER_J).maximumWeight(maxBytes)
            .weigher((String key, Place place) -> OVERHEAD + key.length()).build();
    }

    /** What goes on after an INVITE that was forwarded is answered. */
    AcceptedInvites accepted() {
        return accepted;
    }

    void remember(SIPResponse response) {
        Via via = response.getTopmostVia();
        if (ownAddresses.contains(ListenAddress.key(via.getHost(), via.getPort()))) {
            return;
        }
        String transaction = key(response);
        if (!Request.INVITE.equals(response.getCSeq().getMethod())) {
            responses.put(transaction, bytes.put(response.encodeAsBytes("udp")));
        } else if (response.getStatusCode() / 100 == 2) {
            responses.put(transaction, Place.NONE);
        }
    }

    /** Whether a request is one of these that comes again. */
    boolean has(Glance request) {
        return responses.getIfPresent(request.transaction()) != null;
    }

    /** @return the response to send again, empty bytes when nothing is to be sent; empty when the request is a new one */
    Optional<byte[]> response(SIPRequest request) {
        if (Request.ACK.equals(request.getMethod())) {
            return Optional.empty();
        }
        Place place = responses.getIfPresent(key(request));
        // one that had to make room is no reason to do the work again
        return place == null ? Optional.empty() : bytes.get(place).or(() -> Optional.of(NOTHING));
    }

    /** RFC 3261 17.2.3: branch, sent-by and method; two senders may have taken the same branch. */
    private static String key(SIPMessage message) {
        Via via = message.getTopmostVia();
        return Glance.transaction(message.getTransactionId(), via.getTransport(), via.getHost(), via.getPort(), message.getCSeq().getMethod());
    }
}
