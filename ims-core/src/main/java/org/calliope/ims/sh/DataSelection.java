package org.calliope.ims.sh;

import java.util.List;
import java.util.Optional;

/**
 * Which data of a user is read or watched; the AVPs that UDR and SNR share.
 *
 * @param references         Data-Reference, one and more; more than one only between nodes with Notif-Eff
 * @param serviceIndications Service-Indication, for repository data
 * @param identitySets       Identity-Set, for public identities
 * @param serverName         Server-Name: SIP URI of the application server, for filter criteria
 * @param dsaiTags           DSAI-Tag, for the activation of filter criteria
 */
public record DataSelection(List<DataReference> references, List<String> serviceIndications,
                            List<IdentitySet> identitySets, Optional<String> serverName, List<String> dsaiTags) {

    public DataSelection {
        references = List.copyOf(references);
        serviceIndications = List.copyOf(serviceIndications);
        identitySets = List.copyOf(identitySets);
        dsaiTags = List.copyOf(dsaiTags);
    }

    /** Data that needs no further key. */
    public static DataSelection of(DataReference... references) {
        return new DataSelection(List.of(references), List.of(), List.of(), Optional.empty(), List.of());
    }

    /** Repository data of one service. */
    public static DataSelection repository(String serviceIndication) {
        return new DataSelection(List.of(DataReference.REPOSITORY_DATA), List.of(serviceIndication), List.of(),
                Optional.empty(), List.of());
    }
}
