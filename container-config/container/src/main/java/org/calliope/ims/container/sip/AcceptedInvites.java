package org.calliope.ims.container.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.BytesSender;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state Accepted of RFC 6026 7.1 for INVITEs that were forwarded, without their transactions: a callee repeats its 2xx
 * until it gets the ACK, and each must get to the caller, as must the 2xx of another fork. What is kept of a call for
 * 64*T1 (timers L and M) is each 2xx as it left this server, and where to. Any thread.
 */
final class AcceptedInvites {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptedInvites.class);
    private static final int DEFAULT_PORT = 5060;
    private static final byte[] NOT_YET = new byte[0];

    private final Set<String> ownAddresses;
    private final KeptMessages kept;
    private final ConvergedSipStack stack;

    /** Where an INVITE came from, and to which listening point. */
    private record Caller(String transport, String localHost, int localPort, String host, int port) {

        byte[] bytes() {
            return (transport + ' ' + localHost + ' ' + localPort + ' ' + host + ' ' + port).getBytes(StandardCharsets.US_ASCII);
        }

        static Caller of(byte[] bytes) {
            String[] parts = new String(bytes, StandardCharsets.US_ASCII).split(" ");
            return new Caller(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3], Integer.parseInt(parts[4]));
        }
    }

    /**
     * @param ownAddresses where this server listens: what goes to another element of it goes on
     * @param kept         for what has gone back
     */
    AcceptedInvites(Set<String> ownAddresses, KeptMessages kept, ConvergedSipStack stack) {
        this.ownAddresses = ownAddresses;
        this.kept = kept;
        this.stack = stack;
    }

    static boolean concerns(SIPResponse response) {
        return response.getStatusCode() / 100 == 2 && Request.INVITE.equals(response.getCSeq().getMethod());
    }

    /** A client transaction has got a 2xx: if it leaves through a server transaction too, then it was forwarded. */
    void arrived(SIPResponse response) {
        String answer = answer(response);
        if (kept.get(answer).isEmpty()) {
            kept.put(answer, NOT_YET);
        }
    }

    /** A server transaction has sent a 2xx. */
    void sent(SIPResponse response, SIPServerTransaction transaction) {
        Via via = response.getTopmostVia();
        String answer = answer(response);
        if (!isOurs(via) && kept.get(answer).isPresent()) {
            kept.put(invite(response), caller(via, transaction).bytes());
            kept.put(answer, response.encodeAsBytes(via.getTransport()));
        }
    }

    private boolean isOurs(Via via) {
        return ownAddresses.contains(ListenAddress.key(via.getHost(), via.getPort()));
    }

    private static Caller caller(Via via, SIPServerTransaction transaction) {
        MessageProcessor here = transaction.getMessageProcessor();
        String local = here.getIpAddress().getHostAddress();
        if (transaction.isReliable()) {
            return new Caller(here.getTransport(), local, here.getPort(), transaction.getPeerAddress(), transaction.getPeerPort());
        }
        // RFC 3261 18.2.2, RFC 3581 4
        String host = via.getReceived() == null ? via.getHost() : via.getReceived();
        int port = via.getRPort() > 0 ? via.getRPort() : via.getPort() > 0 ? via.getPort() : DEFAULT_PORT;
        return new Caller(here.getTransport(), local, here.getPort(), host, port);
    }

    /** @return whether the 2xx has been forwarded before, and now again */
    boolean again(SIPResponse response) {
        Optional<byte[]> before = kept.get(answer(response)).filter(sent -> sent.length > 0);
        before.ifPresent(sent -> send(response, sent));
        return before.isPresent();
    }

    /**
     * Whether the INVITE was answered 2xx before and this is the 2xx of another fork: the server transaction is over, and
     * nobody else will forward it.
     */
    boolean isAnotherFork(SIPResponse response) {
        return kept.get(invite(response)).isPresent() && kept.get(answer(response)).orElse(NOT_YET).length == 0;
    }

    /** Forwards one of another fork as RFC 3261 16.7 step 9 and 10 do, past the Vias of this server. */
    void forward(SIPResponse response) {
        do {
            response.removeFirst(ViaHeader.NAME);
        } while (response.getTopmostVia() != null && isOurs(response.getTopmostVia()));
        if (response.getTopmostVia() != null) {
            byte[] message = response.encodeAsBytes(response.getTopmostVia().getTransport());
            kept.put(answer(response), message);
            send(response, message);
        }
    }

    private void send(SIPResponse response, byte[] message) {
        Optional<Caller> caller = kept.get(invite(response)).map(Caller::of).filter(c -> Locator.isAddress(c.host()));
        caller.ifPresent(to -> stack.processor(to.localHost(), to.localPort(), to.transport()).ifPresent(processor -> {
            try {
                BytesSender.send(processor.createMessageChannel(InetAddress.getByName(to.host()), to.port()), message);
            } catch (IOException e) {
                LOG.debug("a 2xx was not forwarded again: {}", e.toString());
            }
        }));
    }

    /** Each side of a dialog counts its requests (RFC 3261 12.2.1.1): who has made it belongs to it. */
    private static String invite(SIPResponse response) {
        return "2xx " + response.getCallId().getCallId() + ' ' + response.getCSeq().getSeqNumber() + ' ' + response.getFromTag();
    }

    private static String answer(SIPResponse response) {
        return invite(response) + ' ' + response.getToTag();
    }
}
