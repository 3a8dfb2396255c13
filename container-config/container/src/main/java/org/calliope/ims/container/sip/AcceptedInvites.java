package org.calliope.ims.container.sip;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.BytesSender;
import gov.nist.javax.sip.stack.LeanUdpProcessor;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.calliope.ims.container.sip.KeptBytes.Place;
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

    /** Where the INVITE came from. */
    private interface Caller {
        void send(byte[] response) throws IOException;
    }

    /** One that was answered; guarded by itself. */
    private static final class Answered {
        /** The To tags of the answers that have come, each with what went back; NONE before it has. */
        private final Map<String, Place> answers = new HashMap<>(2);
        /** Null until the first has gone back. */
        private Caller caller;
    }

    private final Set<String> ownAddresses;
    private final KeptBytes bytes;
    private final Cache<String, Answered> invites;

    /**
     * @param ownAddresses where this server listens: what goes to another element of it goes on
     * @param bytes        for what has gone back
     * @param maxBytes     heap that the rest may take; the oldest make room
     */
    AcceptedInvites(Set<String> ownAddresses, KeptBytes bytes, long maxBytes) {
        this.ownAddresses = ownAddresses;
        this.bytes = bytes;
        invites = Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(ACCEPTED).maximumWeight(maxBytes)
            .weigher((String key, Answered answered) -> OVERHEAD + key.length()).build();
    }

    static boolean concerns(SIPResponse response) {
        return response.getStatusCode() / 100 == 2 && Request.INVITE.equals(response.getCSeq().getMethod());
    }

    /** A client transaction has got a 2xx: if it leaves through a server transaction too, then it was forwarded. */
    void arrived(SIPResponse response) {
        Answered invite = invites.get(key(response), k -> new Answered());
        synchronized (invite) {
            invite.answers.putIfAbsent(tag(response), Place.NONE);
        }
    }

    /** A server transaction has sent a 2xx. */
    void sent(SIPResponse response, SIPServerTransaction transaction) {
        Via via = response.getTopmostVia();
        Answered invite = ownAddresses.contains(via.getHost() + ':' + via.getPort()) ? null : invites.getIfPresent(key(response));
        if (invite == null) {
            return;
        }
        synchronized (invite) {
            if (invite.answers.containsKey(tag(response))) {
                invite.caller = caller(via, transaction);
                invite.answers.put(tag(response), bytes.put(response.encodeAsBytes(via.getTransport())));
            }
        }
    }

    private static Caller caller(Via via, SIPServerTransaction transaction) {
        if (transaction.getMessageProcessor() instanceof LeanUdpProcessor udp) {
            // RFC 3261 18.2.2, RFC 3581 4
            String host = via.getReceived() == null ? via.getHost() : via.getReceived();
            int port = via.getRPort() > 0 ? via.getRPort() : via.getPort() > 0 ? via.getPort() : DEFAULT_PORT;
            return Locator.isAddress(host) ? message -> udp.send(message, new InetSocketAddress(host, port)) : message -> { };
        }
        MessageChannel channel = transaction.getMessageChannel();
        return message -> BytesSender.reply(channel, message);
    }

    /** @return whether the 2xx has been forwarded before, and now again */
    boolean again(SIPResponse response) {
        Answered invite = invites.getIfPresent(key(response));
        if (invite == null) {
            return false;
        }
        synchronized (invite) {
            Place place = invite.answers.getOrDefault(tag(response), Place.NONE);
            if (place == Place.NONE) {
                return false;
            }
            bytes.get(place).ifPresent(sent -> send(invite.caller, sent));
            return true;
        }
    }

    /**
     * Whether the INVITE was answered 2xx before and this is the 2xx of another fork: the server transaction is over, and
     * nobody else will forward it.
     */
    boolean isAnotherFork(SIPResponse response) {
        Answered invite = invites.getIfPresent(key(response));
        if (invite == null) {
            return false;
        }
        synchronized (invite) {
            return invite.caller != null && invite.answers.getOrDefault(tag(response), Place.NONE) == Place.NONE;
        }
    }

    /** Forwards one of another fork as RFC 3261 16.7 step 9 and 10 do, past the Vias of this server. */
    void forward(SIPResponse response) {
        Answered invite = invites.getIfPresent(key(response));
        if (invite == null) {
            return;
        }
        do {
            response.removeFirst(ViaHeader.NAME);
        } while (response.getTopmostVia() != null
            && ownAddresses.contains(response.getTopmostVia().getHost() + ':' + response.getTopmostVia().getPort()));
        if (response.getTopmostVia() == null) {
            return;
        }
        byte[] message = response.encodeAsBytes(response.getTopmostVia().getTransport());
        synchronized (invite) {
            invite.answers.put(tag(response), bytes.put(message));
            send(invite.caller, message);
        }
    }

    private static void send(Caller caller, byte[] response) {
        try {
            caller.send(response);
        } catch (IOException e) {
            LOG.debug("a 2xx was not forwarded again: {}", e.toString());
        }
    }

    private static String key(SIPResponse response) {
        return response.getCallId().getCallId() + '/' + response.getCSeq().getSeqNumber();
    }

    private static String tag(SIPResponse response) {
        String tag = response.getToTag();
        return tag == null ? "" : tag;
    }
}
