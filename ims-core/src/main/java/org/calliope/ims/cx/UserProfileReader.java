package org.calliope.ims.cx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.CriteriaXml;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;
import org.calliope.ims.xml.XmlCursor.Children;

/** Reads user data. What it does not know is skipped, as the schema's extension points ask for. */
final class UserProfileReader {

    private final XmlCursor xml;

    UserProfileReader(XmlCursor xml) {
        this.xml = xml;
    }

    UserProfile read() {
        Optional<PrivateIdentity> privateIdentity = Optional.empty();
        List<ServiceProfile> profiles = new ArrayList<>();
        Children children = xml.children("PrivateID");
        while (children.next()) {
            switch (xml.name()) {
                case "PrivateID" -> privateIdentity = Optional.of(new PrivateIdentity(xml.text()));
                case "ServiceProfile" -> profiles.add(serviceProfile());
                default -> xml.skip();
            }
        }
        if (profiles.isEmpty()) {
            throw new MalformedXml("no ServiceProfile");
        }
        return new UserProfile(privateIdentity.orElseThrow(() -> new MalformedXml("no PrivateID")), profiles);
    }

    private ServiceProfile serviceProfile() {
        List<ProfileIdentity> identities = new ArrayList<>();
        List<InitialFilterCriteria> criteria = new ArrayList<>();
        Optional<Integer> mediaProfile = Optional.empty();
        List<Integer> sharedFilterSets = List.of();
        Children children = xml.children("CoreNetworkServicesAuthorization", "Extension");
        while (children.next()) {
            switch (xml.name()) {
                case "PublicIdentity" -> identities.add(new IdentityReader(xml).read());
                case "InitialFilterCriteria" -> criteria.add(CriteriaXml.read(xml));
                case "CoreNetworkServicesAuthorization" ->
                        mediaProfile = numbers("SubscribedMediaProfileId").stream().findFirst();
                case "Extension" -> sharedFilterSets = numbers("SharedIFCSetID");
                default -> xml.skip();
            }
        }
        if (identities.isEmpty()) {
            throw new MalformedXml("ServiceProfile without PublicIdentity");
        }
        return new ServiceProfile(identities, criteria, mediaProfile, sharedFilterSets);
    }

    private List<Integer> numbers(String name) {
        List<Integer> numbers = new ArrayList<>();
        Children children = xml.children();
        while (children.next()) {
            if (xml.name().equals(name)) {
                numbers.add(xml.number());
            } else {
                xml.skip();
            }
        }
        return numbers;
    }

    /** One public identity; the schema grew by Extension elements, one within the other. */
    private static final class IdentityReader {

        private final XmlCursor xml;
        private Optional<PublicIdentity> identity = Optional.empty();
        private boolean barred;
        private IdentityType type = IdentityType.PUBLIC_USER_IDENTITY;
        private Optional<String> wildcard = Optional.empty();
        private Optional<String> displayName = Optional.empty();
        private Optional<String> aliasGroup = Optional.empty();

        IdentityReader(XmlCursor xml) {
            this.xml = xml;
        }

        ProfileIdentity read() {
            readChildren();
            return new ProfileIdentity(
                    identity.orElseThrow(() -> new MalformedXml("PublicIdentity without Identity")), barred, type,
                    wildcard, displayName, aliasGroup.filter(group -> !group.isEmpty()));
        }

        private void readChildren() {
            Children children = xml.children("BarringIndication", "Identity", "Extension", "IdentityType",
                    "WildcardedPSI", "DisplayName", "AliasIdentityGroupID", "WildcardedIMPU");
            while (children.next()) {
                switch (xml.name()) {
                    case "BarringIndication" -> barred = xml.bool();
                    case "Identity" -> identity = Optional.of(PublicIdentity.parse(xml.text()));
                    case "Extension" -> readChildren();
                    case "IdentityType" -> type = xml.numbered(IdentityType.values());
                    case "WildcardedPSI", "WildcardedIMPU" -> wildcard = Optional.of(xml.text());
                    case "DisplayName" -> displayName = Optional.of(xml.text());
                    case "AliasIdentityGroupID" -> aliasGroup = Optional.of(xml.text());
                    default -> xml.skip();
                }
            }
        }
    }
}
