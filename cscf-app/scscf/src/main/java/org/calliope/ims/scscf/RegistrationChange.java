package org.calliope.ims.scscf;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.trace.Join;

/**
 * What became of a registration set, once it is stored.
 *
 * @param before nothing when the set was not registered; of another default identity when the HSS has given it a new one
 * @param after  nothing when it is not any more
 * @param join   for the trace
 */
public record RegistrationChange(Optional<Registration> before, Optional<Registration> after, Cause cause, Join join) {

    /** Why contacts came, changed or went; RFC 3680 5.1 tells them apart in its events. */
    public enum Cause {
        /** The user registered, refreshed or de-registered (TS 24.229 5.4.1.2, 5.4.1.4). */
        REGISTER,
        /** Nobody refreshed in time (5.4.1.5). */
        EXPIRED,
        /** The network shortened the time, so that the user proves anew who it is (5.4.1.6). */
        SHORTENED,
        /** The network ended it, and the UE may register again (5.4.1.5). */
        DEACTIVATED,
        /** The network ended it for good (5.4.1.5). */
        REJECTED,
        /** The HSS pushed another profile (5.4.1.8). */
        PROFILE,
        /** Another S-CSCF serves the user by now and tells whom it concerns (TS 29.228 6.1.3.1). */
        REASSIGNED,
        /** Another S-CSCF of the cluster did it, for whichever reason, and sees to what follows for the user and the HSS. */
        ELSEWHERE
    }

    /** @return the contacts there were; empty when the set was not registered */
    public List<Binding> bindingsBefore() {
        return before.map(Registration::bindings).orElse(List.of());
    }

    /** @return the contacts there are */
    public List<Binding> bindingsAfter() {
        return after.map(Registration::bindings).orElse(List.of());
    }

    /** @return the private identities whose last contact went */
    public List<PrivateIdentity> gone() {
        return bindingsBefore().stream().map(Binding::impi).distinct().filter(impi ->
                bindingsAfter().stream().noneMatch(binding -> binding.impi().equals(impi))).toList();
    }
}
