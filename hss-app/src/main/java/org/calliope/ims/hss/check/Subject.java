package org.calliope.ims.hss.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServingNode;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Services;
import org.calliope.ims.hss.secret.Credentials;

/**
 * What is checked, and everything that is needed for it: rules look at this alone.
 *
 * @param credentials  by private identity; none for one whose secret does not open
 * @param capabilities of the set the subscription names
 * @param nodes        the S-CSCFs there are
 * @param domain       home network domain
 * @param hosts        whether the host of each application server leads anywhere
 */
record Subject(Subscription subscription, Map<String, Credentials> credentials, Services services,
               Optional<CapabilitySet> capabilities, List<ServingNode> nodes, String domain,
               Map<String, HostLookup.Found> hosts) {

    Stream<PublicUser> identities() {
        return Services.identities(subscription).stream();
    }
}
