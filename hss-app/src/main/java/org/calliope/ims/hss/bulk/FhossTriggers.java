package org.calliope.ims.hss.bulk;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.calliope.ims.hss.bulk.Scratch.Row;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.CriteriaXml;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;

/** Trigger points of an FHoSS as the {@code <TriggerPoint>} of TS 29.228 Annex E. */
final class FhossTriggers {

    private static final String REGISTER = "REGISTER";
    private static final String END = "</TriggerPoint>";

    private FhossTriggers() { }

    /**
     * The element.
     *
     * @param tp   a row of tp
     * @param spts its rows of spt
     * @throws IllegalArgumentException when a condition makes no sense
     */
    static String xml(Row tp, List<Row> spts) {
        SortedMap<Integer, List<ServicePointTrigger>> groups = new TreeMap<>();
        spts.forEach(spt -> groups.computeIfAbsent(spt.number("grp"), group -> new ArrayList<>()).add(condition(spt)));
        TriggerPoint trigger = new TriggerPoint(tp.flag("condition_type_cnf"), List.copyOf(groups.values()));
        String criteria = CriteriaXml.write(new InitialFilterCriteria(0, trigger,
                new ApplicationServer("sip:none.invalid", DefaultHandling.SESSION_CONTINUED)));
        return criteria.substring(criteria.indexOf("<TriggerPoint>"), criteria.indexOf(END) + END.length());
    }

    private static ServicePointTrigger condition(Row spt) {
        ServicePointTrigger plain = switch (spt.number("type")) {
            case 0 -> new RequestUri(spt.text("requesturi"));
            case 1 -> new Method(false, spt.text("method"), registrationTypes(spt));
            case 2 -> new SipHeader(false, spt.text("header"), content(spt.text("header_content")));
            case 3 -> new InSessionCase(sessionCase(spt.number("session_case")));
            case 4 -> new SessionDescription(false, spt.text("sdp_line"), content(spt.text("sdp_line_content")));
            default -> throw new IllegalArgumentException("a condition of its trigger point has the unknown type "
                    + spt.number("type"));
        };
        return spt.flag("condition_negated") ? plain.not() : plain;
    }

    private static Optional<String> content(String text) {
        return Optional.of(text).filter(content -> !content.isEmpty());
    }

    private static SessionCase sessionCase(int number) {
        if (number < 0 || number >= SessionCase.values().length) {
            throw new IllegalArgumentException("a condition of its trigger point has the unknown session case " + number);
        }
        return SessionCase.values()[number];
    }

    /** Bits of registration_type; none is any. */
    private static Set<RegistrationType> registrationTypes(Row spt) {
        Set<RegistrationType> types = EnumSet.noneOf(RegistrationType.class);
        for (RegistrationType type : RegistrationType.values()) {
            if (spt.text("method").equals(REGISTER) && (spt.number("registration_type") & 1 << type.ordinal()) != 0) {
                types.add(type);
            }
        }
        return types;
    }
}
