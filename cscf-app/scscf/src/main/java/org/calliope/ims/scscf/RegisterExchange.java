package org.calliope.ims.scscf;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.identity.Ioi;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.scscf.RegisterAnswer.Challenged;
import org.calliope.ims.sip.CompactHeaders;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;

/** Translates between a REGISTER on SIP and the registrar's values. Any thread. */
final class RegisterExchange {

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    /** A number of so many digits may not fit an int. */
    private static final int MANY_DIGITS = 10;
    private static final String INSTANCE = "+sip.instance";
    private static final String REG_ID = "reg-id";
    private static final String GRUU = "gruu";
    private static final int FORBIDDEN = 403;
    private static final int LONGEST_DISPLAY_NAME = 255;
    /** RFC 3261 20.17: GMT, whatever the time zone of the machine. */
    private static final DateTimeFormatter SIP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final SipEndpoint self;
    private final String domain;
    private final String serviceRoute;
    private final boolean userInRequestUri;
    private final TrustDomain trustDomain;
    private final Instances instances;

    /**
     * @param self             where this S-CSCF listens
     * @param domain           home domain
     * @param userInRequestUri whether a user part of the Request-URI is tolerated
     * @param trustDomain      whose hops are between the UE and here
     * @param instances        names each UE by its GRUUs
     */
    RegisterExchange(SipEndpoint self, String domain, boolean userInRequestUri, TrustDomain trustDomain,
                     Instances instances) {
        this.instances = instances;
        this.userInRequestUri = userInRequestUri;
        this.trustDomain = trustDomain;
        this.self = self;
        this.domain = domain;
        serviceRoute = "<sip:" + ServedUsers.ORIGINATING_USER + '@' + self.host() + ':' + self.port() + ";lr>";
    }

    RegisterRequest read(SipServletRequest request, Join join) throws ServletParseException {
        PublicIdentity to = Identities.named(Headers.TO, request.getTo().getURI().toString());
        return new RegisterRequest(registrar(request), to, Identities.authorization(
                MessageValues.headers(request, Headers.AUTHORIZATION), domain), contacts(request), expires(request),
                request.getCallId(), cseq(request), MessageValues.all(request, Headers.PATH),
                MessageValues.text(request, Headers.USER_AGENT),
                UeAddress.of(MessageValues.all(request, Headers.VIA), trustDomain),
                MessageValues.all(request, Headers.REQUIRE), join.withRegistration(to.uri()));
    }

    /** @return what has been sent */
    SipServletResponse answer(SipServletRequest request, RegisterAnswer answer) throws IOException {
        if (answer instanceof Accepted accepted) {
            return accept(request, accepted);
        }
        Challenged challenged = (Challenged) answer;
        SipServletResponse response = request.createResponse(UNAUTHORIZED);
        challenged.challenges().forEach(challenge ->
                response.addHeader(Headers.WWW_AUTHENTICATE, challenge.headerValue(challenged.stale())));
        response.send();
        return response;
    }

    /** The REGISTER as filter criteria look at it; to be asked while the request is at hand. */
    static RegisterEvent event(SipServletRequest request, SipServletResponse sent, RegistrationChange change) {
        Map<String, List<String>> headers = new HashMap<>();
        request.getHeaderNames().forEachRemaining(name ->
                headers.put(CompactHeaders.longForm(name), MessageValues.headers(request, name)));
        return new RegisterEvent(RegisterEvent.type(change), request.getRequestURI().toString(), headers,
                () -> SipText.of(request), () -> SipText.of(sent), change.join());
    }

    // TS 24.229 5.4.1.2.2F: what the 200 carries; RFC 3327 5.3 the Path, RFC 3608 6.4 the Service-Route
    private SipServletResponse accept(SipServletRequest request, Accepted accepted) throws IOException {
        SipServletResponse response = request.createResponse(OK);
        Instant now = Instant.now();
        boolean named = MessageValues.all(request, Headers.SUPPORTED).contains(GRUU);
        PublicIdentity to = Identities.named(Headers.TO, request.getTo().getURI().toString());
        for (Binding binding : accepted.bindings()) {
            String gruus = named ? instances.parameters(binding, to, accepted.registration().orElseThrow()) : "";
            response.addHeader(Headers.CONTACT, contact(binding, now) + gruus);
        }
        if (!accepted.bindings().isEmpty()) {
            response.setHeader(Headers.SERVICE_ROUTE, serviceRoute);
            accepted.associated().forEach(identity ->
                    response.addHeader(Headers.P_ASSOCIATED_URI, '<' + identity.uri() + '>'));
            accepted.wildcarded().forEach(wildcard ->
                    response.addHeader(Headers.P_ASSOCIATED_URI, '<' + wildcard.text() + '>'));
        }
        MessageValues.chargingVector(request).ifPresent(vector -> response.setHeader(Headers.P_CHARGING_VECTOR,
                vector.withTermIoi(Ioi.type(vector.origIoi()).of(domain)).format()));
        if (!accepted.info().isEmpty()) {
            response.setHeader(Headers.AUTHENTICATION_INFO, accepted.info());
        }
        response.setHeader(Headers.DATE, SIP_DATE.format(now));
        response.send();
        return response;
    }

    private static String contact(Binding binding, Instant now) {
        long left = Math.max(1, Duration.between(now, binding.expires()).plusMillis(500).toSeconds());
        StringBuilder value = new StringBuilder(96).append('<').append(binding.contact()).append(">;expires=")
                .append(left);
        if (binding.q() < 1.0) {
            value.append(";q=").append(binding.q());
        }
        if (!binding.instanceId().isEmpty()) {
            value.append(';').append(INSTANCE).append("=\"").append(binding.instanceId()).append('"');
        }
        if (binding.regId() > 0) {
            value.append(';').append(REG_ID).append('=').append(binding.regId());
        }
        return value.toString();
    }

    // TS 24.229 5.3.1.2: the I-CSCF has put this S-CSCF's URI in the place of the domain that the UE registers in
    private String registrar(SipServletRequest request) {
        if (!(request.getRequestURI() instanceof SipURI uri)) {
            return "";
        }
        // RFC 3261 10.2: the userinfo and "@" must not be there
        if (uri.getUser() != null && !uri.getUser().isEmpty() && !userInRequestUri) {
            throw Refusals.malformed("the Request-URI", "a REGISTER names the domain, not a user");
        }
        return uri.getHost().equals(self.host()) ? domain : uri.getHost();
    }

    private List<ContactEntry> contacts(SipServletRequest request) throws ServletParseException {
        List<ContactEntry> entries = new ArrayList<>();
        Iterator<Address> contacts = request.getAddressHeaders(Headers.CONTACT);
        while (contacts.hasNext()) {
            Address contact = contacts.next();
            if (contact.isWildcard()) {
                entries.add(ContactEntry.of("*", ContactEntry.ABSENT));
                continue;
            }
            String uri = contact.getURI().toString();
            if (instances.isGruu(uri, domain)) {
                throw new SipRefusal(FORBIDDEN, "a GRUU is no contact", "contacts", "RFC 5627 5.1", Map.of("contact", uri));
            }
            entries.add(new ContactEntry(uri, number(contact.getParameter("expires"),
                    ContactEntry.ABSENT), preference(contact), unquoted(contact.getParameter(INSTANCE)),
                    number(contact.getParameter(REG_ID), 0), displayName(contact),
                    ContactParameters.of(contact.toString())));
        }
        return entries;
    }

    private static String displayName(Address contact) {
        String name = contact.getDisplayName();
        return name == null || name.length() > LONGEST_DISPLAY_NAME ? "" : name;
    }

    private static double preference(Address contact) {
        String q = contact.getParameter("q");
        try {
            double value = q == null ? 1.0 : Double.parseDouble(q);
            if (value >= 0.0 && value <= 1.0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw Refusals.malformed(Headers.CONTACT, "q=" + q);
        }
        throw Refusals.malformed(Headers.CONTACT, "q=" + q);
    }

    // RFC 3261 25.1 delta-seconds: digits only; more than an int holds is as good as for ever
    private static int number(String text, int absent) {
        String digits = text == null ? "" : text.strip();
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return absent;
        }
        return digits.length() < MANY_DIGITS ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }

    /** @return the Expires header in seconds, {@link ContactEntry#ABSENT} when absent; a malformed one is refused */
    static int expires(SipServletRequest request) {
        String value = request.getHeader(Headers.EXPIRES);
        int seconds = number(value, ContactEntry.ABSENT);
        if (value != null && seconds < 0) {
            throw Refusals.malformed(Headers.EXPIRES, value);
        }
        return seconds;
    }

    private static long cseq(SipServletRequest request) {
        String value = request.getHeader(Headers.CSEQ);
        int blank = value.indexOf(' ');
        try {
            return Long.parseLong(blank < 0 ? value : value.substring(0, blank));
        } catch (NumberFormatException e) {
            throw Refusals.malformed(Headers.CSEQ, value);
        }
    }

    private static String unquoted(String value) {
        if (value == null) {
            return "";
        }
        int length = value.length();
        return length > 1 && value.charAt(0) == '"' ? value.substring(1, length - 1) : value;
    }
}
