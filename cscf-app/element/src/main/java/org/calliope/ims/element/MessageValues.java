package org.calliope.ims.element;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.SessionDescriptionLines;
import org.calliope.ims.sip.Headers;

/** Reads header values of a message. */
public final class MessageValues {

    /** Parameter of a Route entry that an application server gives to what it asks on behalf of a user (TS 24.229 7.2A.6). */
    public static final String ORIGINATING = "orig";

    private MessageValues() {
    }

    /** @return the first value of this header as it stands, "" when absent */
    public static String text(SipServletMessage message, String header) {
        String value = message.getHeader(header);
        return value == null ? "" : value;
    }

    /** @return the headers of this name, each as it stands: of some a comma is no separator */
    public static List<String> headers(SipServletMessage message, String header) {
        List<String> values = new ArrayList<>();
        message.getHeaders(header).forEachRemaining(values::add);
        return values;
    }

    /** @return all values of this header, comma-separated ones apart */
    public static List<String> all(SipServletMessage message, String header) {
        List<String> values = new ArrayList<>();
        message.getHeaders(header).forEachRemaining(value -> values.addAll(Identities.list(value)));
        return values;
    }

    /** @return the identities in this header; a malformed one is refused with 400 */
    public static List<PublicIdentity> identities(SipServletMessage message, String header) {
        List<PublicIdentity> identities = new ArrayList<>();
        for (String value : all(message, header)) {
            identities.add(Identities.named(header, value));
        }
        return identities;
    }

    /** @return the lines of the session description in the body, without line ends; none when there is none */
    public static List<String> sessionDescription(SipServletMessage message) {
        try {
            byte[] body = message.getRawContent();
            return body == null || message.getContentType() == null ? List.of()
                    : SessionDescriptionLines.of(message.getContentType(), new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Refusals.malformed("the body", e.getMessage());
        }
    }

    /** @return whether an application server asks on behalf of a user, as the Route entry says that led here (TS 24.229 5.7.3) */
    public static boolean onBehalf(SipServletRequest request) {
        Address popped = request.getPoppedRoute();
        if (popped == null || !popped.getURI().isSipURI()) {
            return false;
        }
        // its value, when a server of this container has put it there, is null and not ""
        Iterable<String> names = popped.getURI()::getParameterNames;
        return StreamSupport.stream(names.spliterator(), false).anyMatch(ORIGINATING::equalsIgnoreCase);
    }

    /** @return whose services a request made on behalf of somebody is to visit: P-Served-User (RFC 5502), else who is asserted */
    public static List<PublicIdentity> makers(SipServletRequest request) {
        List<PublicIdentity> named = identities(request, Headers.P_SERVED_USER);
        return named.isEmpty() ? identities(request, Headers.P_ASSERTED_IDENTITY) : named;
    }

    /** @return whether the message says that an emergency centre calls back (RFC 7090) */
    public static boolean callsBack(SipServletMessage message) {
        return Headers.PSAP_CALLBACK.equalsIgnoreCase(text(message, Headers.PRIORITY).strip());
    }

    /** @return P-Charging-Vector, nothing when absent or malformed */
    public static Optional<ChargingVector> chargingVector(SipServletMessage message) {
        String value = message.getHeader(Headers.P_CHARGING_VECTOR);
        try {
            return value == null ? Optional.empty() : Optional.of(ChargingVector.parse(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
