package org.calliope.ims.flow;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.testkit.diameter.Avp;
import org.calliope.ims.testkit.diameter.AvpName;
import org.calliope.ims.testkit.diameter.DiameterMessage;

/** An Accounting-Request of an S-CSCF as its charging function got it (TS 32.299 6.2.2). */
record Accounted(DiameterMessage request) {

    String session() {
        return request.text(AvpName.SESSION_ID);
    }

    int type() {
        return (int) request.number(AvpName.ACCOUNTING_RECORD_TYPE);
    }

    long number() {
        return request.number(AvpName.ACCOUNTING_RECORD_NUMBER);
    }

    boolean again() {
        return (request.flags() & DiameterMessage.RETRANSMITTED) != 0;
    }

    /** By this a charging function knows that it has it already (RFC 6733 9.4). */
    String key() {
        return session() + ' ' + number();
    }

    List<Avp> ims() {
        return group(request.group(AvpName.SERVICE_INFORMATION), AvpName.IMS_INFORMATION);
    }

    static Optional<Avp> find(List<Avp> avps, AvpName name) {
        return avps.stream().filter(avp -> avp.is(name)).findFirst();
    }

    static List<Avp> group(List<Avp> avps, AvpName name) {
        return find(avps, name).orElseThrow(() -> new AssertionError("no " + name)).group();
    }

    String text(AvpName name) {
        return find(ims(), name).orElseThrow(() -> new AssertionError("no " + name)).text();
    }

    List<String> texts(AvpName name) {
        return ims().stream().filter(avp -> avp.is(name)).map(Avp::text).toList();
    }

    String callId() {
        return text(AvpName.USER_SESSION_ID);
    }

    /** Role-Of-Node. */
    boolean terminating() {
        return find(ims(), AvpName.ROLE_OF_NODE).orElseThrow().number() == 1;
    }

    /** SIP-Method, "" when there is none. */
    String method() {
        return find(ims(), AvpName.EVENT_TYPE).flatMap(event -> find(event.group(), AvpName.SIP_METHOD)).map(Avp::text).orElse("");
    }

    /** Cause-Code. */
    Optional<Integer> cause() {
        return find(ims(), AvpName.CAUSE_CODE).map(avp -> (int) avp.number());
    }

    /** SDP-Media-Name of each SDP-Media-Component. */
    List<String> media() {
        return ims().stream().filter(avp -> avp.is(AvpName.SDP_MEDIA_COMPONENT)).flatMap(component ->
            find(component.group(), AvpName.SDP_MEDIA_NAME).stream()).map(Avp::text).toList();
    }
}
