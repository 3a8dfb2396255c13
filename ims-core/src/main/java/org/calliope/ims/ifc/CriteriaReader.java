package org.calliope.ims.ifc;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;
import org.calliope.ims.xml.XmlCursor.Children;

/** Reads filter criteria; what it does not know is skipped, as the schema's extension points ask for. */
final class CriteriaReader {

    private final XmlCursor xml;

    CriteriaReader(XmlCursor xml) {
        this.xml = xml;
    }

    InitialFilterCriteria read() {
        Optional<Integer> priority = Optional.empty();
        Optional<TriggerPoint> triggerPoint = Optional.empty();
        Optional<ApplicationServer> server = Optional.empty();
        Optional<ProfilePart> part = Optional.empty();
        Children children = xml.children("Priority", "TriggerPoint", "ApplicationServer", "ProfilePartIndicator");
        while (children.next()) {
            switch (xml.name()) {
                case "Priority" -> priority = Optional.of(xml.number());
                case "TriggerPoint" -> triggerPoint = Optional.of(triggerPoint());
                case "ApplicationServer" -> server = Optional.of(applicationServer());
                case "ProfilePartIndicator" -> part = Optional.of(xml.numbered(ProfilePart.values()));
                default -> xml.skip();
            }
        }
        return new InitialFilterCriteria(required(priority, CriteriaXml.ELEMENT, "Priority"), triggerPoint,
                required(server, CriteriaXml.ELEMENT, "ApplicationServer"), part);
    }

    private TriggerPoint triggerPoint() {
        Optional<Boolean> conjunctive = Optional.empty();
        SortedMap<Integer, List<ServicePointTrigger>> groups = new TreeMap<>();
        Children children = xml.children("ConditionTypeCNF");
        while (children.next()) {
            switch (xml.name()) {
                case "ConditionTypeCNF" -> conjunctive = Optional.of(xml.bool());
                case "SPT" -> condition(groups);
                default -> xml.skip();
            }
        }
        return new TriggerPoint(required(conjunctive, "TriggerPoint", "ConditionTypeCNF"), List.copyOf(groups.values()));
    }

    private void condition(SortedMap<Integer, List<ServicePointTrigger>> byGroup) {
        boolean negated = false;
        Set<Integer> groups = new TreeSet<>();
        List<ServicePointTrigger> kinds = new ArrayList<>();
        Set<RegistrationType> types = EnumSet.noneOf(RegistrationType.class);
        Children children = xml.children("ConditionNegated", "RequestURI", "Method", "SIPHeader", "SessionCase",
                "SessionDescription");
        while (children.next()) {
            switch (xml.name()) {
                case "ConditionNegated" -> negated = xml.bool();
                case "Group" -> groups.add(xml.number());
                case "RequestURI" -> kinds.add(new RequestUri(xml.text()));
                case "Method" -> kinds.add(new Method(xml.text()));
                case "SIPHeader" -> kinds.add(header());
                case "SessionCase" -> kinds.add(new InSessionCase(xml.numbered(SessionCase.values())));
                case "SessionDescription" -> kinds.add(sessionDescription());
                case "Extension" -> types.addAll(registrationTypes());
                default -> xml.skip();
            }
        }
        if (kinds.size() != 1) {
            throw new MalformedXml("an SPT has " + kinds.size() + " conditions, not one");
        }
        if (groups.isEmpty()) {
            throw new MalformedXml("an SPT has no Group");
        }
        ServicePointTrigger plain = withTypes(kinds.get(0), types);
        ServicePointTrigger condition = negated ? plain.not() : plain;
        groups.forEach(group -> byGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(condition));
    }

    // TS 29.228 B.2.3: the registration type is to be discarded beside anything but REGISTER
    private static ServicePointTrigger withTypes(ServicePointTrigger condition, Set<RegistrationType> types) {
        return condition instanceof Method method && method.name().equals(Methods.REGISTER)
                ? new Method(false, method.name(), types) : condition;
    }

    private Set<RegistrationType> registrationTypes() {
        Set<RegistrationType> types = EnumSet.noneOf(RegistrationType.class);
        Children children = xml.children();
        while (children.next()) {
            if (xml.name().equals("RegistrationType")) {
                types.add(xml.numbered(RegistrationType.values()));
            } else {
                xml.skip();
            }
        }
        return types;
    }

    private SipHeader header() {
        KeyAndContent read = keyAndContent("SIPHeader", "Header");
        return new SipHeader(false, read.key, read.content);
    }

    private SessionDescription sessionDescription() {
        KeyAndContent read = keyAndContent("SessionDescription", "Line");
        return new SessionDescription(false, read.key, read.content);
    }

    private KeyAndContent keyAndContent(String parent, String keyName) {
        Optional<String> key = Optional.empty();
        Optional<String> content = Optional.empty();
        Children children = xml.children(keyName, "Content");
        while (children.next()) {
            if (xml.name().equals(keyName)) {
                key = Optional.of(xml.text());
            } else if (xml.name().equals("Content")) {
                content = Optional.of(xml.text());
            } else {
                xml.skip();
            }
        }
        return new KeyAndContent(required(key, parent, keyName), content.filter(text -> !text.isEmpty()));
    }

    private ApplicationServer applicationServer() {
        Optional<String> name = Optional.empty();
        DefaultHandling handling = DefaultHandling.SESSION_CONTINUED; // TS 29.228 B.2.2: when it is absent
        Optional<String> info = Optional.empty();
        Set<String> included = Set.of();
        Children children = xml.children("ServerName", "DefaultHandling", "ServiceInfo", "Extension");
        while (children.next()) {
            switch (xml.name()) {
                case "ServerName" -> name = Optional.of(xml.text());
                case "DefaultHandling" -> handling = xml.numbered(DefaultHandling.values());
                case "ServiceInfo" -> info = Optional.of(xml.text());
                case "Extension" -> included = included();
                default -> xml.skip();
            }
        }
        return new ApplicationServer(required(name, "ApplicationServer", "ServerName"), handling, info,
                included.contains("IncludeRegisterRequest"), included.contains("IncludeRegisterResponse"));
    }

    private Set<String> included() {
        Set<String> names = new TreeSet<>();
        Children children = xml.children("IncludeRegisterRequest", "IncludeRegisterResponse");
        while (children.next()) {
            names.add(xml.name());
            xml.skip();
        }
        return names;
    }

    private static <T> T required(Optional<T> value, String parent, String name) {
        return value.orElseThrow(() -> new MalformedXml(parent + " without " + name));
    }

    private record KeyAndContent(String key, Optional<String> content) {
    }
}
