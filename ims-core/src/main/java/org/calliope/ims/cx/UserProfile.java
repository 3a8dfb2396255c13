package org.calliope.ims.cx;

import java.util.List;
import org.calliope.ims.identity.PrivateIdentity;

/** The user profile that the S-CSCF downloads, TS 29.228 Annex B; as XML by {@link UserProfileXml}. */
public record UserProfile(PrivateIdentity privateIdentity, List<ServiceProfile> serviceProfiles) {

    public UserProfile {
        serviceProfiles = List.copyOf(serviceProfiles);
    }
}
