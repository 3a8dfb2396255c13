package org.calliope.ims.container.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.message.Request;
import org.calliope.ims.container.raw.Glance;

/**
 * The final responses of server transactions over UDP that have ended, for those who missed them. A request that
 * comes again gets its response again (RFC 3261 17.2.2); an INVITE that was answered with a 2xx is absorbed, since
 * the callee repeats the 2xx itself (RFC 6026 7.1). Any thread.
 */
final class FinishedTransactions {

    private static final byte[] NOTHING = new byte[0];

    private final Set<String> ownAddresses = new HashSet<>();
    private final KeptMessages responses;

    /**
     * @param addresses where this server listens: between its own elements no message gets lost
     * @param megabytes memory outside the heap for the responses, also those that were forwarded; the oldest make room
     */
    FinishedTransactions(List<ListenAddress> addresses, int megabytes) {
        addresses.forEach(a -> ownAddresses.add(a.sentBy()));
        responses = new KeptMessages(megabytes, System::nanoTime);
    }

    /** What goes on in a stack after an INVITE that was forwarded is answered. */
    AcceptedInvites accepted(ConvergedSipStack stack) {
        return new AcceptedInvites(ownAddresses, responses, stack);
    }

    void remember(SIPResponse response) {
        Via via = response.getTopmostVia();
        if (ownAddresses.contains(ListenAddress.key(via.getHost(), via.getPort()))) {
            return;
        }
        String transaction = key(response);
        if (!Request.INVITE.equals(response.getCSeq().getMethod())) {
            responses.put(transaction, response.encodeAsBytes("udp"));
        } else if (response.getStatusCode() / 100 == 2) {
            responses.put(transaction, NOTHING);
        }
    }

    /** Whether a request is one of these that comes again. */
    boolean has(Glance request) {
        return responses.get(request.transaction()).isPresent();
    }

    /** @return the response to send again, empty bytes when nothing is to be sent; empty when the request is a new one */
    Optional<byte[]> response(SIPRequest request) {
        return Request.ACK.equals(request.getMethod()) ? Optional.empty() : responses.get(key(request));
    }

    /** RFC 3261 17.2.3: branch, sent-by and method; two senders may have taken the same branch. */
    private static String key(SIPMessage message) {
        Via via = message.getTopmostVia();
        return Glance.transaction(message.getTransactionId(), via.getTransport(), via.getHost(), via.getPort(), message.getCSeq().getMethod());
    }
}
