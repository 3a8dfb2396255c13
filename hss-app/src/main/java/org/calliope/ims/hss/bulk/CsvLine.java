package org.calliope.ims.hss.bulk;

import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;

/** A subscription as a line of a table; of one that does not fit only its name, and a note that says so. */
final class CsvLine {

    private static final List<CsvColumn> WITHOUT_SECRETS = List.of(CsvColumn.NAME, CsvColumn.PRIVATE_IDENTITY,
            CsvColumn.SCHEME, CsvColumn.PUBLIC_IDENTITIES, CsvColumn.DISPLAY_NAME, CsvColumn.SERVICE_PROFILE,
            CsvColumn.BARRED, CsvColumn.CAPABILITY_SET, CsvColumn.CHARGING_SET, CsvColumn.VISITED_NETWORKS,
            CsvColumn.NOTE);
    private static final List<CsvColumn> SECRETS = List.of(CsvColumn.SECRET, CsvColumn.SQN);

    private final boolean secrets;
    private final List<CsvColumn> columns;

    CsvLine(boolean secrets) {
        this.secrets = secrets;
        this.columns = Arrays.stream(CsvColumn.values()).filter(column -> WITHOUT_SECRETS.contains(column)
                || secrets && SECRETS.contains(column)).toList();
    }

    List<String> header() {
        return columns.stream().map(CsvColumn::header).toList();
    }

    List<String> of(Subscription subscription) {
        Map<CsvColumn, String> values = new EnumMap<>(CsvColumn.class);
        values.put(CsvColumn.NAME, subscription.name());
        if (fits(subscription)) {
            fill(values, subscription);
        } else {
            values.put(CsvColumn.NOTE, "it does not fit into a table: export it as JSON");
        }
        return columns.stream().map(column -> values.getOrDefault(column, "")).toList();
    }

    private void fill(Map<CsvColumn, String> values, Subscription subscription) {
        PrivateUser user = subscription.privateIdentities().get(0);
        List<PublicUser> identities = subscription.implicitSets().get(0).publicIdentities();
        values.put(CsvColumn.PRIVATE_IDENTITY, user.identity());
        values.put(CsvColumn.SCHEME, user.scheme().wireName());
        values.put(CsvColumn.PUBLIC_IDENTITIES, words(identities.stream().map(PublicUser::identity).toList()));
        values.put(CsvColumn.BARRED, words(identities.stream().filter(PublicUser::barred).map(PublicUser::identity).toList()));
        values.put(CsvColumn.DISPLAY_NAME, identities.get(0).displayName());
        values.put(CsvColumn.SERVICE_PROFILE, identities.get(0).serviceProfile());
        values.put(CsvColumn.CAPABILITY_SET, subscription.capabilitySet());
        values.put(CsvColumn.CHARGING_SET, subscription.chargingSet());
        values.put(CsvColumn.VISITED_NETWORKS, words(subscription.visitedNetworks()));
        if (secrets) {
            values.put(CsvColumn.SECRET, Base64.getEncoder().encodeToString(user.secret().bytes()));
            values.put(CsvColumn.SQN, Long.toString(Math.max(0, user.sequenceNumber())));
        }
    }

    private static String words(List<String> all) {
        return String.join(" ", all);
    }

    private static boolean fits(Subscription subscription) {
        if (subscription.privateIdentities().size() != 1 || subscription.implicitSets().size() != 1
                || subscription.implicitSets().get(0).privateIdentities().size() != 1) {
            return false;
        }
        List<PublicUser> identities = subscription.implicitSets().get(0).publicIdentities();
        PublicUser first = identities.get(0);
        return identities.stream().allMatch(identity -> identity.type() == IdentityType.PUBLIC_USER && identity.active()
                && identity.aliasGroup().isEmpty() && !identity.identity().contains(" ")
                && Objects.equals(identity.displayName(), first.displayName())
                && identity.serviceProfile().equals(first.serviceProfile()));
    }
}
