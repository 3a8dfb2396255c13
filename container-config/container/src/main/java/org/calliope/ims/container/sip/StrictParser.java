package org.calliope.ims.container.sip;

import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.ParserFactory;
import gov.nist.javax.sip.parser.StringMsgParser;
import io.netty.util.NetUtil;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import javax.sip.message.Response;
import org.calliope.ims.container.raw.MalformedMessage;

/**
 * The stack's parser with what it lets pass: a start line that is none, a header that stands twice and may not, one that
 * can not be read though the message can not be worked on without it, and numbers out of their range. What other headers
 * say wrongly is passed on as it is (RFC 3261 16.3 step 1). One thread.
 */
final class StrictParser extends StringMsgParser {

    private static final long LARGEST_CSEQ = Integer.MAX_VALUE; // RFC 3261 8.1.1.5: less than 2**31
    private static final int LEAST_STATUS = 100;
    private static final int MOST_STATUS = 699;
    private static final String VERSION = "SIP/2.0";
    private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";

    /** Names, in lower case and short, of those a message is routed and answered by; their faults are the message's. */
    private static final Set<String> NEEDED = Set.of("via", "v", "from", "f", "to", "t", "call-id", "i", "cseq",
        "content-length", "l", "contact", "m", "route", "record-route", "content-type", "c", "require", "proxy-require");
    private static final Set<String> ADDRESSES = Set.of("from", "f", "to", "t");
    private static final Set<String> SINGLE = Set.of("from", "to", "call-id", "cseq", "max-forwards", "content-length",
        "content-type");

    private static final HeaderFactoryImpl HEADERS = new HeaderFactoryImpl();
    private static final int UNKNOWN = -1;

    private int bodyLength;

    @Override
    public SIPMessage parseSIPMessage(byte[] bytes, boolean readBody, boolean strict, ParseExceptionListener unused)
        throws ParseException {
        SeenHeaderNames.bound();
        bodyLength = UNKNOWN;
        SIPMessage message = super.parseSIPMessage(bytes, readBody, strict, null);
        if (message instanceof SIPRequest request) {
            check(request);
        } else if (message instanceof SIPResponse response) {
            check(response);
        }
        if (message != null && readBody && bodyLength > 0 && bodyLength < message.getRawContent().length) {
            message.setMessageContent(Arrays.copyOf(message.getRawContent(), bodyLength)); // 18.3: the rest is discarded
        }
        return message;
    }

    @Override
    protected SIPMessage processFirstLine(String line, ParseExceptionListener unused, byte[] bytes) throws ParseException {
        if (!line.startsWith(VERSION)) {
            checkRequestLine(line);
        }
        return super.processFirstLine(line, null, bytes);
    }

    /** 7.1: method, URI and version with a space in between, and none elsewhere. */
    private static void checkRequestLine(String line) throws MalformedMessage {
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        String version = line.substring(last + 1);
        if (first <= 0 || !version.startsWith("SIP/")) {
            throw new MalformedMessage(Response.BAD_REQUEST, "no request line");
        }
        if (!isToken(line, 0, first)) {
            throw new MalformedMessage(Response.BAD_REQUEST, "the method is no token");
        }
        if (last <= first + 1 || line.substring(first + 1, last).chars().anyMatch(c -> c <= ' ' || c == '<' || c == '>')) {
            throw new MalformedMessage(Response.BAD_REQUEST, "space or brackets in the request line");
        }
        if (!version.equals(VERSION)) {
            throw new MalformedMessage(Response.VERSION_NOT_SUPPORTED, "this server speaks " + VERSION);
        }
    }

    private static boolean isToken(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> c > ' ' && c < 0x7f && SEPARATORS.indexOf(c) < 0);
    }

    @Override
    protected void processHeader(String header, SIPMessage message, ParseExceptionListener unused, byte[] bytes)
        throws ParseException {
        int colon = header.indexOf(':');
        String name = colon < 0 ? "" : header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (ADDRESSES.contains(name) && !isDisplayName(header, colon + 1)) {
            throw new MalformedMessage(Response.BAD_REQUEST, name + ": a display name that needs quotes");
        }
        try {
            attach(ParserFactory.createParser(header + "\n").parse(), message);
        } catch (MalformedMessage e) {
            throw e;
        } catch (ParseException | RuntimeException e) {
            if (NEEDED.contains(name)) {
                throw e;
            }
            message.addUnparsed(header);
        }
    }

    /** 25.1: what stands before the bracket is a quoted string, or tokens. */
    private static boolean isDisplayName(String header, int from) {
        int bracket = header.indexOf('<', from);
        String name = bracket < 0 ? "" : header.substring(from, bracket).strip();
        return name.startsWith("\"") || name.chars().allMatch(c -> c == ' ' || c == '\t' || SEPARATORS.indexOf(c) < 0);
    }

    private void attach(SIPHeader header, SIPMessage message) throws ParseException {
        String name = header.getName().toLowerCase(Locale.ROOT);
        // every message is made with a Content-Length
        if (SINGLE.contains(name) && (header instanceof ContentLength ? bodyLength >= 0 : message.getHeader(name) != null)) {
            bodyLength = header instanceof ContentLength ? UNKNOWN : bodyLength;
            throw new MalformedMessage(Response.BAD_REQUEST, header.getName() + " stands there twice");
        }
        if (header instanceof ContentLength length) {
            bodyLength = length.getContentLength();
        }
        message.attachHeader(header, false);
    }

    /** 8.1.1: what every request has. */
    private static void check(SIPRequest request) throws ParseException {
        present(request);
        if (request.getMaxForwards() == null) {
            request.setHeader(HEADERS.createHeader("Max-Forwards: 70")); // 16.3 step 3, 16.6 step 3: RFC 2543 has none
        }
        request.checkHeaders();
        if (!request.getMethod().equals(request.getCSeq().getMethod())) {
            throw new MalformedMessage(Response.BAD_REQUEST, "the method of CSeq is not the request's");
        }
        if (request.getRequestURI() instanceof SipUri uri) {
            checkHost(uri);
            if (uri.getHeaderNames().hasNext()) {
                throw new MalformedMessage(Response.BAD_REQUEST, "headers in the Request-URI"); // 19.1.1
            }
        }
        if (request.getRouteHeaders() != null) {
            for (Route route : request.getRouteHeaders()) {
                checkRoute(route);
            }
        }
        if (request.getContactHeader() != null && needsBrackets(request.getContactHeader())) {
            throw new MalformedMessage(Response.BAD_REQUEST, "Contact needs angle brackets"); // 20.10
        }
    }

    private static void checkRoute(Route route) throws MalformedMessage {
        if (!(route.getAddress().getURI() instanceof SipUri uri)) {
            throw new MalformedMessage(Response.BAD_REQUEST, "a Route that is no SIP URI"); // 20.34
        }
        checkHost(uri);
    }

    /** No top level domain is all digits (RFC 3696 2): it would be looked up as if it were one. */
    private static void checkHost(SipUri uri) throws MalformedMessage {
        String host = uri.getHost();
        if (Locator.isAddress(host) && !NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host)) {
            throw new MalformedMessage(Response.BAD_REQUEST, "no address: " + host);
        }
    }

    private static boolean needsBrackets(Contact contact) {
        return contact.getAddress() instanceof AddressImpl address && address.getAddressType() == AddressImpl.ADDRESS_SPEC
            && address.getURI() instanceof SipUri uri && uri.getHeaderNames().hasNext();
    }

    private static void check(SIPResponse response) throws MalformedMessage {
        present(response);
        if (response.getStatusCode() < LEAST_STATUS || response.getStatusCode() > MOST_STATUS) {
            throw new MalformedMessage(Response.BAD_REQUEST, "a status code out of its range");
        }
    }

    private static void present(SIPMessage message) throws MalformedMessage {
        String missing = message.getTopmostVia() == null ? "Via" : message.getFrom() == null ? "From"
            : message.getTo() == null ? "To" : message.getCallId() == null ? "Call-ID" : message.getCSeq() == null ? "CSeq" : null;
        if (missing != null) {
            throw new MalformedMessage(Response.BAD_REQUEST, missing + " is missing");
        }
        if (message.getCSeq().getSeqNumber() > LARGEST_CSEQ) {
            throw new MalformedMessage(Response.BAD_REQUEST, "a CSeq out of its range");
        }
    }
}
