package org.calliope.ims.container;

/** Messages as texts. */
final class SipTexts {

    private SipTexts() { }

    /** @param here host:port of whoever sends it */
    static String request(String method, String uri, String transport, String here, String branch, String... headers) {
        return withBody(method, uri, transport, here, branch, "", headers);
    }

    static String withBody(String method, String uri, String transport, String here, String branch, String body, String... headers) {
        StringBuilder text = new StringBuilder(method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/" + transport + ' ' + here
            + ";branch=z9hG4bK" + branch + "\r\nFrom: <sip:a@example.org>;tag=1\r\nTo: <" + uri + ">\r\nCall-ID: " + branch
            + "\r\nCSeq: 1 " + method + "\r\nMax-Forwards: 70\r\nContact: <sip:a@" + here + ";transport="
            + transport.toLowerCase(java.util.Locale.ROOT) + ">\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body).toString();
    }

    /** The response to a request, as RFC 3261 8.2.6.2 makes it: outside a dialog the tag is 9. */
    static String response(String request, String statusLine, String contact) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + statusLine + "\r\n");
        request.lines().filter(l -> l.matches("(?i)(Via|From|Call-ID|CSeq|Record-Route):.*"))
            .forEach(l -> text.append(l).append("\r\n"));
        request.lines().filter(l -> l.startsWith("To:"))
            .forEach(l -> text.append(l).append(l.contains(";tag=") ? "\r\n" : ";tag=9\r\n"));
        return text.append("Contact: <").append(contact).append(">\r\nContent-Length: 0\r\n\r\n").toString();
    }
}
