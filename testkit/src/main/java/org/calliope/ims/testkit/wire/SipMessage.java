package org.calliope.ims.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A SIP request or response, immutable: every {@code with…} gives a new one.
 *
 * <p>The reader is tolerant (bare line feeds, folded lines, compact names, missing Content-Length): a test wants to
 * see what came, not to be protected from it. What came stays available byte for byte in {@link #bytes()}.
 */
public final class SipMessage {
    private static final String VERSION = "SIP/2.0";

    private final String startLine;
    private final List<Header> headers;
    private final byte[] body;
    private final byte[] wire;

    private SipMessage(String startLine, List<Header> headers, byte[] body, byte[] wire) {
        this.startLine = startLine;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.wire = wire;
    }

    /** A new request with nothing but its first line. */
    public static SipMessage request(String method, String uri) {
        return new SipMessage(method + " " + uri + " " + VERSION, List.of(), new byte[0], new byte[0]);
    }

    /** An answer with the headers RFC 3261 8.2.6.2 copies from the request; no tag is added. */
    public static SipMessage response(SipMessage request, int status) {
        List<Header> copied = new ArrayList<>();
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            request.headers.stream().filter(h -> h.is(name)).forEach(h -> copied.add(new Header(name, h.value())));
        }
        return new SipMessage(VERSION + " " + status + " " + ReasonPhrase.of(status), copied, new byte[0], new byte[0]);
    }

    /** Reads one whole message; a body longer than Content-Length says is cut, as RFC 3261 18.3 wants it for UDP. */
    public static SipMessage parse(byte[] bytes) {
        return MessageReader.read(bytes);
    }

    static SipMessage received(String startLine, List<Header> headers, byte[] body, byte[] wire) {
        return new SipMessage(startLine, headers, body, wire);
    }

    public String startLine() {
        return startLine;
    }

    public boolean isRequest() {
        return !startLine.regionMatches(true, 0, "SIP/", 0, 4);
    }

    /** The method of a request; of a response the method its CSeq names. */
    public String method() {
        if (isRequest()) {
            return word(startLine, 0);
        }
        String cseq = header("CSeq").orElse("");
        return cseq.substring(cseq.lastIndexOf(' ') + 1).trim();
    }

    public boolean is(String method) {
        return method().equals(method);
    }

    public String requestUri() {
        return word(startLine, 1);
    }

    /** The status of a response, 0 for a request or when the line has no number. */
    public int status() {
        String code = isRequest() ? "" : word(startLine, 1);
        return code.matches("\\d{3}") ? Integer.parseInt(code) : 0;
    }

    public boolean isProvisional() {
        return status() >= 100 && status() < 200;
    }

    public boolean isFinal() {
        return status() >= 200;
    }

    public boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    private static String word(String line, int index) {
        String[] words = line.trim().split(" +", 3);
        return index < words.length ? words[index] : "";
    }

    public List<Header> headers() {
        return headers;
    }

    public boolean has(String name) {
        return headers.stream().anyMatch(h -> h.is(name));
    }

    /** The first header of that name, in long or compact form. */
    public Optional<String> header(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
    }

    /** Every header of that name as it stands: one whose values have commas of their own, such as WWW-Authenticate. */
    public List<String> all(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).toList();
    }

    /** Every value of a header that is a list (Via, Route, Contact, Path …), whether on one line or on several. */
    public List<String> list(String name) {
        return headers.stream().filter(h -> h.is(name)).flatMap(h -> Lists.split(h.value(), ',').stream()).toList();
    }

    /** A header a message cannot do without. */
    public String required(String name) {
        return header(name).orElseThrow(() -> new MalformedMessage("no " + name + " in " + startLine));
    }

    public String callId() {
        return header("Call-ID").orElse("");
    }

    /** The number of the CSeq, -1 when it has none. */
    public long cseq() {
        String number = header("CSeq").orElse("").trim().split("\\s+")[0];
        return number.matches("\\d{1,10}") ? Long.parseLong(number) : -1;
    }

    public Via topVia() {
        List<String> vias = list("Via");
        if (vias.isEmpty()) {
            throw new MalformedMessage("no Via in " + startLine);
        }
        return Via.parse(vias.get(0));
    }

    public Address from() {
        return Address.parse(required("From"));
    }

    public Address to() {
        return Address.parse(required("To"));
    }

    /** The first Contact. */
    public Optional<Address> contact() {
        return list("Contact").stream().findFirst().map(Address::parse);
    }

    public byte[] body() {
        return body.clone();
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Adds a header line at the end. */
    public SipMessage with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new SipMessage(startLine, more, body, new byte[0]);
    }

    /** Adds a header line before all others: a Via, or a Route that is to be visited first. */
    public SipMessage withFirst(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(0, new Header(name, value));
        return new SipMessage(startLine, more, body, new byte[0]);
    }

    /** Takes the place of every header of that name. */
    public SipMessage replace(String name, String value) {
        return without(name).with(name, value);
    }

    public SipMessage without(String name) {
        return filtered(h -> !h.is(name));
    }

    private SipMessage filtered(Predicate<Header> keep) {
        return new SipMessage(startLine, headers.stream().filter(keep).toList(), body, new byte[0]);
    }

    public SipMessage withStartLine(String line) {
        return new SipMessage(line, headers, body, new byte[0]);
    }

    public SipMessage withBody(String type, String text) {
        SipMessage typed = replace("Content-Type", type);
        return new SipMessage(startLine, typed.headers, text.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    /** What came over the wire, byte for byte; for a message made here, what would be sent. */
    public byte[] bytes() {
        if (wire.length > 0) {
            return wire.clone();
        }
        StringBuilder head = new StringBuilder(startLine).append("\r\n");
        headers.stream().filter(h -> !h.is("Content-Length"))
                .forEach(h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    /** The whole message as text, for a failure message. */
    @Override
    public String toString() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
