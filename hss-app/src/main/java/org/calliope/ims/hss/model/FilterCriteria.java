package org.calliope.ims.hss.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import org.calliope.ims.ifc.CriteriaXml;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.xml.MalformedXml;

/**
 * An initial filter criterion (TS 29.228 Annex B.2.2), to be used by service profiles and shared iFC sets.
 *
 * @param name              unique
 * @param applicationServer name of the application server that is asked
 * @param profilePart       whether it holds for registered users, unregistered ones, or both
 * @param triggerPoint      the {@code <TriggerPoint>} element as Annex E has it; "" matches every request
 * @param dsaiTags          DSAI-Tags, 0..16: when there is any, the criterion holds only while one of them is active for
 *                          the identity, as its application server says over Sh (TS 29.328 7.6.11)
 */
public record FilterCriteria(String name, String applicationServer, ProfilePart profilePart, String triggerPoint,
                             List<String> dsaiTags) implements Named {

    private static final int LONGEST_TRIGGER = 8_000;
    private static final int MOST_TAGS = 16;
    private static final Pattern TAG = Pattern.compile("[!-~]{1,64}");
    /** The criterion that a trigger point is read as part of. */
    private static final String AROUND = "<InitialFilterCriteria><Priority>0</Priority>%s<ApplicationServer>"
            + "<ServerName>sip:as.example</ServerName></ApplicationServer></InitialFilterCriteria>";

    /** ProfilePartIndicator (TS 29.228 Annex B.2.2); BOTH is its absence. */
    public enum ProfilePart { BOTH, REGISTERED, UNREGISTERED }

    /** Checks each field. */
    public FilterCriteria {
        name = Text.name("name", name);
        applicationServer = Text.name("applicationServer", applicationServer);
        profilePart = Objects.requireNonNullElse(profilePart, ProfilePart.BOTH);
        triggerPoint = Text.plain("triggerPoint", triggerPoint, LONGEST_TRIGGER);
        dsaiTags = Text.list("dsaiTags", dsaiTags, MOST_TAGS);
        if (!dsaiTags.stream().allMatch(tag -> TAG.matcher(tag).matches())) {
            throw new IllegalArgumentException("dsaiTags must each be 1 to 64 visible ASCII characters");
        }
        trigger(triggerPoint);
    }

    /** One that no application server can switch. */
    public FilterCriteria(String name, String applicationServer, ProfilePart profilePart, String triggerPoint) {
        this(name, applicationServer, profilePart, triggerPoint, List.of());
    }

    /**
     * What the element says; nothing for "".
     *
     * @throws IllegalArgumentException when it is no trigger point; the message says why
     */
    public static Optional<TriggerPoint> trigger(String element) {
        if (element.isEmpty()) {
            return Optional.empty();
        }
        try {
            return CriteriaXml.parse(AROUND.formatted(element)).triggerPoint();
        } catch (MalformedXml e) {
            throw new IllegalArgumentException("triggerPoint: " + e.getMessage(), e);
        }
    }
}
