package org.calliope.ims.hss.form;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.calliope.ims.hss.form.CriteriaDraft.Spt;
import org.calliope.ims.hss.form.CriteriaDraft.What;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.FilterCriteria.ProfilePart;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.page.Triggers;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;

/** Makes a filter criterion out of its draft, or says what is wrong with it and where. Any thread; asks the store. */
public final class CriteriaForm {

    private final Provisioning provisioning;

    /** @param provisioning knows the application servers there are */
    public CriteriaForm(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    /**
     * What is wrong, by the name of the field.
     *
     * @param typing leave alone what is still empty
     */
    public Map<String, String> problems(CriteriaDraft draft, Texts texts, boolean typing) {
        Map<String, String> problems = new LinkedHashMap<>();
        if (!draft.mode().equals(CriteriaDraft.EVERY)) {
            checkConditions(draft, typing, problems);
        }
        String server = draft.applicationServer();
        if (!(typing && server.isEmpty()) && provisioning.find(Kind.APPLICATION_SERVER, server).isEmpty()) {
            problems.put("applicationServer", texts.of("form.refers.unknown", server.isEmpty() ? "–" : server));
        }
        if (!(typing && draft.name().isEmpty())) {
            try {
                new FilterCriteria(draft.name(), "as", ProfilePart.BOTH, "");
            } catch (IllegalArgumentException e) {
                problems.put("name", Problems.beside("name", e));
            }
        }
        try {
            new FilterCriteria("x", "as", ProfilePart.BOTH, "", tags(draft));
        } catch (IllegalArgumentException e) {
            problems.put("dsaiTags", Problems.beside("dsaiTags", e));
        }
        if (problems.isEmpty() && !typing) {
            try {
                document(draft);
            } catch (IllegalArgumentException e) {
                problems.put(DocumentForm.WHOLE, e.getMessage());
            }
        }
        return problems;
    }

    private static void checkConditions(CriteriaDraft draft, boolean typing, Map<String, String> problems) {
        for (int g = 0; g < draft.groups().size(); g++) {
            for (int t = 0; t < draft.groups().get(g).size(); t++) {
                Spt spt = draft.groups().get(g).get(t);
                try {
                    condition(spt);
                } catch (IllegalArgumentException e) {
                    boolean content = e.getMessage().contains("content");
                    if (!typing || !spt.value().isEmpty()) {
                        problems.put("g" + g + ".t" + t + (content ? ".content" : ".value"), e.getMessage());
                    }
                }
            }
        }
    }

    /**
     * The criterion.
     *
     * @throws IllegalArgumentException says what is wrong
     */
    public FilterCriteria document(CriteriaDraft draft) {
        return new FilterCriteria(draft.name(), draft.applicationServer(),
                SubscriptionForm.choice(ProfilePart.class, draft.profilePart()), Triggers.write(trigger(draft)), tags(draft));
    }

    private static List<String> tags(CriteriaDraft draft) {
        return Stream.of(draft.dsaiTags().split("[\\s,]+")).filter(tag -> !tag.isEmpty()).toList();
    }

    /**
     * The trigger; empty for every request.
     *
     * @throws IllegalArgumentException says what is wrong
     */
    public static Optional<TriggerPoint> trigger(CriteriaDraft draft) {
        if (draft.mode().equals(CriteriaDraft.EVERY)) {
            return Optional.empty();
        }
        List<List<ServicePointTrigger>> groups = new ArrayList<>();
        for (List<Spt> group : draft.groups()) {
            groups.add(group.stream().map(CriteriaForm::condition).toList());
        }
        return Optional.of(new TriggerPoint(draft.mode().equals(CriteriaDraft.CNF), groups));
    }

    private static ServicePointTrigger condition(Spt spt) {
        Optional<String> content = Optional.of(spt.content()).filter(text -> !text.isEmpty());
        return switch (SubscriptionForm.choice(What.class, spt.what())) {
            case METHOD -> new Method(spt.negated(), spt.value(), types(spt));
            case REQUEST_URI -> new RequestUri(spt.negated(), spt.value());
            case SIP_HEADER -> new SipHeader(spt.negated(), spt.value(), content);
            case SESSION_CASE -> new InSessionCase(spt.negated(),
                    SubscriptionForm.choice(SessionCase.class, spt.sessionCase()));
            case SESSION_DESCRIPTION -> new SessionDescription(spt.negated(), spt.value(), content);
        };
    }

    private static Set<RegistrationType> types(Spt spt) {
        Set<RegistrationType> types = EnumSet.noneOf(RegistrationType.class);
        spt.types().forEach(type -> types.add(SubscriptionForm.choice(RegistrationType.class, type)));
        return types;
    }
}
