package org.calliope.ims.sh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.ifc.InitialFilterCriteria;

/**
 * The Sh user data, TS 29.328 Annex C and D; as XML by {@link ShDataXml}. What is absent was not asked for.
 *
 * @param publicIdentifiers  identities for a node without Notif-Eff, numbers for any
 * @param identitySets       identities for a node with Notif-Eff, by the set they are of
 * @param deletedIdentities  identities the HSS no longer has
 * @param imsi               digits, "" when there is none
 */
public record ShData(Optional<PublicIdentifiers> publicIdentifiers, List<RepositoryData> repositoryData, ImsData ims,
                     Map<IdentitySet, PublicIdentifiers> identitySets, Optional<PublicIdentifiers> deletedIdentities,
                     Optional<String> imsi, List<PrivateIdentity> privateIdentities) {

    public ShData {
        repositoryData = List.copyOf(repositoryData);
        Map<IdentitySet, PublicIdentifiers> sets = new EnumMap<>(IdentitySet.class);
        sets.putAll(identitySets);
        identitySets = Collections.unmodifiableMap(sets);
        privateIdentities = List.copyOf(privateIdentities);
    }

    static <T> List<T> joined(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        other.stream().filter(value -> !all.contains(value)).forEach(all::add);
        return all;
    }

    /** Gathers the parts of a document. One thread. */
    public static final class Builder {

        private Optional<PublicIdentifiers> publicIdentifiers = Optional.empty();
        private final List<RepositoryData> repositoryData = new ArrayList<>();
        private Optional<String> scscfName = Optional.empty();
        private Optional<List<InitialFilterCriteria>> filterCriteria = Optional.empty();
        private Optional<ImsUserState> userState = Optional.empty();
        private Optional<ChargingInformation> charging = Optional.empty();
        private Optional<Boolean> psiActive = Optional.empty();
        private final List<Dsai> dsai = new ArrayList<>();
        private final Map<IdentitySet, PublicIdentifiers> sets = new EnumMap<>(IdentitySet.class);
        private Optional<PublicIdentifiers> deleted = Optional.empty();
        private Optional<String> imsi = Optional.empty();
        private final List<PrivateIdentity> privateIdentities = new ArrayList<>();

        /** Adds to those that are there. */
        public Builder publicIdentifiers(PublicIdentifiers more) {
            publicIdentifiers = Optional.of(publicIdentifiers.map(known -> known.and(more)).orElse(more));
            return this;
        }

        public Builder repositoryData(RepositoryData one) {
            repositoryData.add(one);
            return this;
        }

        public Builder scscfName(String name) {
            scscfName = Optional.of(name);
            return this;
        }

        public Builder filterCriteria(List<InitialFilterCriteria> criteria) {
            filterCriteria = Optional.of(List.copyOf(criteria));
            return this;
        }

        public Builder userState(ImsUserState state) {
            userState = Optional.of(state);
            return this;
        }

        public Builder charging(ChargingInformation addresses) {
            charging = Optional.of(addresses);
            return this;
        }

        public Builder psiActive(boolean active) {
            psiActive = Optional.of(active);
            return this;
        }

        public Builder dsai(Dsai one) {
            dsai.add(one);
            return this;
        }

        public Builder identitySet(IdentitySet set, PublicIdentifiers identities) {
            sets.put(set, identities);
            return this;
        }

        public Builder deletedIdentities(PublicIdentifiers identities) {
            deleted = Optional.of(deleted.map(known -> known.and(identities)).orElse(identities));
            return this;
        }

        public Builder imsi(String digits) {
            imsi = Optional.of(digits);
            return this;
        }

        public Builder privateIdentity(PrivateIdentity identity) {
            privateIdentities.add(identity);
            return this;
        }

        public ShData build() {
            return new ShData(publicIdentifiers, repositoryData, new ImsData(scscfName, filterCriteria, userState,
                    charging, psiActive, dsai), sets, deleted, imsi, privateIdentities);
        }
    }
}
