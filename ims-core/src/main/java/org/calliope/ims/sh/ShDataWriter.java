package org.calliope.ims.sh;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.ifc.CriteriaXml;
import org.calliope.ims.xml.XmlText;

/** Writes Sh user data; names and order of the elements are those of TS 29.328 Annex D. One document. */
final class ShDataWriter {

    private static final String EXTENSION = "Extension";
    private static final Map<IdentitySet, String> SETS = Map.of(IdentitySet.REGISTERED_IDENTITIES,
            "RegisteredIdentities", IdentitySet.IMPLICIT_IDENTITIES, "ImplicitIdentities",
            IdentitySet.ALL_IDENTITIES, "AllIdentities", IdentitySet.ALIAS_IDENTITIES, "AliasIdentities");
    private static final List<IdentitySet> ORDER = List.of(IdentitySet.REGISTERED_IDENTITIES,
            IdentitySet.IMPLICIT_IDENTITIES, IdentitySet.ALL_IDENTITIES, IdentitySet.ALIAS_IDENTITIES);

    private final XmlText xml = new XmlText().declaration();

    static Optional<IdentitySet> set(String element) {
        return ORDER.stream().filter(set -> SETS.get(set).equals(element)).findFirst();
    }

    String write(ShData data) {
        xml.open(ShDataXml.ELEMENT);
        data.publicIdentifiers().ifPresent(identifiers -> identifiers("PublicIdentifiers", identifiers));
        data.repositoryData().forEach(this::repository);
        if (!data.ims().isEmpty()) {
            ims(data.ims());
        }
        extension(data);
        return xml.close(ShDataXml.ELEMENT).toString();
    }

    private void identifiers(String name, PublicIdentifiers of) {
        xml.open(name);
        of.identities().forEach(identity -> xml.element("IMSPublicIdentity", identity));
        of.msisdns().forEach(number -> xml.element("MSISDN", number));
        if (of.type().isPresent() || of.wildcard().isPresent()) {
            xml.element(EXTENSION, () -> type(of));
        }
        xml.close(name);
    }

    private void type(PublicIdentifiers of) {
        boolean user = of.type().filter(type -> type != IdentityType.WILDCARDED_IMPU).isEmpty();
        of.type().ifPresent(type -> xml.element("IdentityType", type.ordinal()));
        of.wildcard().ifPresent(wildcard -> {
            if (user) {
                xml.element(EXTENSION, () -> xml.element("WildcardedIMPU", wildcard));
            } else {
                xml.element("WildcardedPSI", wildcard);
            }
        });
    }

    private void repository(RepositoryData data) {
        xml.open("RepositoryData").element("ServiceIndication", data.serviceIndication())
                .element("SequenceNumber", data.sequenceNumber());
        data.serviceData().ifPresent(content -> xml.element("ServiceData", () -> xml.fragment(content)));
        xml.close("RepositoryData");
    }

    private void ims(ImsData data) {
        xml.open("Sh-IMS-Data");
        data.scscfName().ifPresent(name -> xml.element("SCSCFName", name));
        data.filterCriteria().ifPresent(criteria -> xml.element("IFCs",
                () -> criteria.forEach(one -> CriteriaXml.write(one, xml))));
        data.userState().ifPresent(state -> xml.element("IMSUserState", state.ordinal()));
        data.charging().ifPresent(this::charging);
        if (data.psiActive().isPresent() || !data.dsai().isEmpty()) {
            xml.open(EXTENSION);
            data.psiActive().ifPresent(active -> xml.element("PSIActivation", active ? 1 : 0));
            if (!data.dsai().isEmpty()) {
                xml.element(EXTENSION, () -> data.dsai().forEach(this::dsai));
            }
            xml.close(EXTENSION);
        }
        xml.close("Sh-IMS-Data");
    }

    // Annex D: of DSAI, 0 is active; of PSIActivation, 1 is
    private void dsai(Dsai dsai) {
        xml.open("DSAI").element("DSAI-Tag", dsai.tag()).element("DSAI-Value", dsai.active() ? 0 : 1).close("DSAI");
    }

    private void charging(ChargingInformation of) {
        xml.open("ChargingInformation");
        optional("PrimaryEventChargingFunctionName", of.primaryEvent());
        optional("SecondaryEventChargingFunctionName", of.secondaryEvent());
        optional("PrimaryChargingCollectionFunctionName", of.primaryCollection());
        optional("SecondaryChargingCollectionFunctionName", of.secondaryCollection());
        xml.close("ChargingInformation");
    }

    private void optional(String name, String value) {
        if (!value.isEmpty()) {
            xml.element(name, value);
        }
    }

    /** The schema grew by Extension elements, one within the other: sets, deleted ones, (two more), subscriber. */
    private void extension(ShData data) {
        boolean subscriber = data.imsi().isPresent() || !data.privateIdentities().isEmpty();
        boolean second = data.deletedIdentities().isPresent() || subscriber;
        if (data.identitySets().isEmpty() && !second) {
            return;
        }
        xml.open(EXTENSION);
        ORDER.stream().filter(data.identitySets()::containsKey)
                .forEach(set -> identifiers(SETS.get(set), data.identitySets().get(set)));
        if (second) {
            xml.open(EXTENSION);
            data.deletedIdentities().ifPresent(deleted -> identifiers("DeletedIdentities", deleted));
            if (subscriber) {
                xml.element(EXTENSION, () -> xml.element(EXTENSION, () -> xml.element(EXTENSION,
                        () -> subscriber(data))));
            }
            xml.close(EXTENSION);
        }
        xml.close(EXTENSION);
    }

    private void subscriber(ShData data) {
        data.imsi().ifPresent(digits -> xml.element("IMSI", digits));
        data.privateIdentities().forEach(one -> xml.element("IMSPrivateUserIdentity", one.value()));
    }
}
