package org.calliope.ims.rf;

import java.util.ArrayList;
import java.util.List;
import org.calliope.ims.kept.OctetReader;
import org.calliope.ims.kept.OctetWriter;

/**
 * What a session description says of media (TS 32.299 7.2). Immutable.
 *
 * @param session lines about the session as a whole; those that name it, such as o= and t=, are left out
 */
public record Media(Kind kind, List<String> session, List<Component> components) {

    /** Without any. */
    public static final Media NONE = new Media(Kind.OFFER, List.of(), List.of());

    private static final String MEDIA = "m=";
    /** RFC 4566 5: version, origin, session name, times: two descriptions of the same media may differ in them. */
    private static final String NAMING = "vostrz";

    /** SDP-Type, TS 32.299. */
    public enum Kind { OFFER, ANSWER }

    /**
     * A media line with what follows it.
     *
     * @param name  of the media line what stands behind {@code m=}
     * @param lines such as c= and a=
     */
    public record Component(String name, List<String> lines) {

        public Component {
            lines = List.copyOf(lines);
        }
    }

    public Media {
        session = List.copyOf(session);
        components = List.copyOf(components);
    }

    /** @param lines of a session description; none when there is none */
    public static Media of(Kind kind, List<String> lines) {
        List<String> session = new ArrayList<>();
        List<Component> components = new ArrayList<>();
        int at = 0;
        while (at < lines.size() && !lines.get(at).startsWith(MEDIA)) {
            String line = lines.get(at++);
            if (NAMING.indexOf(line.charAt(0)) < 0) {
                session.add(line);
            }
        }
        while (at < lines.size()) {
            int next = at + 1;
            while (next < lines.size() && !lines.get(next).startsWith(MEDIA)) {
                next++;
            }
            components.add(new Component(lines.get(at).substring(MEDIA.length()), lines.subList(at + 1, next)));
            at = next;
        }
        return new Media(kind, session, components);
    }

    /** @return whether it says nothing */
    public boolean isEmpty() {
        return session.isEmpty() && components.isEmpty();
    }

    void encode(OctetWriter out) {
        out.number(kind.ordinal()).each(session, out::text).each(components, component ->
                out.text(component.name()).each(component.lines(), out::text));
    }

    static Media decode(OctetReader in) {
        return new Media(in.oneOf(Kind.values()), in.each(in::text), in.each(() -> new Component(in.text(), in.each(in::text))));
    }
}
