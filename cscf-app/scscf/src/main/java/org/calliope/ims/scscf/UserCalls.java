package org.calliope.ims.scscf;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.ServletContext;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionBindingEvent;
import javax.servlet.sip.SipSessionBindingListener;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.ContainerExtensions;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Answered calls of served users, which end with the registration of the contact that takes part in them
 * (TS 24.229 5.4.1.4, 5.4.1.5, 5.4.5.1.2). One that its user has made and one that he was called by are two here, though
 * it may be the same. Any thread.
 */
final class UserCalls {

    private static final String CLAUSE = "TS 24.229 5.4.5.1.2";
    /** Attribute of a request that begins a call, until it is answered, and of the session of an answered one. */
    private static final String CALL = "user call";
    private static final int OK = 200;
    private static final int REDIRECTION = 300;

    private final ServletContext context;
    private final boolean releasing;
    private final Trace trace;
    private final Map<PublicIdentity, Set<Answered>> calls = new ConcurrentHashMap<>();

    /**
     * A call that goes on.
     *
     * @param set     default identity of the user's set
     * @param contact key of the user's contact in the dialog
     */
    private final class Answered implements SipSessionBindingListener {
        private final PublicIdentity set;
        private final String contact;
        private final Consumer<String> release;
        private final Join join;

        Answered(PublicIdentity set, String contact, Consumer<String> release, Join join) {
            this.set = set;
            this.contact = contact;
            this.release = release;
            this.join = join;
        }

        @Override
        public void valueBound(SipSessionBindingEvent event) {
            calls.computeIfAbsent(set, user -> ConcurrentHashMap.newKeySet(1)).add(this);
        }

        // also when the session ends without BYE
        @Override
        public void valueUnbound(SipSessionBindingEvent event) {
            calls.computeIfPresent(set, (user, his) -> his.remove(this) && his.isEmpty() ? null : his);
        }
    }

    /**
     * @param context   with what the container can do
     * @param releasing operator policy: whether calls end with the registration
     */
    UserCalls(ServletContext context, boolean releasing, Trace trace) {
        this.context = context;
        this.releasing = releasing;
        this.trace = trace;
    }

    /** A served user makes a call or is called. Each call is told of once. */
    void begins(SipServletRequest invite, ServiceStep step) {
        if (releasing) {
            invite.setAttribute(CALL, step);
        }
    }

    /** A response passes by. */
    @SuppressWarnings("unchecked")
    void heard(SipServletResponse response, Join join) throws ServletParseException {
        SipServletRequest request = response.getProxy() == null ? null : response.getProxy().getOriginalRequest();
        if (request == null || response.getStatus() < OK || response.getStatus() >= REDIRECTION
                || !(request.getAttribute(CALL) instanceof ServiceStep step)) {
            return;
        }
        request.removeAttribute(CALL);
        var releases = (Function<SipServletResponse, Consumer<String>>) context.getAttribute(ContainerExtensions.RELEASE);
        if (releases != null) {
            String contact = contact(step.terminating() ? response : request).orElse("");
            response.getSession().setAttribute(CALL, new Answered(step.set(), contact, releases.apply(response), join));
        }
    }

    private static Optional<String> contact(SipServletMessage message) throws ServletParseException {
        Address contact = message.getAddressHeader(Headers.CONTACT);
        return contact == null ? Optional.empty() : key(contact.getURI().toString());
    }

    private static Optional<String> key(String contact) {
        try {
            return Optional.of(ContactUri.parse(contact).key());
        } catch (SipRefusal noSipUri) {
            return Optional.empty();
        }
    }

    /** A request within a dialog passes by. */
    void within(SipServletRequest request) {
        if (request.getMethod().equals(Methods.BYE)) {
            request.getSession().removeAttribute(CALL);
        }
    }

    /** What is stored of a user has changed. */
    void changed(RegistrationChange change) {
        Set<Answered> his = change.before().map(set -> calls.get(set.defaultIdentity())).orElse(null);
        if (his == null || change.cause() == Cause.REASSIGNED) {
            return;
        }
        Set<String> left = keys(change.bindingsAfter().stream());
        Set<String> gone = keys(change.bindingsBefore().stream());
        gone.removeAll(left);
        his.stream().filter(call -> left.isEmpty() || gone.contains(call.contact)).forEach(call -> release(call, change.cause()));
    }

    private static Set<String> keys(Stream<Binding> bindings) {
        return bindings.map(binding -> key(binding.contact()).orElse("")).collect(Collectors.toSet());
    }

    private void release(Answered call, Cause cause) {
        String why = switch (cause) {
            case REGISTER -> "the user has de-registered";
            case EXPIRED, SHORTENED -> "the registration has expired";
            default -> "the network has ended the registration";
        };
        trace.decide(Decision.noted(Role.SCSCF, "release", Map.of("served user", call.set.uri(), "why", why), CLAUSE, call.join));
        call.release.accept(why);
    }
}
