package org.calliope.ims.hss.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.form.SubscriptionDraft.Identity;
import org.calliope.ims.hss.form.SubscriptionDraft.Together;
import org.calliope.ims.hss.form.SubscriptionDraft.User;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;

/** Makes a subscription out of its draft, or says what is wrong with it and where. Any thread; asks the store. */
public final class SubscriptionForm {

    /** Where a problem stands that is of no field in particular. */
    public static final String WHOLE = "";

    private static final List<String> OF_IDENTITY =
            List.of("displayName", "aliasGroup", "serviceProfile", "applicationServer");

    private final Provisioning provisioning;
    private final String domain;

    /** @param domain realm of passwords */
    public SubscriptionForm(Provisioning provisioning, String domain) {
        this.provisioning = provisioning;
        this.domain = domain;
    }

    /**
     * What is wrong, by the name of the field.
     *
     * @param sent   what the draft was made of, with the secrets of new private identities
     * @param stored as it is now
     * @param typing leave alone what is still empty
     */
    public Map<String, String> problems(SubscriptionDraft draft, Values sent, Subscription stored, Texts texts,
            boolean typing) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (int i = 0; i < draft.users().size(); i++) {
            checkUser("p" + i + ".", draft.users().get(i), sent, stored, texts, typing, problems);
        }
        for (int j = 0; j < draft.sets().size(); j++) {
            List<Identity> identities = draft.sets().get(j).identities();
            for (int k = 0; k < identities.size(); k++) {
                if (!typing || !identities.get(k).identity().isEmpty()) {
                    checkIdentity("s" + j + ".u" + k + ".", identities.get(k), texts, problems);
                }
            }
        }
        checkReference(Kind.CAPABILITY_SET, "capabilitySet", draft.capabilitySet(), texts, problems);
        checkReference(Kind.CHARGING_SET, "chargingSet", draft.chargingSet(), texts, problems);
        if (problems.isEmpty() && !typing) {
            try {
                document(draft, sent, stored);
            } catch (IllegalArgumentException e) {
                problems.put(WHOLE, e.getMessage());
            }
        }
        return problems;
    }

    private void checkUser(String at, User user, Values sent, Subscription stored, Texts texts, boolean typing,
            Map<String, String> problems) {
        if (typing && user.identity().isEmpty()) {
            return;
        }
        try {
            PrivateUser checked = new PrivateUser(user.identity(), scheme(user), Sealed.KEEP,
                    PrivateUser.KEEP_SEQUENCE);
            if (stored(stored, checked.identity()).isEmpty()
                    && Secrets.read(sent, at, checked.identity(), domain).isEmpty() && !typing) {
                problems.put(at + "password", texts.of("new.secret.missing"));
            }
        } catch (IllegalArgumentException e) {
            String field = e.getMessage().startsWith("private identity") ? "identity" : Secrets.field(e.getMessage());
            problems.put(at + field, e.getMessage());
        }
    }

    private void checkIdentity(String at, Identity identity, Texts texts, Map<String, String> problems) {
        try {
            PublicUser checked = publicUser(identity);
            checkReference(Kind.SERVICE_PROFILE, at + "serviceProfile", checked.serviceProfile(), texts, problems);
            checkReference(Kind.APPLICATION_SERVER, at + "applicationServer", checked.applicationServer(), texts,
                    problems);
        } catch (IllegalArgumentException e) {
            String field = OF_IDENTITY.stream().filter(e.getMessage()::startsWith).findFirst().orElse("identity");
            problems.put(at + field, Problems.beside(field, e));
        }
    }

    private void checkReference(Kind<?> kind, String field, String name, Texts texts, Map<String, String> problems) {
        if (!name.isEmpty() && provisioning.find(kind, name).isEmpty()) {
            problems.put(field, texts.of("form.refers.unknown", name));
        }
    }

    /**
     * The subscription; secrets that are not typed anew stay.
     *
     * @throws IllegalArgumentException says what is wrong
     */
    public Subscription document(SubscriptionDraft draft, Values sent, Subscription stored) {
        List<PrivateUser> users = new ArrayList<>();
        for (int i = 0; i < draft.users().size(); i++) {
            users.add(user(draft.users().get(i), "p" + i + ".", sent, stored));
        }
        List<ImplicitSet> sets = draft.sets().stream().map(set -> set(set, users)).toList();
        return new Subscription(draft.name(), draft.capabilitySet(), draft.chargingSet(),
                Stream.of(draft.visitedNetworks().split("[\\s,]+")).filter(name -> !name.isEmpty()).toList(), users,
                sets);
    }

    private PrivateUser user(User draft, String at, Values sent, Subscription stored) {
        Optional<PrivateUser> known = stored(stored, draft.identity());
        if (known.isPresent()) {
            return new PrivateUser(draft.identity(), scheme(draft), Sealed.KEEP, PrivateUser.KEEP_SEQUENCE);
        }
        Credentials secret = Secrets.read(sent, at, draft.identity(), domain).orElseThrow(() ->
                new IllegalArgumentException(draft.identity() + " needs a password or the keys of a SIM"));
        return provisioning.user(draft.identity(), secret);
    }

    private static ImplicitSet set(Together draft, List<PrivateUser> users) {
        return new ImplicitSet(draft.members().stream().map(place -> users.get(place).identity()).toList(),
                draft.identities().stream().map(SubscriptionForm::publicUser).toList());
    }

    private static PublicUser publicUser(Identity draft) {
        return new PublicUser(draft.identity(), choice(IdentityType.class, draft.type()), draft.barred(),
                draft.displayName(), draft.aliasGroup(), draft.profile(), draft.server(), draft.active());
    }

    private static AuthScheme scheme(User draft) {
        return choice(AuthScheme.class, draft.scheme());
    }

    static <E extends Enum<E>> E choice(Class<E> type, String name) {
        for (E one : type.getEnumConstants()) {
            if (one.name().equals(name)) {
                return one;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is none of the choices");
    }

    private static Optional<PrivateUser> stored(Subscription stored, String identity) {
        return stored.privateIdentities().stream().filter(user -> user.identity().equals(identity)).findFirst();
    }
}
