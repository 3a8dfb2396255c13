package org.calliope.ims.hss.sh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.calliope.ims.hss.store.ShRows;
import org.calliope.ims.hss.store.ShTarget;
import org.calliope.ims.hss.store.ShWatch;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.PublicIdentifiers;
import org.calliope.ims.sh.PushNotificationRequest;
import org.calliope.ims.sh.RepositoryData;
import org.calliope.ims.sh.ShData;
import org.calliope.ims.sh.ShDataXml;
import org.calliope.ims.sh.Subject;
import org.calliope.ims.sh.UserIdentity;

/**
 * What one application server is told of one user, made from what is stored now (TS 29.328 6.1.4.1).
 *
 * @param request empty when it knows all of it already
 * @param told    the subscriptions this is about, each with the digest of what is said of it
 * @param ends    those that end with it: once only, or of data that is gone
 */
record Notification(String host, String named, Optional<PushNotificationRequest> request, Map<ShWatch, String> told,
                    List<ShWatch> ends) {

    /** @param watches of one application server and user, more than one only when it takes them together */
    static Notification of(ShRows rows, List<ShWatch> watches) {
        ShWatch first = watches.get(0);
        Optional<ShTarget> target = rows.target(first.named());
        if (target.isEmpty()) {
            ShData gone = new ShData.Builder().deletedIdentities(PublicIdentifiers.of(
                    first.named().indexOf(':') < 0 ? List.of(first.identity()) : List.of(first.named()))).build();
            return new Notification(first.host(), first.named(), Optional.of(request(first, Optional.empty(), gone)),
                    Map.of(), watches);
        }
        Map<ShWatch, String> told = new LinkedHashMap<>();
        List<ShWatch> ends = new ArrayList<>();
        ShData.Builder data = new ShData.Builder();
        boolean news = false;
        for (ShWatch watch : watches) {
            ShContent content = ShContent.notification(watch.notifEff(), watch.privateIdentity());
            String digest = content.digest(rows, target.get(), watch.key());
            told.put(watch, digest);
            if (digest.equals(watch.known())) {
                continue;
            }
            news = true;
            if (!add(rows, target.get(), watch, content, data) || watch.oneTime()) {
                ends.add(watch);
            }
        }
        return new Notification(first.host(), first.named(),
                news ? Optional.of(request(first, target.get().wildcard(), data.build())) : Optional.empty(), told, ends);
    }

    /** False when it is repository data that is gone, and with it the subscription (6.1.2.1 step 6). */
    private static boolean add(ShRows rows, ShTarget target, ShWatch watch, ShContent content, ShData.Builder data) {
        if (watch.key().reference() == DataReference.REPOSITORY_DATA
                && rows.kept().repository(target, watch.key().detail()).isEmpty()) {
            data.repositoryData(new RepositoryData(watch.key().detail(), watch.sequenceNumber(), Optional.empty()));
            return false;
        }
        content.add(rows, target, watch.key(), data);
        return true;
    }

    private static PushNotificationRequest request(ShWatch watch, Optional<String> wildcard, ShData data) {
        UserIdentity identity = watch.named().indexOf(':') < 0 ? UserIdentity.ofMsisdn(watch.named())
                : UserIdentity.of(new PublicIdentity(watch.named()));
        return new PushNotificationRequest(new Subject(identity, wildcard, Optional.of(watch.privateIdentity())
                .filter(user -> !user.isEmpty()).map(PrivateIdentity::new), OptionalInt.empty()),
                ShDataXml.write(data));
    }
}
