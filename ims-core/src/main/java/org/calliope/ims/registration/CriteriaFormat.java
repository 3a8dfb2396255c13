package org.calliope.ims.registration;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ProfilePart;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.kept.OctetReader;
import org.calliope.ims.kept.OctetWriter;

/**
 * Filter criteria (TS 29.228 B.2.2, B.2.3) as octets, equal ones as equal octets. Enums are their place, which is their
 * value in the XML too.
 */
final class CriteriaFormat {

    private CriteriaFormat() {
    }

    static byte[] encode(List<InitialFilterCriteria> criteria) {
        OctetWriter out = new OctetWriter();
        out.each(criteria, criterion -> {
            out.number(criterion.priority());
            out.optional(criterion.triggerPoint(), trigger -> out.flag(trigger.conjunctive())
                    .each(trigger.groups(), group -> out.each(group, spt -> spt.accept(new Conditions(out)))));
            server(out, criterion.applicationServer());
            out.optional(criterion.profilePart(), part -> out.number(part.ordinal()));
        });
        return out.written();
    }

    static List<InitialFilterCriteria> decode(byte[] octets) {
        OctetReader in = new OctetReader(octets);
        List<InitialFilterCriteria> criteria = in.each(() -> new InitialFilterCriteria(in.small(),
                in.optional(() -> new TriggerPoint(in.flag(), in.each(() -> in.each(() -> condition(in))))),
                server(in), in.optional(() -> in.oneOf(ProfilePart.values()))));
        in.end();
        return criteria;
    }

    private static void server(OctetWriter out, ApplicationServer server) {
        out.text(server.serverName()).number(server.defaultHandling().ordinal())
                .optional(server.serviceInfo(), out::text)
                .flag(server.includeRegisterRequest()).flag(server.includeRegisterResponse());
    }

    private static ApplicationServer server(OctetReader in) {
        return new ApplicationServer(in.text(), in.oneOf(DefaultHandling.values()), in.optional(in::text), in.flag(),
                in.flag());
    }

    private static ServicePointTrigger condition(OctetReader in) {
        Kind kind = in.oneOf(Kind.values());
        boolean negated = in.flag();
        return switch (kind) {
            case REQUEST_URI -> new ServicePointTrigger.RequestUri(negated, in.text());
            case METHOD -> new ServicePointTrigger.Method(negated, in.text(),
                    Set.copyOf(in.each(() -> in.oneOf(RegistrationType.values()))));
            case SIP_HEADER -> new ServicePointTrigger.SipHeader(negated, in.text(), in.optional(in::text));
            case SESSION_CASE -> new ServicePointTrigger.InSessionCase(negated, in.oneOf(SessionCase.values()));
            case SESSION_DESCRIPTION ->
                    new ServicePointTrigger.SessionDescription(negated, in.text(), in.optional(in::text));
        };
    }

    /** The order is the value in the encoding. */
    private enum Kind { REQUEST_URI, METHOD, SIP_HEADER, SESSION_CASE, SESSION_DESCRIPTION }

    private record Conditions(OctetWriter out) implements ServicePointTrigger.Visitor<OctetWriter> {

        private OctetWriter begin(Kind kind, ServicePointTrigger condition) {
            return out.number(kind.ordinal()).flag(condition.negated());
        }

        @Override
        public OctetWriter requestUri(ServicePointTrigger.RequestUri condition) {
            return begin(Kind.REQUEST_URI, condition).text(condition.expression());
        }

        @Override
        public OctetWriter method(ServicePointTrigger.Method condition) {
            return begin(Kind.METHOD, condition).text(condition.name())
                    .each(new TreeSet<>(condition.registrationTypes()), type -> out.number(type.ordinal()));
        }

        @Override
        public OctetWriter sipHeader(ServicePointTrigger.SipHeader condition) {
            return begin(Kind.SIP_HEADER, condition).text(condition.header()).optional(condition.content(), out::text);
        }

        @Override
        public OctetWriter sessionCase(ServicePointTrigger.InSessionCase condition) {
            return begin(Kind.SESSION_CASE, condition).number(condition.sessionCase().ordinal());
        }

        @Override
        public OctetWriter sessionDescription(ServicePointTrigger.SessionDescription condition) {
            return begin(Kind.SESSION_DESCRIPTION, condition).text(condition.line())
                    .optional(condition.content(), out::text);
        }
    }
}
