package org.calliope.ims.scscf;

import java.util.Optional;
import java.util.function.Predicate;
import org.calliope.ims.gruu.Gruu;
import org.calliope.ims.gruu.Gruus;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;

/** The UEs of a registration set by their GRUUs: RFC 5627 5, TS 24.229 5.4.7A. Pure but for the numbers it draws. */
final class Instances {

    private static final int LONGEST = 255;

    private final Gruus gruus;

    Instances(Gruus gruus) {
        this.gruus = gruus;
    }

    /** What a UE is reached by alone, for one of its identities. */
    record Names(String publicGruu, String temporaryGruu) {
    }

    /**
     * @param of an identity of the set
     * @return with a new temporary GRUU, beside which the others stay; nothing for a contact that can have none
     */
    Optional<Names> names(Binding binding, PublicIdentity of, Registration set) {
        if (of.isTel() || of.user().isEmpty() || BindingRules.emergency(binding)) {
            return Optional.empty();
        }
        return id(binding).map(id -> new Names(gruus.publicGruu(of, id), gruus.temporaryGruu(of, id, set.since())));
    }

    /**
     * Contact parameters of the 200 to a REGISTER whose UE knows GRUUs (5.4.1.2.2F).
     *
     * @param of the identity that was registered
     * @return {@code ;pub-gruu="…";temp-gruu="…"}; "" for a contact that can have none
     */
    String parameters(Binding binding, PublicIdentity of, Registration set) {
        return names(binding, of, set).map(names -> ";pub-gruu=\"" + names.publicGruu() + "\";temp-gruu=\""
                + names.temporaryGruu() + '"').orElse("");
    }

    /** @return whether this is one of ours, which a UE must not register as its contact (RFC 5627 5.1) */
    boolean isGruu(String contact, String domain) {
        return gruus.read(contact).filter(gruu -> gruu.identity().host().equals(domain)).isPresent();
    }

    /** @return what the Request-URI names, when it is a GRUU */
    Optional<Gruu> called(String requestUri) {
        return gruus.read(requestUri);
    }

    /** Contacts that a GRUU reaches; a temporary one ends with the registration it was made in (RFC 5627 5.4). */
    Predicate<Binding> reached(Gruu gruu, Registration set) {
        boolean over = gruu instanceof Gruu.Temporary temporary
                && temporary.since().getEpochSecond() != set.since().getEpochSecond();
        return binding -> !over && id(binding).filter(id -> gruus.matches(gruu, id)).isPresent();
    }

    /** +sip.instance without angle brackets; nothing when it is no URN. */
    private static Optional<String> id(Binding binding) {
        String instance = binding.instanceId();
        boolean bracketed = instance.startsWith("<") && instance.endsWith(">");
        return Optional.of(bracketed ? instance.substring(1, instance.length() - 1) : instance)
                .filter(id -> id.startsWith("urn:") && id.length() <= LONGEST);
    }
}
