package org.calliope.ims.hss.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;

/**
 * An initial filter criterion as its form has it, right or wrong. Immutable.
 *
 * @param dsaiTags separated by blanks or line ends
 * @param mode     how groups make a trigger: {@link #EVERY}, {@link #CNF} or {@link #DNF}
 */
public record CriteriaDraft(String name, String applicationServer, String profilePart, String dsaiTags, String mode,
                            List<List<Spt>> groups) {

    /** No trigger point: every request (TS 29.228 B.2.2). */
    public static final String EVERY = "every";
    /** Of each group one condition holds: ConditionTypeCNF 1. */
    public static final String CNF = "cnf";
    /** Of one group all conditions hold: ConditionTypeCNF 0. */
    public static final String DNF = "dnf";

    private static final int MOST = 64;

    /** The kinds of conditions (TS 29.228 B.2.3). */
    public enum What { METHOD, REQUEST_URI, SIP_HEADER, SESSION_CASE, SESSION_DESCRIPTION }

    /**
     * A condition.
     *
     * @param value       method, expression for the Request-URI, name of a header or letter of a line
     * @param content     expression for what is in header or line, "" for anything
     * @param sessionCase name of a {@link SessionCase}
     * @param types       names of registration types of a REGISTER
     */
    public record Spt(String what, boolean negated, String value, String content, String sessionCase,
                      List<String> types) {

        static final Spt EMPTY = new Spt(What.METHOD.name(), false, "", "",
                SessionCase.ORIGINATING_REGISTERED.name(), List.of());
    }

    /** A new one: for an INVITE from the served user. */
    public static CriteriaDraft fresh() {
        return new CriteriaDraft("", "", FilterCriteria.ProfilePart.BOTH.name(), "", CNF, List.of(
                List.of(new Spt(What.METHOD.name(), false, "INVITE", "", SessionCase.ORIGINATING_REGISTERED.name(),
                        List.of())),
                List.of(new Spt(What.SESSION_CASE.name(), false, "", "", SessionCase.ORIGINATING_REGISTERED.name(),
                        List.of()))));
    }

    /** Of a criterion whose trigger was read. */
    public static CriteriaDraft of(FilterCriteria of, Optional<TriggerPoint> trigger) {
        return new CriteriaDraft(of.name(), of.applicationServer(), of.profilePart().name(),
                String.join("\n", of.dsaiTags()), "", List.of())
                .triggering(trigger);
    }

    /** The same with another trigger. */
    public CriteriaDraft triggering(Optional<TriggerPoint> trigger) {
        return new CriteriaDraft(name, applicationServer, profilePart, dsaiTags,
                trigger.map(point -> point.conjunctive() ? CNF : DNF).orElse(EVERY),
                trigger.map(point -> point.groups().stream().map(group -> group.stream()
                        .map(condition -> condition.accept(new Shown(condition.negated()))).toList()).toList())
                        .orElse(List.of()));
    }

    private record Shown(boolean negated) implements ServicePointTrigger.Visitor<Spt> {

        private Spt spt(What what, String value, String content) {
            return new Spt(what.name(), negated, value, content, SessionCase.ORIGINATING_REGISTERED.name(), List.of());
        }

        @Override
        public Spt requestUri(RequestUri condition) {
            return spt(What.REQUEST_URI, condition.expression(), "");
        }

        @Override
        public Spt method(Method condition) {
            return new Spt(What.METHOD.name(), negated, condition.name(), "",
                    SessionCase.ORIGINATING_REGISTERED.name(),
                    condition.registrationTypes().stream().map(Enum::name).sorted().toList());
        }

        @Override
        public Spt sipHeader(SipHeader condition) {
            return spt(What.SIP_HEADER, condition.header(), condition.content().orElse(""));
        }

        @Override
        public Spt sessionCase(InSessionCase condition) {
            return new Spt(What.SESSION_CASE.name(), negated, "", "", condition.sessionCase().name(), List.of());
        }

        @Override
        public Spt sessionDescription(SessionDescription condition) {
            return spt(What.SESSION_DESCRIPTION, condition.line(), condition.content().orElse(""));
        }
    }

    /** Of what the form sent. */
    public static CriteriaDraft of(Values values) {
        List<List<Spt>> groups = IntStream.range(0, values.count("groups", MOST)).mapToObj(g ->
                IntStream.range(0, values.count("g" + g + ".count", MOST))
                        .mapToObj(t -> spt(values, "g" + g + ".t" + t + ".")).toList()).toList();
        return new CriteriaDraft(values.text("name"), values.text("applicationServer"), values.text("profilePart"),
                values.text("dsaiTags"), values.text("mode"), groups);
    }

    private static Spt spt(Values values, String at) {
        return new Spt(values.text(at + "what"), values.ticked(at + "negated"), values.text(at + "value"),
                values.text(at + "content"), values.text(at + "case"), values.all(at + "type"));
    }

    /**
     * The same with a row more or less.
     *
     * @param action {@code add-group}, {@code add-spt.<group>}, {@code remove-spt.<group>.<place>}; anything else
     *               changes nothing
     */
    public CriteriaDraft edited(String action) {
        String[] parts = action.split("\\.");
        int group = place(parts, 1);
        int spt = place(parts, 2);
        List<List<Spt>> changed = new ArrayList<>(groups);
        if (parts[0].equals("add-group")) {
            changed.add(List.of(Spt.EMPTY));
        } else if (group < groups.size() && parts[0].equals("add-spt")) {
            changed.set(group, Stream.concat(groups.get(group).stream(), Stream.of(Spt.EMPTY)).toList());
        } else if (group < groups.size() && spt < groups.get(group).size() && parts[0].equals("remove-spt")) {
            List<Spt> rest = new ArrayList<>(groups.get(group));
            rest.remove(spt);
            changed.set(group, rest);
            changed.removeIf(List::isEmpty);
        }
        boolean first = mode.equals(EVERY) && parts[0].startsWith("add-");
        return new CriteriaDraft(name, applicationServer, profilePart, dsaiTags, first ? CNF : mode, changed);
    }

    private static int place(String[] parts, int at) {
        return at < parts.length && parts[at].matches("\\d{1,3}") ? Integer.parseInt(parts[at]) : 0;
    }
}
