package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import javax.sip.header.RetryAfterHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.calliope.ims.container.dns.Located;
import org.calliope.ims.container.dns.Place;

/**
 * The servers that a request to a name is tried at, one after the other (RFC 3263 4.3): the next one when one can not be
 * reached, is silent or says 503. Each try has a branch of its own. The application sees one transaction, which ends
 * with the last one's answer, or with a 503 of ours. All of it under the lock of the call.
 */
final class Attempts {

    private final Outbound outbound;
    private final ClientTransaction transaction;
    private final AwaitingChannel awaiting;
    private final SIPRequest request;
    private final String branch;
    private Iterator<Place> left = Collections.emptyIterator();
    private Optional<Place> current = Optional.empty();
    private int number;
    private boolean heard;
    private boolean over;

    Attempts(Outbound outbound, ClientTransaction transaction, AwaitingChannel awaiting, SIPRequest request) {
        this.outbound = outbound;
        this.transaction = transaction;
        this.awaiting = awaiting;
        this.request = request;
        this.branch = request.getTopmostVia().getBranch();
    }

    /** Looks for the servers and sends to the first as soon as they are known. */
    void begin() {
        outbound.find(awaiting.target(), callId(), this::located);
    }

    private String callId() {
        return request.getCallId().getCallId();
    }

    private void located(Located located) {
        // who gave up meanwhile does not want it sent any more
        if (transaction.isAlive()) {
            left = located.places().iterator();
            goOn(located.reason());
        }
    }

    private void goOn(String why) {
        String reason = why;
        while (left.hasNext()) {
            Place place = left.next();
            current = Optional.of(place);
            heard = false;
            number++;
            if (number > 1) {
                outbound.finder().failedOver();
            }
            try {
                transaction.branch(number == 1 ? branch : branch + '-' + number);
                transaction.attempt(outbound.open(awaiting.getMessageProcessor(), place, host(), request), left.hasNext());
                return;
            } catch (IOException e) {
                outbound.finder().failed(place);
                reason = "no connection to " + place;
            }
        }
        over = true;
        outbound.refuse(transaction, awaiting, reason);
    }

    /** @return whether the application does not hear of the response, since the request has gone on */
    boolean received(SIPResponse response) {
        heard = true;
        if (over || current.isEmpty() || !response.isFinalResponse()) {
            return false;
        }
        if (response.getStatusCode() != Response.SERVICE_UNAVAILABLE) {
            over = true;
            return false;
        }
        failed(current.get(), response);
        if (!left.hasNext()) {
            over = true;
            return false;
        }
        if (Request.INVITE.equals(request.getMethod())) {
            outbound.acknowledge(request, response, transaction.getMessageChannel());
        }
        goOn("503 from " + current.get());
        return true;
    }

    private void failed(Place place, SIPResponse response) {
        if (response.getHeader(RetryAfterHeader.NAME) instanceof RetryAfterHeader retry && retry.getRetryAfter() > 0) {
            outbound.finder().failed(place, Duration.ofSeconds(retry.getRetryAfter()));
        } else {
            outbound.finder().failed(place);
        }
    }

    /** The server has been silent for too long. Any thread, which is not held up. */
    void timeout() {
        outbound.later(callId(), () -> {
            if (!transaction.isAlive()) {
                return;
            }
            boolean silent = !heard && !over && current.isPresent();
            if (silent) {
                outbound.finder().failed(current.get());
            }
            if (silent && left.hasNext()) {
                goOn("no answer from " + current.get());
            } else {
                over = true;
                transaction.timedOut();
            }
        });
    }

    /** What the servers were found for. */
    String host() {
        return awaiting.target().host();
    }

    /** @return the server that the request is at, which is the last one it is tried at, since it is cancelled */
    Optional<Place> last() {
        left = Collections.emptyIterator();
        return current;
    }
}
