package org.calliope.ims.scscf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.FilterableRequest;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.trace.Join;

/**
 * The REGISTER that filter criteria look at, and what of it goes on to application servers. When the network changes a
 * registration there is none, and one stands in that says the same ({@link #unasked}).
 *
 * @param headers  by name in any case
 * @param request  text of the UE's REGISTER, made when a criterion wants it; "" for none
 * @param response text of the 200 to it
 * @param join     for the trace; has the icid-value
 */
record RegisterEvent(RegistrationType type, String requestUri, Map<String, List<String>> headers,
                     Supplier<String> request, Supplier<String> response, Join join) implements FilterableRequest {

    RegisterEvent {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = byName;
    }

    /** What the user would have sent for the same to happen. */
    static RegisterEvent unasked(RegistrationType type, PublicIdentity identity, int expires, Join join) {
        List<String> user = List.of('<' + identity.uri() + '>');
        return new RegisterEvent(type, "sip:" + identity.host(), Map.of(Headers.TO, user, Headers.FROM, user, Headers.EXPIRES,
                 List.of(Integer.toString(expires))), () -> "", () -> "", join);
    }

    /** TS 29.228 B.2.3: the criteria tell first, further and last REGISTERs apart by what they do. */
    static RegistrationType type(RegistrationChange change) {
        return change.after().isEmpty() ? RegistrationType.DE
                : change.before().isEmpty() ? RegistrationType.INITIAL : RegistrationType.RE;
    }

    @Override
    public String method() {
        return Methods.REGISTER;
    }

    @Override
    public Iterable<String> headerNames() {
        return headers.keySet();
    }

    @Override
    public List<String> headerValues(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public List<String> sessionDescription() {
        return List.of();
    }

    @Override
    public SessionCase sessionCase() {
        return SessionCase.ORIGINATING_REGISTERED;
    }

    /** TS 23.218 5.2.1: who registers, or has been until now, is served by the part for registered users. */
    @Override
    public boolean registered() {
        return true;
    }

    @Override
    public Optional<RegistrationType> registrationType() {
        return Optional.of(type);
    }
}
