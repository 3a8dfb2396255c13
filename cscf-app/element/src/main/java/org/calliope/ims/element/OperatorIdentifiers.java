package org.calliope.ims.element;

import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.Ioi;
import org.calliope.ims.sip.Headers;

/**
 * The inter operator identifiers of requests that pass an element of the home network (TS 24.229 4.5.4): each hop has its
 * own, and an answer names who has asked on that hop and who answers on it. Any thread.
 *
 * @param network the home network
 */
public record OperatorIdentifiers(String network) {

    private static final String ASKED_BY = "calliope.asked-by";

    /** Of an initial request, before {@link #leaves}. */
    public void arrives(SipServletRequest request) {
        MessageValues.chargingVector(request).ifPresent(vector -> request.setAttribute(ASKED_BY, vector.origIoi()));
    }

    /** The request goes on to who understands identifiers of this type. */
    public void leaves(SipServletRequest request, Ioi type) {
        MessageValues.chargingVector(request).ifPresent(vector -> request.setHeader(Headers.P_CHARGING_VECTOR,
                vector.withOrigIoi(type.of(network)).withTermIoi("").format()));
    }

    /**
     * An answer to a request that has arrived and left goes back.
     *
     * @return the network that has answered, as the next hop says; "" when that does not say it
     */
    public String answers(SipServletResponse response) {
        Optional<ChargingVector> heard = MessageValues.chargingVector(response);
        if (response.getProxy() != null && response.getProxy().getOriginalRequest().getAttribute(ASKED_BY) instanceof String asked) {
            heard.ifPresent(vector -> response.setHeader(Headers.P_CHARGING_VECTOR,
                    vector.withOrigIoi(asked).withTermIoi(Ioi.type(asked).of(network)).format()));
        }
        return heard.map(vector -> Ioi.network(vector.termIoi())).orElse("");
    }
}
