package org.calliope.ims.scscf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.sip.Headers;

/**
 * A message as text, for message/sip (RFC 3261 27.5) within another one. Credentials are left out: they are between the
 * user and the registrar.
 */
final class SipText {

    /** A longer message is not handed on. */
    private static final int MOST = 32_768;
    private static final Set<String> BETWEEN_OTHERS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private static final String CRLF = "\r\n";

    static {
        BETWEEN_OTHERS.addAll(List.of(Headers.AUTHORIZATION, Headers.PROXY_AUTHORIZATION, Headers.AUTHENTICATION_INFO));
    }

    private SipText() {
    }

    /** @return "" when it is too long */
    static String of(SipServletRequest request) {
        return of(request.getMethod() + ' ' + request.getRequestURI() + " SIP/2.0", request);
    }

    /** @return "" when it is too long */
    static String of(SipServletResponse response) {
        return of("SIP/2.0 " + response.getStatus() + ' ' + response.getReasonPhrase(), response);
    }

    private static String of(String start, SipServletMessage message) {
        StringBuilder text = new StringBuilder(2048).append(start).append(CRLF);
        Iterator<String> names = message.getHeaderNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!BETWEEN_OTHERS.contains(name)) {
                message.getHeaders(name).forEachRemaining(value ->
                        text.append(name).append(": ").append(value).append(CRLF));
            }
        }
        text.append(CRLF).append(body(message));
        return text.length() > MOST ? "" : text.toString();
    }

    private static String body(SipServletMessage message) {
        try {
            byte[] body = message.getRawContent();
            return body == null ? "" : new String(body, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
