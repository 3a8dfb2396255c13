package org.calliope.ims.container.endpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Set;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;

/** Answers as RFC 3261 8.2 asks for, and says in its answer what it read. */
@javax.servlet.sip.annotation.SipServlet(name = "Endpoint")
public class Endpoint extends SipServlet {

    private static final long serialVersionUID = 1L;
    private static final String METHODS = "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, MESSAGE";
    private static final Set<String> KNOWN = Set.of(METHODS.split(", "));
    private static final Set<String> SCHEMES = Set.of("sip", "sips", "tel", "urn");

    @Override
    protected void doRequest(SipServletRequest request) throws IOException {
        if (!"ACK".equals(request.getMethod()) && !"CANCEL".equals(request.getMethod())) {
            answer(request).send();
        }
    }

    private static SipServletResponse answer(SipServletRequest request) throws IOException {
        if (!KNOWN.contains(request.getMethod())) {
            return with(request, 501, "Allow", METHODS); // 8.2.1
        }
        if (!SCHEMES.contains(request.getRequestURI().getScheme().toLowerCase())) {
            return request.createResponse(416); // 8.2.2.1
        }
        if (request.getHeader("Require") != null) {
            return with(request, 420, "Unsupported", request.getHeader("Require")); // 8.2.2.3
        }
        if ("REGISTER".equals(request.getMethod()) && !(request.getTo().getURI() instanceof SipURI)) {
            return request.createResponse(400); // 10.3 step 5
        }
        return "INVITE".equals(request.getMethod()) ? invited(request) : ok(request);
    }

    private static SipServletResponse invited(SipServletRequest request) throws IOException {
        String type = request.getContentType();
        if (type != null && !type.startsWith("application/sdp")) {
            return with(request, 415, "Accept", "application/sdp"); // 8.2.3
        }
        String accept = request.getHeader("Accept");
        return accept != null && !accept.contains("application/sdp") ? request.createResponse(406) : ok(request);
    }

    private static SipServletResponse ok(SipServletRequest request) throws IOException {
        byte[] body = request.getRawContent();
        SipServletResponse answer = with(request, 200, "X-Body", Integer.toString(body == null ? 0 : body.length));
        answer.setHeader("X-Contacts", Integer.toString(contacts(request).size()));
        return answer;
    }

    private static List<Address> contacts(SipServletRequest request) {
        List<Address> contacts = new ArrayList<>();
        try {
            ListIterator<Address> given = request.getAddressHeaders("Contact");
            given.forEachRemaining(contacts::add);
        } catch (ServletParseException e) {
            contacts.clear();
        }
        return contacts;
    }

    private static SipServletResponse with(SipServletRequest request, int status, String header, String value) {
        SipServletResponse answer = request.createResponse(status);
        answer.setHeader(header, value);
        return answer;
    }
}
