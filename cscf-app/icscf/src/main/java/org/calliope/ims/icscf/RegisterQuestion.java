package org.calliope.ims.icscf;

import java.util.Iterator;
import java.util.List;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.sip.Headers;

/**
 * What the I-CSCF looks at in a REGISTER.
 *
 * @param tos             values of To; one
 * @param froms           values of From; one
 * @param authorizations  values of Authorization; none, one or one for each realm
 * @param visitedNetworks values of P-Visited-Network-ID
 * @param routes          entries of Route that are left behind this element's own; none
 * @param deregistration  nothing but expiry 0 is asked for (TS 29.228 6.1.1.1)
 * @param emergency       a contact is for emergency calls: its URI has the parameter "sos" (TS 24.229 7.2A.13)
 */
record RegisterQuestion(List<String> tos, List<String> froms, List<String> authorizations,
                        List<String> visitedNetworks, List<String> routes, boolean deregistration,
                        boolean emergency) {

    private static final String EXPIRES = "expires";
    private static final String SOS = "sos";

    static RegisterQuestion read(SipServletRequest request) throws ServletParseException {
        return new RegisterQuestion(MessageValues.headers(request, Headers.TO), MessageValues.headers(request, Headers.FROM),
                MessageValues.headers(request, Headers.AUTHORIZATION), MessageValues.all(request, Headers.P_VISITED_NETWORK_ID),
                MessageValues.headers(request, Headers.ROUTE), deregistration(request), emergency(request));
    }

    private static boolean deregistration(SipServletRequest request) throws ServletParseException {
        boolean headerZero = "0".equals(MessageValues.text(request, Headers.EXPIRES).strip());
        boolean any = false;
        Iterator<Address> contacts = request.getAddressHeaders(Headers.CONTACT);
        while (contacts.hasNext()) {
            Address contact = contacts.next();
            String own = contact.isWildcard() ? null : contact.getParameter(EXPIRES);
            if (own == null ? !headerZero : !own.strip().equals("0")) {
                return false;
            }
            any = true;
        }
        return any;
    }

    private static boolean emergency(SipServletRequest request) throws ServletParseException {
        Iterator<Address> contacts = request.getAddressHeaders(Headers.CONTACT);
        while (contacts.hasNext()) {
            Address contact = contacts.next();
            if (!contact.isWildcard() && contact.getURI() instanceof SipURI uri && hasParameter(uri, SOS)) {
                return true;
            }
        }
        return false;
    }

    // one without value is no value to ask for
    private static boolean hasParameter(SipURI uri, String name) {
        Iterator<String> names = uri.getParameterNames();
        while (names.hasNext()) {
            if (names.next().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
