package org.calliope.ims.hss.sh;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.hss.model.ApplicationServer.DefaultHandling;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.FilterCriteria.ProfilePart;
import org.calliope.ims.hss.store.ShCriterion;
import org.calliope.ims.hss.store.ShKey;
import org.calliope.ims.hss.store.ShRows;
import org.calliope.ims.hss.store.ShTarget;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.sh.Dsai;
import org.calliope.ims.sh.IdentitySet;
import org.calliope.ims.sh.ImsUserState;
import org.calliope.ims.sh.PublicIdentifiers;
import org.calliope.ims.sh.RepositoryData;
import org.calliope.ims.sh.ShData;
import org.calliope.ims.sh.ShDataXml;

/**
 * What each piece of data says now (TS 29.328 7.6).
 *
 * @param sets    identities are said by the set they are of, as for a node with Notif-Eff (Annex C.1)
 * @param empties what there is not is said too, by an empty element (6.1.1.1 step 5, 6.1.4.1)
 * @param news    for a notification: authentication that is under way is not said (6.1.4.1)
 * @param user    private identity that it is about, "" for all
 */
record ShContent(boolean sets, boolean empties, boolean news, String user) {

    private static final String MOBILE_REALM = ".3gppnetwork.org"; // TS 23.003 13.3: the user part is the IMSI
    private static final int LONGEST_IMSI = 15;
    private static final int SHORTEST_IMSI = 6;

    static ShContent answer(boolean notifEff, String user) {
        return new ShContent(notifEff, notifEff, false, user);
    }

    static ShContent notification(boolean notifEff, String user) {
        return new ShContent(notifEff, true, true, user);
    }

    /** Tells one state of the data from another; what {@link #add} says for a notification, in few characters. */
    String digest(ShRows rows, ShTarget of, ShKey key) {
        ShData.Builder data = new ShData.Builder();
        add(rows, of, key, data);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(ShDataXml.write(data.build()).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Adds the piece; false when there is nothing of it. */
    boolean add(ShRows rows, ShTarget of, ShKey key, ShData.Builder data) {
        return switch (key.reference()) {
            case REPOSITORY_DATA -> repository(rows.kept().repository(of, key.detail()), key.detail(), data);
            case IMS_PUBLIC_IDENTITY -> identities(rows, of, IdentitySet.valueOf(key.detail()), data);
            case IMS_USER_STATE -> state(rows.state(of), data);
            case S_CSCF_NAME -> said(rows.serverName(of), !rows.serverName(of).isEmpty(), data::scscfName);
            case INITIAL_FILTER_CRITERIA -> criteria(rows, of, key.serverName(), data);
            case CHARGING_INFORMATION -> charging(rows.charging(of), data);
            case MSISDN -> numbers(rows.numbers(of, user), data);
            case PSI_ACTIVATION -> said(of.active(), true, data::psiActive);
            case DSAI -> said(new Dsai(key.detail(), rows.kept().active(of, key.serverName(), key.detail())), true,
                    data::dsai);
            case IMSI -> imsi(rows.privateIdentities(of), data);
            case IMS_PRIVATE_USER_IDENTITY -> privateIdentities(rows.privateIdentities(of), data);
            default -> throw new IllegalStateException(key + " is not kept");
        };
    }

    private <T> boolean said(T value, boolean available, Consumer<T> how) {
        if (available || empties) {
            how.accept(value);
        }
        return available;
    }

    private boolean repository(Optional<RepositoryData> found, String service, ShData.Builder data) {
        return said(found.orElseGet(() -> new RepositoryData(service, 0, Optional.empty())), found.isPresent(),
                data::repositoryData);
    }

    private boolean identities(ShRows rows, ShTarget of, IdentitySet set, ShData.Builder data) {
        List<String> found = rows.identities(of, set, user);
        PublicIdentifiers said = !of.type().service() && of.wildcard().isEmpty() ? PublicIdentifiers.of(found)
                : new PublicIdentifiers(found, List.of(), Optional.of(type(of)), of.wildcard());
        return said(said, !found.isEmpty(), sets ? all -> data.identitySet(set, all) : data::publicIdentifiers);
    }

    private static IdentityType type(ShTarget of) {
        return switch (of.type()) {
            case PUBLIC_USER -> IdentityType.PUBLIC_USER_IDENTITY;
            case DISTINCT_PSI -> IdentityType.DISTINCT_PSI;
            case WILDCARDED_PSI -> IdentityType.WILDCARDED_PSI;
            case WILDCARDED_PUBLIC_USER -> IdentityType.WILDCARDED_IMPU;
        };
    }

    private boolean state(ImsUserState state, ShData.Builder data) {
        data.userState(news && state == ImsUserState.AUTHENTICATION_PENDING ? ImsUserState.NOT_REGISTERED : state);
        return true;
    }

    private boolean criteria(ShRows rows, ShTarget of, String serverName, ShData.Builder data) {
        List<InitialFilterCriteria> all = rows.criteria(of, serverName).stream()
                .filter(one -> unmasked(rows, of, one)).map(ShContent::criterion).toList();
        return said(all, !all.isEmpty(), data::filterCriteria);
    }

    /** TS 29.328 7.6.11: it holds when no DSAI is bound to it, or one of them is active. */
    private static boolean unmasked(ShRows rows, ShTarget of, ShCriterion criterion) {
        return criterion.dsaiTags().isEmpty() || criterion.dsaiTags().stream()
                .anyMatch(tag -> rows.kept().active(of, criterion.server().serverName(), tag));
    }

    private static InitialFilterCriteria criterion(ShCriterion of) {
        ApplicationServer server = new ApplicationServer(of.server().serverName(),
                of.server().defaultHandling() == DefaultHandling.SESSION_TERMINATED
                        ? org.calliope.ims.ifc.DefaultHandling.SESSION_TERMINATED
                        : org.calliope.ims.ifc.DefaultHandling.SESSION_CONTINUED,
                Optional.of(of.server().serviceInfo()).filter(info -> !info.isEmpty()),
                of.server().registerRequest(), of.server().registerResponse());
        Optional<org.calliope.ims.ifc.ProfilePart> part = of.profilePart() == ProfilePart.BOTH ? Optional.empty()
                : Optional.of(org.calliope.ims.ifc.ProfilePart.valueOf(of.profilePart().name()));
        return new InitialFilterCriteria(of.priority(), FilterCriteria.trigger(of.triggerPoint()), server, part);
    }

    private boolean charging(Optional<ChargingInformation> found, ShData.Builder data) {
        return said(found.orElseGet(() -> new ChargingInformation("", "", "", "")), found.isPresent(), data::charging);
    }

    private boolean numbers(List<String> found, ShData.Builder data) {
        return said(PublicIdentifiers.ofNumbers(found), !found.isEmpty(), data::publicIdentifiers);
    }

    private boolean imsi(List<String> users, ShData.Builder data) {
        Optional<String> found = users.stream().filter(one -> user.isEmpty() || user.equals(one))
                .filter(one -> one.endsWith(MOBILE_REALM)).map(one -> one.substring(0, one.indexOf('@')))
                .filter(one -> one.length() >= SHORTEST_IMSI && one.length() <= LONGEST_IMSI
                        && one.chars().allMatch(c -> c >= '0' && c <= '9')).findFirst();
        return said(found.orElse(""), found.isPresent(), data::imsi);
    }

    private static boolean privateIdentities(List<String> users, ShData.Builder data) {
        users.forEach(one -> data.privateIdentity(new PrivateIdentity(one)));
        return !users.isEmpty();
    }
}
