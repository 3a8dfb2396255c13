package org.calliope.ims.rf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.diameter.PeerAddress;

/** Which charging functions there are, and which of them a user's records go to. Pure. */
public final class ChargingFunctions {

    private static final Pattern URI = Pattern.compile("aaa://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?\\s*(.*)");
    private static final Pattern IDENTITY = Pattern.compile("[A-Za-z0-9.-]+");
    private static final String PORT = "3868";
    private static final int HIGHEST_PORT = 65_535;

    private ChargingFunctions() {
    }

    /**
     * @param configured each a Diameter URI (RFC 6733 4.3.1) without parameters, {@code aaa://cdf.ims.example:3868}, whose
     *                   host is also the Diameter identity, or followed by that: {@code aaa://10.0.0.7 cdf.ims.example}
     * @throws IllegalArgumentException when one is something else, or two are the same
     */
    public static List<PeerAddress> parse(List<String> configured) {
        List<PeerAddress> functions = new ArrayList<>();
        Set<String> identities = new HashSet<>();
        for (String text : configured) {
            PeerAddress function = parse(text);
            if (!identities.add(function.originHost())) {
                throw new IllegalArgumentException("functions has '" + function.originHost() + "' twice");
            }
            functions.add(function);
        }
        return functions;
    }

    private static PeerAddress parse(String text) {
        Matcher parts = URI.matcher(text.strip());
        if (!parts.matches()) {
            throw bad(text);
        }
        String identity = parts.group(3).isEmpty() ? parts.group(1) : parts.group(3);
        int port = Integer.parseInt(Optional.ofNullable(parts.group(2)).orElse(PORT));
        if (!IDENTITY.matcher(identity).matches() || port < 1 || port > HIGHEST_PORT) {
            throw bad(text);
        }
        return new PeerAddress(identity.toLowerCase(Locale.ROOT), parts.group(1), port);
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("'" + text + "' is no charging function: aaa://cdf.ims.example:3868, or"
                + " aaa://10.0.0.7:3868 cdf.ims.example");
    }

    /**
     * TS 32.240 4.3.1, TS 29.229 6.3.21, 6.3.22: what the HSS says of a user goes before what is configured, as far as it is
     * configured at all.
     *
     * @param told from the HSS, nothing when it said nothing
     * @return identities of those to be told first, in this order
     */
    static List<String> preferred(List<PeerAddress> functions, Optional<ChargingInformation> told) {
        return told.stream().flatMap(names -> Stream.of(names.primaryCollection(), names.secondaryCollection()))
                .map(ChargingFunctions::host)
                .filter(host -> functions.stream().anyMatch(function -> function.originHost().equals(host))).distinct().toList();
    }

    /** Parameters such as ;transport=tcp say how another would reach it. */
    private static String host(String uri) {
        Matcher parts = URI.matcher(uri.strip());
        return (parts.matches() ? parts.group(1) : uri).toLowerCase(Locale.ROOT);
    }
}
