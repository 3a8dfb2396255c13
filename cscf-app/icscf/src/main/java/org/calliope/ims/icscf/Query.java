package org.calliope.ims.icscf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.element.HssResults;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;

/** What the I-CSCF asks the HSS about a request, and what follows from the answer: TS 24.229 5.3. Pure. */
final class Query {

    static final String REGISTER_CLAUSE = "TS 24.229 5.3.1.2";
    static final String SESSION_CLAUSE = "TS 24.229 5.3.2.1";

    private static final String LIR = "LIR";
    private static final String SESSION_ABNORMAL = "TS 24.229 5.3.2.2";
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    /** Longest P-Visited-Network-ID: a domain name (RFC 1035 2.3.4). */
    private static final int LONGEST_NETWORK = 255;

    private final String domain;
    private final boolean derivePrivateIdentity;
    private final boolean concealUnknownUsers;
    private final ServerChoice choice;
    private final int mostTries;

    /** @param mostTries S-CSCFs that a REGISTER is sent to, 1 and more */
    Query(String domain, boolean derivePrivateIdentity, boolean concealUnknownUsers, ServerChoice choice,
          int mostTries) {
        this.domain = domain;
        this.derivePrivateIdentity = derivePrivateIdentity;
        this.concealUnknownUsers = concealUnknownUsers;
        this.choice = choice;
        this.mostTries = mostTries;
    }

    /** The question about a REGISTER, TS 24.229 5.3.1.2 and TS 29.228 6.1.1. */
    UserAuthorizationRequest registration(RegisterQuestion register) {
        if (!register.routes().isEmpty()) {
            throw Refusals.malformed(Headers.ROUTE, "a REGISTER ends at the S-CSCF that is chosen here");
        }
        String from = only(Headers.FROM, register.froms());
        Identities.named(Headers.FROM, from);
        PublicIdentity identity = Identities.named(Headers.TO, only(Headers.TO, register.tos()));
        if (!identity.host().equals(domain)) {
            throw new SipRefusal(NOT_FOUND, "this is the network of " + domain, "domain served",
                    "RFC 3261 10.3 step 5", Map.of("to", identity.uri()));
        }
        PrivateIdentity impi = Identities.privateIdentity(Identities.credentials(
                Identities.authorization(register.authorizations(), domain)), identity, domain, derivePrivateIdentity);
        return new UserAuthorizationRequest(impi, identity, visited(register.visitedNetworks()),
                register.deregistration() ? UserAuthorizationType.DE_REGISTRATION : UserAuthorizationType.REGISTRATION,
                register.emergency(), OptionalInt.empty());
    }

    private static String only(String header, List<String> values) {
        if (values.size() != 1) {
            throw Refusals.malformed(header, "it stands there " + values.size() + " times");
        }
        return values.get(0);
    }

    // RFC 7315 4.3: without the header the UE is at home; with several the first is the network nearest to the UE
    private String visited(List<String> networks) {
        String visited = networks.isEmpty() ? domain : unquoted(networks.get(0));
        if (visited.isEmpty() || visited.length() > LONGEST_NETWORK) {
            throw Refusals.malformed(Headers.P_VISITED_NETWORK_ID, "a network's name has 1 to 255 characters");
        }
        return visited;
    }

    /** The same question for a user whose S-CSCF does not answer: TS 24.229 5.3.1.3, TS 23.380 4.2. */
    static UserAuthorizationRequest anew(UserAuthorizationRequest first) {
        return new UserAuthorizationRequest(first.userName(), first.publicIdentity(), first.visitedNetwork(),
                UserAuthorizationType.REGISTRATION_AND_CAPABILITIES, first.emergency(), first.sessionPriority());
    }

    /** @param tried S-CSCFs that the REGISTER was sent to before the HSS was asked */
    Selection registered(UserAuthorizationRequest question, UserAuthorizationAnswer answer, Set<String> tried) {
        if (concealUnknownUsers && (answer.result() == ResultCode.ERROR_USER_UNKNOWN
                || answer.result() == ResultCode.ERROR_IDENTITIES_DONT_MATCH)) {
            return new Selection(choice, Optional.empty(), Optional.empty(), mostTries, tried);
        }
        if (!answer.result().success()) {
            throw HssResults.ofStatusQuery(answer.result());
        }
        // who asks for capabilities does so because the S-CSCF that has the user is of no use
        boolean another = question.type() == UserAuthorizationType.REGISTRATION_AND_CAPABILITIES;
        Optional<String> named = another ? Optional.empty() : answer.serverName();
        if (answer.result() == ResultCode.SUBSEQUENT_REGISTRATION && named.isEmpty()
                && answer.capabilities().isEmpty()) {
            throw HssResults.incompleteStatusQuery("the S-CSCF's name");
        }
        return new Selection(choice, named, answer.capabilities(), mostTries, tried);
    }

    /** The question about a request to a user, TS 24.229 5.3.2.1 and TS 29.228 6.1.4. */
    LocationInfoRequest location(String requestUri) {
        PublicIdentity called = Identities.called(requestUri);
        if (!called.isTel() && (!called.host().equals(domain) || called.user().isEmpty())) {
            throw new SipRefusal(NOT_FOUND, "the Request-URI names no user of " + domain, "domain served",
                    SESSION_CLAUSE, Map.of("request-uri", called.uri()));
        }
        return new LocationInfoRequest(called, false);
    }

    /**
     * The question about a request that an application server makes on behalf of a user, TS 24.229 5.3.2.1.
     *
     * @param makers whose services it is to visit
     */
    static LocationInfoRequest origin(List<PublicIdentity> makers) {
        return new LocationInfoRequest(makers.stream().findFirst().orElseThrow(() -> new SipRefusal(FORBIDDEN,
                "nobody is asserted to make this request", "served user", SESSION_CLAUSE)), true);
    }

    /** The same question for a user whose S-CSCF does not answer: TS 23.380 4.3. */
    static LocationInfoRequest anew(LocationInfoRequest first) {
        return new LocationInfoRequest(first.publicIdentity(), first.originating(),
                Optional.of(UserAuthorizationType.REGISTRATION_AND_CAPABILITIES), first.sessionPriority());
    }

    /**
     * Where a request to a user goes; to an S-CSCF chosen here when he is served while not registered (5.3.2.1).
     *
     * @param tried S-CSCFs that the request was sent to before the HSS was asked
     */
    Selection located(LocationInfoRequest question, LocationInfoAnswer answer, Set<String> tried) {
        if (!answer.result().success()) {
            throw HssResults.ofSession(answer.result(), LIR, SESSION_ABNORMAL);
        }
        boolean another = question.type().isPresent();
        Optional<String> named = another ? Optional.empty() : answer.serverName();
        if (answer.result() == ResultCode.SUCCESS && !another && named.isEmpty()) {
            throw HssResults.incomplete(LIR, "the S-CSCF's name", SESSION_ABNORMAL);
        }
        return new Selection(choice, named, answer.capabilities(), mostTries, tried);
    }

    private static String unquoted(String value) {
        int length = value.length();
        return length > 1 && value.charAt(0) == '"' && value.charAt(length - 1) == '"'
                ? value.substring(1, length - 1) : value;
    }
}
