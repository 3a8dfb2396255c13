package org.calliope.ims.samples.echo;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session description that offers sound, and the answer of somebody who sends back whatever comes (RFC 3264 6). Immutable.
 */
final class SessionOffer {

    private static final Pattern MEDIA = Pattern.compile("m=(\\S+) (\\d+)(?:/\\d+)? (\\S+) (.+)");
    /** RFC 3264 6.1: who is only sent to only receives. */
    private static final Map<String, String> TURNED = Map.of("a=sendrecv", "a=sendrecv", "a=sendonly", "a=recvonly",
            "a=recvonly", "a=sendonly", "a=inactive", "a=inactive");

    private final List<String> session = new ArrayList<>();
    private final List<Media> media = new ArrayList<>();

    private record Media(Matcher line, List<String> attributes) {

        /** Whether it is sound, plain, and not refused by who offers it. */
        boolean sounds() {
            return line.group(1).equals("audio") && !line.group(2).equals("0") && line.group(3).equals("RTP/AVP");
        }
    }

    private SessionOffer() {
    }

    /** @return empty when nothing in it can be echoed */
    static Optional<SessionOffer> parse(String text) {
        SessionOffer offer = new SessionOffer();
        for (String line : text.split("\r?\n")) {
            Matcher medium = MEDIA.matcher(line);
            if (medium.matches()) {
                offer.media.add(new Media(medium, new ArrayList<>()));
            } else if (offer.media.isEmpty()) {
                offer.session.add(line);
            } else {
                offer.media.get(offer.media.size() - 1).attributes().add(line);
            }
        }
        return offer.media.stream().anyMatch(Media::sounds) ? Optional.of(offer) : Optional.empty();
    }

    /**
     * @param at      where the sound is to be sent
     * @param version another one for each answer of a call (RFC 3264 8)
     */
    String answer(InetSocketAddress at, int version) {
        String address = (at.getAddress() instanceof Inet6Address ? "IN IP6 " : "IN IP4 ") + at.getAddress().getHostAddress();
        List<String> lines = new ArrayList<>(List.of("v=0", "o=echo " + at.getPort() + ' ' + version + ' ' + address, "s=-",
                "c=" + address));
        session.stream().filter(line -> line.startsWith("t=")).forEach(lines::add);
        boolean taken = false;
        for (Media medium : media) {
            if (medium.sounds() && !taken) {
                lines.addAll(sound(medium, at.getPort()));
                taken = true;
            } else {
                // RFC 3264 6: as many lines as were offered, in their order; port 0 refuses
                lines.add("m=" + medium.line().group(1) + " 0 " + medium.line().group(3) + ' ' + medium.line().group(4));
            }
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    /** All the codecs that are offered: what comes is not listened to. */
    private List<String> sound(Media medium, int port) {
        List<String> lines = new ArrayList<>();
        lines.add("m=audio " + port + " RTP/AVP " + medium.line().group(4));
        medium.attributes().stream().filter(a -> a.startsWith("a=rtpmap:") || a.startsWith("a=fmtp:") || a.startsWith("a=ptime:"))
                .forEach(lines::add);
        lines.add(direction(medium.attributes()).or(() -> direction(session)).orElse("a=sendrecv"));
        return lines;
    }

    private static Optional<String> direction(List<String> attributes) {
        return attributes.stream().filter(TURNED::containsKey).map(TURNED::get).findFirst();
    }
}
