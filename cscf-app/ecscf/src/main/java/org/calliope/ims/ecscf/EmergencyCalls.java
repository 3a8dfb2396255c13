package org.calliope.ims.ecscf;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionBindingEvent;
import javax.servlet.sip.SipSessionBindingListener;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.ChargingRecord.Side;
import org.calliope.ims.charging.Closing;
import org.calliope.ims.element.ChargingValues;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.identity.Ioi;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.trace.Join;

/**
 * Emergency sessions and events: each has a charging record when it is over (TS 32.260 5.2.2.1), in the files that this
 * node's S-CSCF writes; without one there are none. Any thread.
 */
final class EmergencyCalls {

    /** Attribute of a request, until its final response, and of the session of an answered call. */
    private static final String CALL = "emergency call";
    private static final int FINAL = 200;
    private static final int REDIRECTION = 300;

    private final Node node;
    private final InstantSource time;

    EmergencyCalls(Node node, InstantSource time) {
        this.node = node;
        this.time = time;
    }

    /** Leaves with the session, also when that ends without BYE. */
    private final class Call implements SipSessionBindingListener {

        private ChargingRecord record;
        private boolean closed;

        Call(ChargingRecord record) {
            this.record = record;
        }

        synchronized ChargingRecord answered(int status, List<String> media, String network) {
            record = record.answered(status, time.instant(), media, network);
            return record;
        }

        synchronized void close(Closing why) {
            if (!closed) {
                closed = true;
                ChargingRecord whole = record.closed(why, Optional.of(time.instant()));
                node.chargingRecords().ifPresent(all -> all.write(whole));
            }
        }

        @Override
        public void valueBound(SipSessionBindingEvent event) {
            // it goes on
        }

        @Override
        public void valueUnbound(SipSessionBindingEvent event) {
            close(Closing.LOST);
        }
    }

    /** A request as it came. */
    void begins(SipServletRequest request, Join join) {
        String network = MessageValues.chargingVector(request).map(vector -> Ioi.network(vector.origIoi())).orElse("");
        String served = ChargingValues.calling(request).stream().findFirst().orElse("");
        request.setAttribute(CALL, new Call(ChargingValues.record(Role.ECSCF, Side.ORIGINATING, request, join, served,
                MessageValues.sessionDescription(request), network, time.instant())));
    }

    /**
     * A response goes back.
     *
     * @param network that has answered, "" when it does not say so
     */
    void heard(SipServletResponse response, String network) {
        SipServletRequest request = response.getProxy() == null ? null : response.getProxy().getOriginalRequest();
        if (request == null || response.getStatus() < FINAL || !(request.getAttribute(CALL) instanceof Call call)) {
            return;
        }
        request.removeAttribute(CALL);
        ChargingRecord record = call.answered(response.getStatus(),
                ChargingValues.media(MessageValues.sessionDescription(response)), network);
        if (response.getStatus() < REDIRECTION && response.getMethod().equals(Methods.INVITE)) {
            response.getSession().setAttribute(CALL, call);
            node.chargingRecords().ifPresent(all -> all.goesOn(record));
        } else {
            call.close(record.closing());
        }
    }

    /** A request was refused here. */
    void refused(SipServletRequest request, int status) {
        if (request.getAttribute(CALL) instanceof Call call) {
            request.removeAttribute(CALL);
            call.close(call.answered(status, List.of(), node.topology().domain()).closing());
        }
    }

    /** A request within a dialog passes by. */
    void within(SipServletRequest request) {
        if (request.getMethod().equals(Methods.BYE) && request.getSession().getAttribute(CALL) instanceof Call call) {
            call.close(Closing.NORMAL);
            request.getSession().removeAttribute(CALL);
        }
    }
}
