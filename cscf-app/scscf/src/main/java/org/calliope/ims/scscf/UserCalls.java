package org.calliope.ims.scscf;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
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
import org.calliope.ims.charging.CallsInProgress;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.ChargingRecord.Side;
import org.calliope.ims.charging.ChargingRecords;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.element.ChargingValues;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.identity.Ioi;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.ContainerExtensions;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.rf.Media;
import org.calliope.ims.rf.RfCharging;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Sessions and events of served users: each has a charging record when it is over (TS 32.260 5.2.2.1), charging functions
 * are told of it where there are any, and a session ends when an operator wants it to, or with the registration of the
 * contact that takes part in it (TS 24.229 5.4.1.4, 5.4.1.5, 5.4.5.1.2). A call that one user has made and another was
 * called by is two here, though it may be the same. Any thread.
 */
final class UserCalls implements CallsInProgress {

    private static final String CLAUSE = "TS 24.229 5.4.5.1.2";
    /** Attribute of a request, until its final response, and of the session of an answered call. */
    private static final String CALL = "user call";
    private static final String LEFT = "user call behind its application servers";
    private static final Set<String> CHANGING = Set.of(Methods.INVITE, Methods.UPDATE);
    private static final String OPERATOR = "an operator has ended the call";
    private static final int UNAVAILABLE = 480;
    private static final int OK = 200;
    private static final int REDIRECTION = 300;

    private final ServletContext context;
    private final boolean releasing;
    private final String domain;
    private final Optional<ChargingRecords> records;
    private final Optional<RfCharging> rf;
    private final Registrations registrations;
    private final Trace trace;
    private final InstantSource time;
    /** By default identity of the set. */
    private final Map<PublicIdentity, Set<UserCall>> answered = new ConcurrentHashMap<>();
    /** Those without final response that have been sent to an application server. */
    private final Map<Underway, UserCall> underway = new ConcurrentHashMap<>();

    /** By what a request is known when it comes back from an application server. */
    private record Underway(String icid, PublicIdentity served, boolean terminating) {
        Underway(ServiceStep step, Join join) {
            this(join.icid(), step.served(), step.terminating());
        }
    }

    /** Of the session of an answered call: leaves with it, also when it ends without BYE. */
    private final class Answered implements SipSessionBindingListener {
        private final UserCall call;

        Answered(UserCall call) {
            this.call = call;
        }

        @Override
        public void valueBound(SipSessionBindingEvent event) {
            answered.computeIfAbsent(call.set(), user -> ConcurrentHashMap.newKeySet(1)).add(call);
        }

        @Override
        public void valueUnbound(SipSessionBindingEvent event) {
            answered.computeIfPresent(call.set(), (user, his) -> his.remove(call) && his.isEmpty() ? null : his);
            write(call, call.over(time.instant()));
        }
    }

    /**
     * @param context       with what the container can do
     * @param releasing     operator policy: whether calls end with the registration
     * @param domain        the home network
     * @param records       nothing when there are to be none
     * @param rf            nothing when there is no charging function
     * @param registrations with the charging functions of each user
     */
    UserCalls(ServletContext context, boolean releasing, String domain, Optional<ChargingRecords> records,
              Optional<RfCharging> rf, Registrations registrations, Trace trace, InstantSource time) {
        this.context = context;
        this.releasing = releasing;
        this.domain = domain;
        this.records = records;
        this.rf = rf;
        this.registrations = registrations;
        this.trace = trace;
        this.time = time;
    }

    private void write(UserCall call, Optional<ChargingRecord> whole) {
        whole.ifPresent(record -> {
            records.ifPresent(all -> all.write(record));
            rf.ifPresent(all -> call.charged().ifPresentOrElse(session -> all.stop(session, record),
                    () -> all.event(record, call.media(), told(call))));
        });
    }

    private Optional<ChargingInformation> told(UserCall call) {
        return registrations.find(call.set()).flatMap(Registration::charging);
    }

    /** A request of a served user, or for one, as it came: once for all the application servers it visits. */
    void begins(SipServletRequest request, ServiceStep step, Join join) throws ServletParseException {
        String originating = step.terminating() ? MessageValues.chargingVector(request).map(vector -> Ioi.network(vector.origIoi())).orElse("") : domain;
        List<String> description = MessageValues.sessionDescription(request);
        ChargingRecord record = ChargingValues.record(Role.SCSCF, step.terminating() ? Side.TERMINATING : Side.ORIGINATING, request, join,
                step.served().uri(), description, originating, time.instant());
        request.setAttribute(CALL, new UserCall(step, record, contact(request),
                charged(Media.Kind.OFFER, description), join));
    }

    private Media charged(Media.Kind kind, List<String> description) {
        return rf.isEmpty() || description.isEmpty() ? Media.NONE : Media.of(kind, description);
    }

    private static String contact(SipServletMessage message) throws ServletParseException {
        Address contact = message.getAddressHeader(Headers.CONTACT);
        return contact == null || contact.isWildcard() ? "" : key(contact.getURI().toString());
    }

    private static String key(String contact) {
        try {
            return ContactUri.parse(contact).key();
        } catch (SipRefusal noSipUri) {
            return "";
        }
    }

    /** A request is sent to an application server. */
    void visits(SipServletRequest request, ServiceStep step, String server, Join join) {
        Underway way = new Underway(step, join);
        UserCall call = request.getAttribute(CALL) instanceof UserCall first ? first : underway.get(way);
        if (call != null) {
            call.visits(server);
            underway.put(way, call);
        }
    }

    /** A request goes on to another user or network, and comes from the last application server, if it was at any. */
    void leaves(SipServletRequest request, ServiceStep step, Join join) {
        UserCall call = underway.get(new Underway(step, join));
        if (call != null) {
            request.setAttribute(LEFT, call);
        }
    }

    /**
     * A response passes by.
     *
     * @param network that has answered, as the next hop says; "" when that does not say it
     */
    void heard(SipServletResponse response, String network) throws ServletParseException {
        SipServletRequest request = response.getProxy() == null ? null : response.getProxy().getOriginalRequest();
        if (request != null && request.getAttribute(LEFT) instanceof UserCall left) {
            left.answeredBy(network);
        }
        if (request == null || response.getStatus() < OK || !(request.getAttribute(CALL) instanceof UserCall call)) {
            changed(response);
            return;
        }
        leave(request, call);
        List<String> description = MessageValues.sessionDescription(response);
        ChargingRecord record = call.answered(response.getStatus(), time.instant(), ChargingValues.media(description),
                call.step().terminating() ? domain : network);
        if (response.getStatus() < REDIRECTION && response.getMethod().equals(Methods.INVITE)) {
            call.goesOn(contact(response), release(response));
            rf.ifPresent(all -> {
                call.describes(charged(Media.Kind.ANSWER, description));
                call.charged(all.start(record, call.media(), told(call)));
            });
            response.getSession().setAttribute(CALL, new Answered(call));
            records.ifPresent(all -> all.goesOn(record));
        } else {
            write(call, call.close(record.closing(), time.instant()));
        }
    }

    /** TS 32.260 5.2.2.1: a request within a session was answered, which may have changed its media. */
    private void changed(SipServletResponse response) {
        if (rf.isEmpty() || response.getStatus() < OK || response.getStatus() >= REDIRECTION || !CHANGING.contains(response.getMethod())
                || !(response.getSession().getAttribute(CALL) instanceof Answered changed)) {
            return;
        }
        UserCall call = changed.call;
        if (call.describes(charged(Media.Kind.ANSWER, MessageValues.sessionDescription(response)))) {
            call.charged().ifPresent(session ->
                    rf.get().change(session, response.getMethod(), call.asked(), call.media()));
        }
    }

    private void leave(SipServletRequest request, UserCall call) {
        request.removeAttribute(CALL);
        underway.remove(new Underway(call.step(), call.join()), call);
    }

    private Optional<Consumer<String>> release(SipServletResponse response) {
        Optional<Function<SipServletResponse, Consumer<String>>> able = ElementListener.extension(context, ContainerExtensions.RELEASE);
        return able.map(known -> known.apply(response));
    }

    /** A request was refused here. */
    void refused(SipServletRequest request, int status) {
        if (request.getAttribute(CALL) instanceof UserCall call) {
            leave(request, call);
            write(call, call.close(call.answered(status, time.instant(), List.of(), domain).closing(), time.instant()));
        }
    }

    /** A request within a dialog passes by. */
    void within(SipServletRequest request) {
        if (rf.isPresent() && CHANGING.contains(request.getMethod())
                && request.getSession().getAttribute(CALL) instanceof Answered changing) {
            changing.call.asked(time.instant());
        }
        if (request.getMethod().equals(Methods.BYE) && request.getSession().getAttribute(CALL) instanceof Answered ended) {
            write(ended.call, ended.call.hungUp(time.instant()));
            request.getSession().removeAttribute(CALL);
        }
    }

    /** What is stored of a user has changed. */
    void changed(RegistrationChange change) {
        Set<UserCall> his = change.before().map(set -> answered.get(set.defaultIdentity())).orElse(null);
        if (!releasing || his == null || change.cause() == Cause.REASSIGNED) {
            return;
        }
        Set<String> left = keys(change.bindingsAfter().stream());
        Set<String> gone = keys(change.bindingsBefore().stream());
        gone.removeAll(left);
        his.stream().filter(call -> left.isEmpty() || gone.contains(call.contact())).forEach(call -> release(call, why(change.cause())));
    }

    private static Set<String> keys(Stream<Binding> bindings) {
        return bindings.map(binding -> key(binding.contact())).collect(Collectors.toSet());
    }

    private static String why(Cause cause) {
        return switch (cause) {
            case REGISTER -> "the user has de-registered";
            case EXPIRED, SHORTENED -> "the registration has expired";
            default -> "the network has ended the registration";
        };
    }

    @Override
    public List<ChargingRecord> list() {
        return all().map(UserCall::record).sorted(Comparator.comparing((ChargingRecord record) ->
                record.start().orElse(record.request())).reversed()).toList();
    }

    /** Where the caller is served here, the BYEs from there end the other half, too, and go through what is between. */
    @Override
    public boolean release(String icid) {
        List<UserCall> halves = all().filter(call -> call.join().icid().equals(icid)).toList();
        List<UserCall> callers = halves.stream().filter(call -> !call.step().terminating()).toList();
        halves.forEach(UserCall::released);
        return (callers.isEmpty() ? halves : callers).stream().map(call -> release(call, OPERATOR)).reduce(false, Boolean::logicalOr);
    }

    private Stream<UserCall> all() {
        return answered.values().stream().flatMap(Set::stream);
    }

    private boolean release(UserCall call, String why) {
        trace.decide(Decision.noted(Role.SCSCF, "release", Map.of("served user", call.set().uri(), "why", why), CLAUSE, call.join()));
        return call.release(Headers.reason(UNAVAILABLE, why));
    }
}
