package org.calliope.ims.testkit.wire;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Via value (RFC 3261 20.42).
 *
 * @param transport as written, upper case
 * @param port      -1 when sent-by names none
 */
public record Via(String transport, String host, int port, Map<String, String> parameters) {
    private static final Pattern PROTOCOL_AND_SENT_BY =
            Pattern.compile("[^/\\s]+\\s*/\\s*[^/\\s]+\\s*/\\s*(\\S+)\\s+(\\S.*)");

    public static Via parse(String value) {
        List<String> parts = Lists.split(value, ';');
        Matcher matcher = PROTOCOL_AND_SENT_BY.matcher(parts.isEmpty() ? "" : parts.get(0));
        if (!matcher.matches()) {
            throw new MalformedMessage("Via \"" + value + "\"");
        }
        SipUri sentBy = SipUri.parse("sip:" + matcher.group(2).replaceAll("\\s", ""));
        return new Via(matcher.group(1).toUpperCase(Locale.ROOT),
                sentBy.host(), sentBy.port(), Lists.parameters(parts.subList(1, parts.size())));
    }

    public String branch() {
        return parameters.getOrDefault("branch", "");
    }

    public String sentBy() {
        return host.toLowerCase(Locale.ROOT) + ":" + (port < 0 ? 5060 : port);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Where the answer to a request with this topmost Via goes over UDP (RFC 3261 18.2.2, RFC 3581 4). */
    public InetSocketAddress replyTo(InetSocketAddress source) {
        if (parameters.containsKey("rport")) {
            return source;
        }
        String target = parameters.containsKey("maddr") ? parameters.get("maddr") : source.getAddress().getHostAddress();
        return new InetSocketAddress(target, port < 0 ? 5060 : port);
    }
}
