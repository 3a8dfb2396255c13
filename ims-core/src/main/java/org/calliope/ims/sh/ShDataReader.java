package org.calliope.ims.sh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.ifc.CriteriaXml;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;
import org.calliope.ims.xml.XmlCursor.Children;

/** Reads Sh user data. What it does not know is skipped, as the schema's extension points ask for. One document. */
final class ShDataReader {

    private static final int MOST_REPOSITORIES = 64;
    private static final int MOST_IDENTITIES = 1_000;

    private final XmlCursor xml;
    private final ShData.Builder data = new ShData.Builder();
    private int repositories;

    ShDataReader(XmlCursor xml) {
        this.xml = xml;
    }

    ShData read() {
        Children children = xml.children("PublicIdentifiers", "Sh-IMS-Data", "Extension");
        while (children.next()) {
            switch (xml.name()) {
                case "PublicIdentifiers" -> data.publicIdentifiers(identifiers());
                case "RepositoryData" -> data.repositoryData(repository());
                case "Sh-IMS-Data" -> ims();
                case "Extension" -> extension();
                default -> xml.skip();
            }
        }
        return data.build();
    }

    private void extension() {
        Children children = xml.children("RegisteredIdentities", "ImplicitIdentities", "AllIdentities",
                "AliasIdentities", "DeletedIdentities", "IMSI", "Extension");
        while (children.next()) {
            Optional<IdentitySet> set = ShDataWriter.set(xml.name());
            if (set.isPresent()) {
                data.identitySet(set.get(), identifiers());
                continue;
            }
            switch (xml.name()) {
                case "DeletedIdentities" -> data.deletedIdentities(identifiers());
                case "IMSI" -> data.imsi(xml.text());
                case "IMSPrivateUserIdentity" -> data.privateIdentity(new PrivateIdentity(xml.text()));
                case "Extension" -> extension();
                default -> xml.skip();
            }
        }
    }

    private PublicIdentifiers identifiers() {
        List<String> identities = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        Map<String, String> type = new HashMap<>();
        identifiers(identities, numbers, type);
        Optional<IdentityType> kind = Optional.ofNullable(type.get("IdentityType"))
                .map(number -> IdentityType.values()[Integer.parseInt(number)]);
        return new PublicIdentifiers(identities, numbers, kind, Optional.ofNullable(type.get("wildcard")));
    }

    private void identifiers(List<String> identities, List<String> numbers, Map<String, String> type) {
        Children children = xml.children("IdentityType", "WildcardedPSI", "WildcardedIMPU", "Extension");
        while (children.next()) {
            switch (xml.name()) {
                case "IMSPublicIdentity" -> add(identities, xml.text());
                case "MSISDN" -> add(numbers, xml.text());
                case "IdentityType" ->
                        type.put("IdentityType", String.valueOf(xml.numbered(IdentityType.values()).ordinal()));
                case "WildcardedPSI", "WildcardedIMPU" -> type.put("wildcard", xml.text());
                case "Extension" -> identifiers(identities, numbers, type);
                default -> xml.skip();
            }
        }
    }

    private static void add(List<String> all, String one) {
        if (all.size() == MOST_IDENTITIES) {
            throw new MalformedXml("more than " + MOST_IDENTITIES + " identities");
        }
        all.add(one);
    }

    private RepositoryData repository() {
        if (++repositories > MOST_REPOSITORIES) {
            throw new MalformedXml("more than " + MOST_REPOSITORIES + " RepositoryData");
        }
        Optional<String> service = Optional.empty();
        Optional<Integer> sequence = Optional.empty();
        Optional<String> content = Optional.empty();
        Children children = xml.children("ServiceIndication", "SequenceNumber", "ServiceData");
        while (children.next()) {
            switch (xml.name()) {
                case "ServiceIndication" -> service = Optional.of(xml.text());
                case "SequenceNumber" -> sequence = Optional.of(xml.number());
                case "ServiceData" -> content = Optional.of(xml.content());
                default -> xml.skip();
            }
        }
        return new RepositoryData(required(service, "RepositoryData", "ServiceIndication"),
                required(sequence, "RepositoryData", "SequenceNumber"), content);
    }

    private void ims() {
        Children children = xml.children("SCSCFName", "IFCs", "IMSUserState", "ChargingInformation", "PSIActivation",
                "Extension");
        while (children.next()) {
            switch (xml.name()) {
                case "SCSCFName" -> data.scscfName(xml.text());
                case "IFCs" -> data.filterCriteria(criteria());
                case "IMSUserState" -> data.userState(xml.numbered(ImsUserState.values()));
                case "ChargingInformation" -> data.charging(charging());
                case "PSIActivation" -> data.psiActive(xml.bool());
                case "DSAI" -> data.dsai(dsai());
                case "Extension" -> ims();
                default -> xml.skip();
            }
        }
    }

    private List<InitialFilterCriteria> criteria() {
        List<InitialFilterCriteria> all = new ArrayList<>();
        Children children = xml.children();
        while (children.next()) {
            if (xml.name().equals(CriteriaXml.ELEMENT)) {
                all.add(CriteriaXml.read(xml));
            } else {
                xml.skip();
            }
        }
        return all;
    }

    private ChargingInformation charging() {
        Map<String, String> names = new HashMap<>();
        Children children = xml.children();
        while (children.next()) {
            if (xml.name().endsWith("FunctionName")) {
                names.put(xml.name(), xml.text());
            } else {
                xml.skip();
            }
        }
        return new ChargingInformation(names.getOrDefault("PrimaryEventChargingFunctionName", ""),
                names.getOrDefault("SecondaryEventChargingFunctionName", ""),
                names.getOrDefault("PrimaryChargingCollectionFunctionName", ""),
                names.getOrDefault("SecondaryChargingCollectionFunctionName", ""));
    }

    private Dsai dsai() {
        Optional<String> tag = Optional.empty();
        Optional<Boolean> inactive = Optional.empty();
        Children children = xml.children("DSAI-Tag", "DSAI-Value");
        while (children.next()) {
            switch (xml.name()) {
                case "DSAI-Tag" -> tag = Optional.of(xml.text());
                case "DSAI-Value" -> inactive = Optional.of(xml.bool());
                default -> xml.skip();
            }
        }
        return new Dsai(required(tag, "DSAI", "DSAI-Tag"), !required(inactive, "DSAI", "DSAI-Value"));
    }

    private static <T> T required(Optional<T> value, String parent, String name) {
        return value.orElseThrow(() -> new MalformedXml(parent + " without " + name));
    }
}
