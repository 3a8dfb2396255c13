package org.calliope.ims.bench.load;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is asked for on the command line.
 *
 * @param server    where the UEs send to
 * @param port      of the UEs
 * @param out       folder of the files with the results
 * @param peak      operations a second that a share of the peak is of; 0: the first phase's that counts
 * @param emergency emergency requests a second, in all phases
 * @param hold      nanoseconds between ACK and BYE
 */
record Plan(InetSocketAddress server, int port, String domain, Path out, List<Phase> phases, List<Kind> kinds, double peak,
            double emergency, long hold) {

    private static final Set<String> WORDS = Set.of("server", "port", "domain", "out", "phases", "flow", "peak",
        "emergency", "hold");
    private static final Pattern FLOW = Pattern.compile(
        "(options|register|churn|proxy|call)=([^,*]+)(?:,([^,*]+))?(?:\\*(\\d+(?:\\.\\d+)?))?");

    /**
     * Operations of one kind.
     *
     * @param callees null when nobody is called
     * @param share   of what a phase offers
     */
    record Kind(String name, Path callers, Path callees, double share) {

        static Kind parse(String text) {
            Matcher m = FLOW.matcher(text);
            if (!m.matches()) {
                throw new IllegalArgumentException("a flow is kind=CALLERS[,CALLEES][*SHARE], not " + text);
            }
            return new Kind(m.group(1), Path.of(m.group(2)), m.group(3) == null ? null : Path.of(m.group(3)),
                m.group(4) == null ? 1 : Double.parseDouble(m.group(4)));
        }
    }

    /** @throws IllegalArgumentException saying which word is wrong */
    static Plan parse(String... words) {
        Map<String, String> options = new HashMap<>();
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            String name = words[i].startsWith("--") ? words[i].substring(2) : "";
            if (!WORDS.contains(name)) {
                throw new IllegalArgumentException("unknown option " + words[i]);
            }
            if ("flow".equals(name)) {
                kinds.add(Kind.parse(words[i + 1]));
            } else {
                options.put(name, words[i + 1]);
            }
        }
        for (String name : List.of("server", "port", "domain", "out", "phases")) {
            if (!options.containsKey(name)) {
                throw new IllegalArgumentException("--" + name + " is missing");
            }
        }
        String[] server = options.get("server").split(":");
        return new Plan(new InetSocketAddress(server[0], Integer.parseInt(server[1])), Integer.parseInt(options.get("port")),
            options.get("domain"), Path.of(options.get("out")),
            Stream.of(options.get("phases").split(",")).map(Phase::parse).toList(), kinds,
            Double.parseDouble(options.getOrDefault("peak", "0")), Double.parseDouble(options.getOrDefault("emergency", "0")),
            Long.parseLong(options.getOrDefault("hold", "0")) * 1_000_000L);
    }

    /** @return {@link #peak}, or what the first phase offers that counts */
    double peakOf(Kind kind) {
        return peak > 0 ? peak : kind.share() * phases.stream().filter(Phase::counts).findFirst().map(Phase::rate).orElse(1.0);
    }
}
