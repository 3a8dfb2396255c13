package org.calliope.ims.hss.page;

import java.util.Locale;
import java.util.Optional;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.ifc.CriteriaXml;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ProfilePart;
import org.calliope.ims.ifc.Sentence;
import org.calliope.ims.ifc.TriggerPoint;

/** Filter criteria as they are provisioned, and as the S-CSCF gets and reads them. */
public final class Triggers {

    private static final String AS = "sip:as.invalid";
    private static final String OPEN = "<TriggerPoint>";
    private static final String CLOSE = "</TriggerPoint>";

    private Triggers() {
    }

    /**
     * The trigger of its element; empty for "", which matches every request.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    public static Optional<TriggerPoint> read(String xml) {
        return xml.isBlank() ? Optional.empty() : CriteriaXml.parse("<InitialFilterCriteria><Priority>0</Priority>"
                + xml.strip() + "<ApplicationServer><ServerName>" + AS + "</ServerName></ApplicationServer>"
                + "</InitialFilterCriteria>").triggerPoint();
    }

    /** The element of a trigger; "" for none. */
    public static String write(Optional<TriggerPoint> trigger) {
        String whole = CriteriaXml.write(new InitialFilterCriteria(0, trigger,
                new org.calliope.ims.ifc.ApplicationServer(AS, DefaultHandling.SESSION_CONTINUED), Optional.empty()));
        int from = whole.indexOf(OPEN);
        return from < 0 ? "" : whole.substring(from, whole.indexOf(CLOSE) + CLOSE.length());
    }

    /** The criterion as the S-CSCF evaluates it. */
    public static InitialFilterCriteria criteria(FilterCriteria of, int priority, ApplicationServer server) {
        Optional<ProfilePart> part = switch (of.profilePart()) {
            case BOTH -> Optional.empty();
            case REGISTERED -> Optional.of(ProfilePart.REGISTERED);
            case UNREGISTERED -> Optional.of(ProfilePart.UNREGISTERED);
        };
        return new InitialFilterCriteria(priority, read(of.triggerPoint()),
                new org.calliope.ims.ifc.ApplicationServer(server.serverName(),
                        DefaultHandling.valueOf(server.defaultHandling().name()),
                        Optional.of(server.serviceInfo()).filter(info -> !info.isEmpty()), server.registerRequest(),
                        server.registerResponse()), part);
    }

    /**
     * The trigger in what somebody pasted: its own element, or a whole criterion.
     *
     * @throws IllegalArgumentException when it is neither; the message says why
     */
    public static Optional<TriggerPoint> pasted(String xml) {
        if (xml.contains("<" + CriteriaXml.ELEMENT)) {
            return CriteriaXml.parse(xml.strip()).triggerPoint();
        }
        Optional<TriggerPoint> trigger = read(xml);
        if (trigger.isEmpty() && !xml.isBlank()) {
            throw new IllegalArgumentException("there is no TriggerPoint in it"); // unknown elements are skipped
        }
        return trigger;
    }

    /** The element with a line for each of its parts, for people. */
    public static String indented(String xml) {
        StringBuilder lines = new StringBuilder();
        int depth = 0;
        for (String part : xml.replaceAll(">\\s*<", ">\n<").split("\n")) {
            boolean closes = part.startsWith("</");
            depth -= closes ? 1 : 0;
            lines.append("  ".repeat(Math.max(0, depth))).append(part).append('\n');
            boolean opens = !closes && part.startsWith("<") && !part.startsWith("<?") && !part.contains("</")
                    && !part.endsWith("/>");
            depth += opens ? 1 : 0;
        }
        return lines.toString().stripTrailing();
    }

    /** What a trigger means. */
    public static String sentence(Optional<TriggerPoint> trigger, Texts texts) {
        return trigger.map(Sentence.in(Locale.forLanguageTag(texts.language()))::of).orElse(texts.of("row.every"));
    }

    /** What the criterion means. */
    static String sentence(FilterCriteria of, Texts texts) {
        return sentence(read(of.triggerPoint()), texts) + " → " + of.applicationServer();
    }
}
