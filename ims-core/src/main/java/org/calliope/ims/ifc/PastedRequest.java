package org.calliope.ims.ifc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.calliope.ims.sip.CompactHeaders;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;

/**
 * A request as somebody pastes it from a trace, RFC 3261 7. Line ends may be bare, a common indentation is taken away,
 * and the body is what follows the first empty line, whatever Content-Length says. Immutable.
 */
public final class PastedRequest implements FilterableRequest {

    private static final int LARGEST = 64 * 1024;
    private static final int MOST_HEADERS = 1000;
    private static final Pattern START_LINE = Pattern.compile("([A-Z][A-Za-z0-9-]{0,31}) +(\\S+) +SIP/2\\.0");
    private static final Pattern RESPONSE = Pattern.compile("SIP/2\\.0 [0-9].*");
    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9.!%*_+`'~-]+)[ \\t]*:(.*)");

    private final String method;
    private final String requestUri;
    private final SortedMap<String, List<String>> headers;
    private final List<String> sessionDescription;
    private final Served served;

    private PastedRequest(Matcher startLine, SortedMap<String, List<String>> headers, String body, Served served) {
        method = startLine.group(1);
        requestUri = startLine.group(2);
        this.headers = headers;
        sessionDescription = SessionDescriptionLines.of(
                headers.getOrDefault(Headers.CONTENT_TYPE, List.of("")).get(0), body);
        this.served = served;
    }

    /**
     * What cannot be seen in the text.
     *
     * @param registered       whether the served user is
     * @param registrationType of a REGISTER; does not count for other methods
     */
    public record Served(SessionCase sessionCase, boolean registered, RegistrationType registrationType) {
    }

    /** @throws IllegalArgumentException when it is no request, or longer than 64 KiB; the message says why */
    public static PastedRequest parse(String text, Served served) {
        if (text.length() > LARGEST) {
            throw new IllegalArgumentException("the text is longer than " + LARGEST + " characters");
        }
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException("there is no text");
        }
        // whoever copies from the middle of a line has the first one without its indentation
        String start = stripped.lines().findFirst().orElseThrow().strip();
        List<String> rest = stripped.lines().skip(1).collect(Collectors.joining("\n")).stripIndent().lines().toList();
        Matcher startLine = START_LINE.matcher(start);
        if (!startLine.matches()) {
            throw new IllegalArgumentException(RESPONSE.matcher(start).matches()
                    ? "this is a response; filter criteria are for requests"
                    : "the first line is no request line, as INVITE sip:bob@ims.example SIP/2.0");
        }
        int end = 0;
        while (end < rest.size() && !rest.get(end).isBlank()) {
            end++;
        }
        String body = String.join("\n", rest.subList(Math.min(end + 1, rest.size()), rest.size()));
        return new PastedRequest(startLine, headers(rest.subList(0, end)), body, served);
    }

    private static SortedMap<String, List<String>> headers(List<String> lines) {
        SortedMap<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : unfolded(lines)) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw new IllegalArgumentException("this line is no header: " + Shown.joined(List.of(line)));
            }
            headers.computeIfAbsent(CompactHeaders.longForm(header.group(1)), name -> new ArrayList<>())
                    .add(header.group(2).strip());
        }
        return headers;
    }

    /** A header goes on in the next line when that starts with white space, RFC 3261 7.3.1. */
    private static List<String> unfolded(List<String> lines) {
        List<StringBuilder> headers = new ArrayList<>();
        for (String line : lines) {
            boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (folded && headers.isEmpty()) {
                throw new IllegalArgumentException("the line after the request line is indented");
            }
            if (folded) {
                headers.get(headers.size() - 1).append(' ').append(line.strip());
            } else {
                headers.add(new StringBuilder(line));
            }
        }
        if (headers.size() > MOST_HEADERS) {
            throw new IllegalArgumentException("there are more than " + MOST_HEADERS + " headers");
        }
        return headers.stream().map(StringBuilder::toString).toList();
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String requestUri() {
        return requestUri;
    }

    @Override
    public Iterable<String> headerNames() {
        return Collections.unmodifiableSet(headers.keySet());
    }

    @Override
    public Iterable<String> headerValues(String name) {
        return Collections.unmodifiableList(headers.getOrDefault(name, List.of()));
    }

    @Override
    public List<String> sessionDescription() {
        return sessionDescription;
    }

    @Override
    public SessionCase sessionCase() {
        return served.sessionCase;
    }

    @Override
    public boolean registered() {
        return served.registered;
    }

    @Override
    public Optional<RegistrationType> registrationType() {
        return method.equals(Methods.REGISTER) ? Optional.of(served.registrationType) : Optional.empty();
    }
}
