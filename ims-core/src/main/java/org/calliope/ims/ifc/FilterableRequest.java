package org.calliope.ims.ifc;

import java.util.List;
import java.util.Optional;

/** A request as filter criteria look at it. Each method may be called several times and should be cheap. */
public interface FilterableRequest {

    String method();

    /** The URI of the request line, as it stands there. */
    String requestUri();

    /** @return the name of each header, in long or compact form; a name may come more than once */
    Iterable<String> headerNames();

    /**
     * @param name long form, in any case
     * @return the value of each header field of that name, also of its compact form, unfolded, in order
     */
    Iterable<String> headerValues(String name);

    /** @return the lines of the session description; none when the body is no {@code application/sdp} */
    List<String> sessionDescription();

    SessionCase sessionCase();

    /** Whether the served user is registered; only {@link SessionCase#ORIGINATING_CDIV} does not tell it already. */
    boolean registered();

    /** @return for a REGISTER: which one of a registration it is */
    Optional<RegistrationType> registrationType();
}
