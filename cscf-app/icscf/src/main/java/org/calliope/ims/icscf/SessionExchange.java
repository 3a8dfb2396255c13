package org.calliope.ims.icscf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.element.HssResults;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.gruu.Gruus;
import org.calliope.ims.icscf.Attempt.Outcome;
import org.calliope.ims.identity.TelephoneNumber;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Requests to a user, or on behalf of one, which are all but REGISTER: the HSS says where they go (TS 24.229 5.3.2), and where else when that
 * S-CSCF is silent (TS 23.380 4.3) or unavailable (RFC 3261 21.5.4). Any thread.
 */
final class SessionExchange {

    private static final int SERVICE_UNAVAILABLE = 503;

    private final Query query;
    private final CxClient cx;
    private final Gruus gruus;
    private final Silent silent;
    private final Unheard unheard;
    private final NextHop nextHop;
    private final Trace trace;
    private final Consumer<ProxyBranch> elsewhere;

    /** @param elsewhere takes the branch of an INVITE to whose S-CSCF says nothing, and goes on with {@link #silent} */
    SessionExchange(Query query, CxClient cx, Gruus gruus, Silent silent, Unheard unheard, NextHop nextHop, Trace trace,
                    Consumer<ProxyBranch> elsewhere) {
        this.query = query;
        this.cx = cx;
        this.gruus = gruus;
        this.silent = silent;
        this.unheard = unheard;
        this.nextHop = nextHop;
        this.trace = trace;
        this.elsewhere = elsewhere;
    }

    /** The question to the HSS; 5.3.2.1, 5.4.7A: of a GRUU it knows the identity. */
    LocationInfoRequest question(SipServletRequest request) {
        if (MessageValues.onBehalf(request)) {
            return Query.origin(MessageValues.makers(request));
        }
        String uri = request.getRequestURI().toString();
        return query.location(gruus.read(uri).map(gruu -> gruu.identity().uri()).orElse(uri));
    }

    /**
     * TS 24.229 5.3.2.1, TS 23.228 5.19: a telephone number is looked for as it was called, then as a tel URI, which then
     * takes the place of the Request-URI.
     *
     * @return nothing when the request is to a telephone number that nobody has here
     */
    CompletionStage<Optional<Underway>> locate(SipServletRequest request, LocationInfoRequest question, Join join) {
        Optional<String> tel = question.originating() ? Optional.empty() : TelephoneNumber.of(request.getRequestURI().toString()).map(TelephoneNumber::telUri);
        return cx.locate(question, join).thenCompose(answer -> {
            if (answer.result() != ResultCode.ERROR_USER_UNKNOWN || tel.isEmpty()) {
                return found(located(request, question, answer, Set.of(), join));
            }
            LocationInfoRequest number = query.location(tel.get());
            return number.equals(question) ? CompletableFuture.completedStage(Optional.empty())
                    : cx.locate(number, join).thenCompose(again -> {
                        if (again.result() == ResultCode.ERROR_USER_UNKNOWN) {
                            return CompletableFuture.completedStage(Optional.empty());
                        }
                        request.setRequestURI(nextHop.uri(tel.get()));
                        return found(located(request, number, again, Set.of(), join));
                    });
        });
    }

    private static CompletionStage<Optional<Underway>> found(Underway located) {
        return CompletableFuture.completedStage(Optional.of(located));
    }

    /** Asks the HSS for capabilities, since the S-CSCF it has named is of no use. */
    CompletionStage<Underway> another(SipServletRequest request, LocationInfoRequest question, Set<String> tried, Join join) {
        return locate(request, Query.anew(question), tried, join);
    }

    private CompletionStage<Underway> locate(SipServletRequest request, LocationInfoRequest question, Set<String> tried,
                                             Join join) {
        return cx.locate(question, join).thenApply(answer -> located(request, question, answer, tried, join));
    }

    // 5.3.2.1, RFC 5002: the S-CSCF has to know which wildcarded identity the called one matches
    private Underway located(SipServletRequest request, LocationInfoRequest question, LocationInfoAnswer answer,
                             Set<String> tried, Join join) {
        answer.wildcardedIdentity().ifPresent(wildcard ->
                request.setHeader(Headers.P_PROFILE_KEY, '<' + wildcard + '>'));
        return new Underway(question, query.located(question, answer, tried), join, null);
    }

    /** @return whether the S-CSCF that the HSS has named did not answer lately (TS 23.380 4.3) */
    boolean isSilent(Underway located) {
        return located.selection().named().filter(silent::contains).isPresent();
    }

    /** Takes the next S-CSCF, and off the request what only the I-CSCF needs. */
    void prepare(SipServletRequest request, Underway located) {
        request.removeHeader(Headers.P_USER_DATABASE);
        located.selection().next().orElseThrow(located.selection()::noneLeft);
    }

    /** To the S-CSCF that was taken last. */
    void send(SipServletRequest request, Proxy proxy, Underway located) {
        SipURI server = nextHop.of(located.selection(), HssResults.incomplete("LIR", NextHop.NAME, "TS 24.229 5.3.2.2"),
                Query.SESSION_CLAUSE, located.join());
        server.setLrParam(true);
        if (located.question().originating()) {
            server.setParameter(MessageValues.ORIGINATING, "");
        }
        ProxyBranch branch = branch(request, proxy, server);
        request.setAttribute(Underway.ATTRIBUTE, located.on(branch));
        proxy.startProxy();
        if (request.getMethod().equals(Methods.INVITE)) {
            unheard.watch(branch, elsewhere);
        }
    }

    private static ProxyBranch branch(SipServletRequest request, Proxy proxy, SipURI server) {
        ProxyBranch branch = proxy.createProxyBranches(List.of(request.getRequestURI())).get(0);
        branch.getRequest().pushRoute(server);
        return branch;
    }

    /**
     * RFC 3261 21.5.4, 16.9: an S-CSCF that is starting, overloaded or not reached by TCP says 503, and another one may
     * be asked at once.
     *
     * @return the request's way so far, when the response is such a one to the latest branch; it is given once
     */
    Optional<Underway> unavailable(SipServletResponse response) {
        SipServletRequest request = response.getProxy().getOriginalRequest();
        Underway located = request == null ? null : (Underway) request.getAttribute(Underway.ATTRIBUTE);
        if (located == null || response.getStatus() != SERVICE_UNAVAILABLE || response.getProxyBranch() != located.branch()
                || !located.selection().hasOthers()) {
            return Optional.empty();
        }
        request.setAttribute(Underway.ATTRIBUTE, located.on(null));
        trace.decide(Decision.noted(Role.ICSCF, ServerChoice.RULE, Map.of("s-cscf", located.selection().current(),
                "outcome", Outcome.SILENT.name(), "status", Integer.toString(SERVICE_UNAVAILABLE)), "RFC 3261 21.5.4", located.join()));
        return Optional.of(located);
    }

    /** @param self by which the request comes here once more */
    static void comeAgain(SipServletRequest request, Proxy proxy, SipURI self) {
        self.setLrParam(true);
        branch(request, proxy, self);
        proxy.startProxy();
    }

    /**
     * TS 23.380 4.3: the S-CSCF of the called user is down; when there is no other one RFC 3261's time goes on for this
     * one.
     *
     * @param request that it says nothing to
     */
    Underway silent(SipServletRequest request) {
        Underway located = (Underway) request.getAttribute(Underway.ATTRIBUTE);
        String server = located.selection().current();
        silent.add(server);
        trace.decide(Decision.noted(Role.ICSCF, ServerChoice.RULE,
                Map.of("s-cscf", server, "outcome", Outcome.SILENT.name()), "TS 23.380 4.3", located.join()));
        return located;
    }

    /** @param branch to the S-CSCF that is silent */
    void instead(SipServletRequest request, ProxyBranch branch, Underway located) {
        Optional<String> next = branch.getResponse() == null ? located.selection().next() : Optional.empty();
        if (next.isPresent()) {
            send(request, branch.getProxy(), located);
            branch.cancel();
        }
    }
}
