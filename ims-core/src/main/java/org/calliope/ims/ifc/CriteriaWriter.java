package org.calliope.ims.ifc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.calliope.ims.xml.XmlText;

/** Writes filter criteria; names and order of the elements are those of TS 29.228 Annex E. */
final class CriteriaWriter implements ServicePointTrigger.Visitor<XmlText> {

    private final XmlText xml;

    CriteriaWriter(XmlText xml) {
        this.xml = xml;
    }

    void write(InitialFilterCriteria criteria) {
        xml.open(CriteriaXml.ELEMENT).element("Priority", criteria.priority());
        criteria.triggerPoint().ifPresent(this::triggerPoint);
        applicationServer(criteria.applicationServer());
        criteria.profilePart().ifPresent(part -> xml.element("ProfilePartIndicator", part.ordinal()));
        xml.close(CriteriaXml.ELEMENT);
    }

    private void triggerPoint(TriggerPoint trigger) {
        xml.open("TriggerPoint").element("ConditionTypeCNF", trigger.conjunctive() ? 1 : 0);
        groupsOf(trigger).forEach(this::condition);
        xml.close("TriggerPoint");
    }

    /** A condition of several groups is written once, with all their numbers (Annex C). */
    private static Map<ServicePointTrigger, List<Integer>> groupsOf(TriggerPoint trigger) {
        Map<ServicePointTrigger, List<Integer>> groupsOf = new LinkedHashMap<>();
        for (int group = 0; group < trigger.groups().size(); group++) {
            for (ServicePointTrigger condition : trigger.groups().get(group)) {
                groupsOf.computeIfAbsent(condition, c -> new ArrayList<>()).add(group);
            }
        }
        return groupsOf;
    }

    private void condition(ServicePointTrigger condition, List<Integer> groups) {
        xml.open("SPT").element("ConditionNegated", condition.negated() ? 1 : 0);
        groups.forEach(group -> xml.element("Group", group));
        condition.accept(this);
        xml.close("SPT");
    }

    @Override
    public XmlText requestUri(RequestUri condition) {
        return xml.element("RequestURI", condition.expression());
    }

    @Override
    public XmlText method(Method condition) {
        xml.element("Method", condition.name());
        if (!condition.registrationTypes().isEmpty()) {
            xml.element("Extension", () -> condition.registrationTypes().stream().sorted()
                    .forEach(type -> xml.element("RegistrationType", type.ordinal())));
        }
        return xml;
    }

    @Override
    public XmlText sipHeader(SipHeader condition) {
        return withContent("SIPHeader", "Header", condition.header(), condition.content());
    }

    @Override
    public XmlText sessionCase(InSessionCase condition) {
        return xml.element("SessionCase", condition.sessionCase().ordinal());
    }

    @Override
    public XmlText sessionDescription(SessionDescription condition) {
        return withContent("SessionDescription", "Line", condition.line(), condition.content());
    }

    private XmlText withContent(String name, String key, String value, Optional<String> content) {
        return xml.element(name, () -> {
            xml.element(key, value);
            content.ifPresent(expression -> xml.element("Content", expression));
        });
    }

    private void applicationServer(ApplicationServer server) {
        xml.open("ApplicationServer").element("ServerName", server.serverName())
                .element("DefaultHandling", server.defaultHandling().ordinal());
        server.serviceInfo().ifPresent(info -> xml.element("ServiceInfo", info));
        if (server.includeRegisterRequest() || server.includeRegisterResponse()) {
            xml.element("Extension", () -> {
                if (server.includeRegisterRequest()) {
                    xml.element("IncludeRegisterRequest", "");
                }
                if (server.includeRegisterResponse()) {
                    xml.element("IncludeRegisterResponse", "");
                }
            });
        }
        xml.close("ApplicationServer");
    }
}
