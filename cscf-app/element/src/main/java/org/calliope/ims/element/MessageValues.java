package org.calliope.ims.element;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletMessage;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.SessionDescriptionLines;
import org.calliope.ims.sip.Headers;

/** Reads header values of a message. */
public final class MessageValues {

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
