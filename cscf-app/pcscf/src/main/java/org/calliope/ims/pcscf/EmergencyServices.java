package org.calliope.ims.pcscf;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which Request-URIs are emergency calls (TS 24.229 5.2.10.1): emergency service URNs (RFC 5031 4.2) and the numbers that are set.
 * Immutable.
 */
final class EmergencyServices {

    private static final String URN = "urn:service:sos";
    private static final Pattern SERVICE = Pattern.compile("urn:service:sos(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern ENTRY = Pattern.compile("([0-9*#]{1,15})(?:=([A-Za-z0-9][A-Za-z0-9.-]*))?");
    private static final Pattern DIALLED = Pattern.compile("(?i)(tel|sips?):([0-9*#.()-]{1,30})(?:[;@].*)?", Pattern.DOTALL);

    private final Map<String, String> services = new HashMap<>();
    private final Set<String> hosts;

    /**
     * An emergency call.
     *
     * @param urn    emergency service URN
     * @param number as it was dialled, "" when a URN was: then the UE knew what it did
     */
    record Service(String urn, String number) {
    }

    /**
     * @param numbers {@code 112}, or {@code 110=police} for a kind of service
     * @param hosts   of SIP URIs whose user part is a number dialled here
     * @throws IllegalArgumentException naming the entry
     */
    EmergencyServices(List<String> numbers, List<String> hosts) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        numbers.forEach(text -> {
            Matcher entry = ENTRY.matcher(text);
            String urn = entry.matches() ? urn(entry.group(2)) : "";
            if (!SERVICE.matcher(urn).matches()) {
                throw new IllegalArgumentException("'" + text + "' is no emergency number such as 112, or 110=police");
            }
            services.put(entry.group(1), urn);
        });
    }

    private static String urn(String kind) {
        return kind == null ? URN : URN + '.' + kind.toLowerCase(Locale.ROOT);
    }

    /** @return nothing when it is no emergency call */
    Optional<Service> of(String requestUri) {
        if (requestUri.regionMatches(true, 0, URN, 0, URN.length())) {
            String urn = requestUri.toLowerCase(Locale.ROOT);
            return SERVICE.matcher(urn).matches() ? Optional.of(new Service(urn, "")) : Optional.empty();
        }
        Matcher dialled = DIALLED.matcher(requestUri);
        if (!dialled.matches() || !dialled.group(1).equalsIgnoreCase("tel") && !hosts.contains(host(requestUri))) {
            return Optional.empty();
        }
        String number = dialled.group(2).replaceAll("[.()-]", "");
        return Optional.ofNullable(services.get(number)).map(urn -> new Service(urn, number));
    }

    private static String host(String sipUri) {
        String behind = sipUri.substring(sipUri.indexOf('@') + 1).toLowerCase(Locale.ROOT);
        return behind.split("[:;?]", 2)[0];
    }
}
