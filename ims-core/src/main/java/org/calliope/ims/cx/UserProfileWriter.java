package org.calliope.ims.cx;

import org.calliope.ims.ifc.CriteriaXml;
import org.calliope.ims.xml.XmlText;

/** Writes user data; names and order of the elements are those of TS 29.228 Annex E. */
final class UserProfileWriter {

    private final XmlText xml = new XmlText().declaration();

    static String write(UserProfile profile) {
        UserProfileWriter writer = new UserProfileWriter();
        writer.subscription(profile);
        return writer.xml.toString();
    }

    private void subscription(UserProfile profile) {
        xml.open(UserProfileXml.ELEMENT).element("PrivateID", profile.privateIdentity().value());
        profile.serviceProfiles().forEach(this::serviceProfile);
        xml.close(UserProfileXml.ELEMENT);
    }

    private void serviceProfile(ServiceProfile profile) {
        xml.open("ServiceProfile");
        profile.identities().forEach(this::identity);
        profile.filterCriteria().forEach(criteria -> CriteriaXml.write(criteria, xml));
        profile.mediaProfile().ifPresent(id -> xml.element("CoreNetworkServicesAuthorization",
                () -> xml.element("SubscribedMediaProfileId", id)));
        if (!profile.sharedFilterSets().isEmpty()) {
            xml.element("Extension", () -> profile.sharedFilterSets().forEach(id -> xml.element("SharedIFCSetID", id)));
        }
        xml.close("ServiceProfile");
    }

    private void identity(ProfileIdentity identity) {
        xml.open("PublicIdentity");
        if (identity.barred()) {
            xml.element("BarringIndication", 1);
        }
        xml.element("Identity", identity.identity().uri());
        if (identity.type() != IdentityType.PUBLIC_USER_IDENTITY || hasSecondExtension(identity)) {
            xml.element("Extension", () -> extension(identity));
        }
        xml.close("PublicIdentity");
    }

    private void extension(ProfileIdentity identity) {
        xml.element("IdentityType", identity.type().ordinal());
        if (identity.type() == IdentityType.WILDCARDED_PSI) {
            identity.wildcard().ifPresent(wildcard -> xml.element("WildcardedPSI", wildcard));
        }
        if (hasSecondExtension(identity)) {
            xml.element("Extension", () -> secondExtension(identity));
        }
    }

    private void secondExtension(ProfileIdentity identity) {
        identity.displayName().ifPresent(name -> xml.element("DisplayName", name));
        identity.aliasGroup().ifPresent(group -> xml.element("AliasIdentityGroupID", group));
        if (hasThirdExtension(identity)) {
            xml.element("Extension", () -> xml.element("WildcardedIMPU", identity.wildcard().orElseThrow()));
        }
    }

    private static boolean hasSecondExtension(ProfileIdentity identity) {
        return identity.displayName().isPresent() || identity.aliasGroup().isPresent() || hasThirdExtension(identity);
    }

    private static boolean hasThirdExtension(ProfileIdentity identity) {
        return identity.type() == IdentityType.WILDCARDED_IMPU && identity.wildcard().isPresent();
    }
}
