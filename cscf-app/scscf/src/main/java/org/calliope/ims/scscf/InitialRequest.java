package org.calliope.ims.scscf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.ifc.FilterableRequest;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.SessionCase;

/** A request that starts a dialog or stands alone, as filter criteria look at it. One thread. */
final class InitialRequest implements FilterableRequest {

    private final SipServletRequest request;
    private final SessionCase sessionCase;
    private final boolean registered;
    private List<String> sessionDescription;

    /** @param registered whether the served user is */
    InitialRequest(SipServletRequest request, SessionCase sessionCase, boolean registered) {
        this.request = request;
        this.sessionCase = sessionCase;
        this.registered = registered;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String requestUri() {
        return request.getRequestURI().toString();
    }

    @Override
    public Iterable<String> headerNames() {
        List<String> names = new ArrayList<>();
        request.getHeaderNames().forEachRemaining(names::add);
        return names;
    }

    @Override
    public Iterable<String> headerValues(String name) {
        return MessageValues.headers(request, name);
    }

    @Override
    public List<String> sessionDescription() {
        if (sessionDescription == null) {
            sessionDescription = MessageValues.sessionDescription(request);
        }
        return sessionDescription;
    }

    @Override
    public SessionCase sessionCase() {
        return sessionCase;
    }

    @Override
    public boolean registered() {
        return registered;
    }

    @Override
    public Optional<RegistrationType> registrationType() {
        return Optional.empty();
    }
}
