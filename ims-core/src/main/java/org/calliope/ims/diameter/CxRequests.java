package org.calliope.ims.diameter;

import static org.calliope.ims.diameter.Dictionary.Name.ASSOCIATED_IDENTITIES;
import static org.calliope.ims.diameter.Dictionary.Name.DEREGISTRATION_REASON;
import static org.calliope.ims.diameter.Dictionary.Name.MULTIPLE_REGISTRATION_INDICATION;
import static org.calliope.ims.diameter.Dictionary.Name.ORIGINATING_REQUEST;
import static org.calliope.ims.diameter.Dictionary.Name.PUBLIC_IDENTITY;
import static org.calliope.ims.diameter.Dictionary.Name.REASON_CODE;
import static org.calliope.ims.diameter.Dictionary.Name.REASON_INFO;
import static org.calliope.ims.diameter.Dictionary.Name.SERVER_ASSIGNMENT_TYPE;
import static org.calliope.ims.diameter.Dictionary.Name.SERVER_NAME;
import static org.calliope.ims.diameter.Dictionary.Name.SESSION_PRIORITY;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTHENTICATION_SCHEME;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTHORIZATION;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTH_DATA_ITEM;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_NUMBER_AUTH_ITEMS;
import static org.calliope.ims.diameter.Dictionary.Name.UAR_FLAGS;
import static org.calliope.ims.diameter.Dictionary.Name.USER_AUTHORIZATION_TYPE;
import static org.calliope.ims.diameter.Dictionary.Name.USER_DATA;
import static org.calliope.ims.diameter.Dictionary.Name.USER_DATA_ALREADY_AVAILABLE;
import static org.calliope.ims.diameter.Dictionary.Name.USER_NAME;
import static org.calliope.ims.diameter.Dictionary.Name.VISITED_NETWORK_IDENTIFIER;
import static org.calliope.ims.diameter.Dictionary.Name.WILDCARDED_PUBLIC_IDENTITY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.cx.UserProfileXml;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/** The Cx part of the requests, TS 29.229 6.1; what is in every request is not here. */
final class CxRequests {

    private static final long EMERGENCY = 1; // bit 0 of UAR-Flags, TS 29.229 6.3.44
    private static final int LOWEST_PRIORITY = 4;

    private CxRequests() {
    }

    // UAR: { User-Name } { Public-Identity } { Visited-Network-Identifier } [ User-Authorization-Type ] [ UAR-Flags ]
    //      [ Session-Priority ]
    static void write(UserAuthorizationRequest request, AvpWriter out) {
        out.put(USER_NAME, request.userName().value())
                .put(PUBLIC_IDENTITY, request.publicIdentity().uri())
                .put(VISITED_NETWORK_IDENTIFIER, request.visitedNetwork())
                .put(USER_AUTHORIZATION_TYPE, request.type().ordinal());
        if (request.emergency()) {
            out.put(UAR_FLAGS, EMERGENCY);
        }
        writePriority(request.sessionPriority(), out);
    }

    static UserAuthorizationRequest userAuthorization(AvpReader in) {
        return new UserAuthorizationRequest(userName(in), publicIdentity(in), in.text(VISITED_NETWORK_IDENTIFIER),
                // TS 29.229 6.3.24: REGISTRATION when it is absent
                in.optionalConstant(USER_AUTHORIZATION_TYPE, UserAuthorizationType.class)
                        .orElse(UserAuthorizationType.REGISTRATION),
                (in.optionalNumber(UAR_FLAGS).orElse(0L) & EMERGENCY) != 0, priority(in));
    }

    // LIR: [ Originating-Request ] { Public-Identity } [ User-Authorization-Type ] [ Session-Priority ]
    static void write(LocationInfoRequest request, AvpWriter out) {
        if (request.originating()) {
            out.put(ORIGINATING_REQUEST, 0); // ORIGINATING, the only value
        }
        out.put(PUBLIC_IDENTITY, request.publicIdentity().uri());
        request.type().ifPresent(type -> out.put(USER_AUTHORIZATION_TYPE, type.ordinal()));
        writePriority(request.sessionPriority(), out);
    }

    static LocationInfoRequest locationInfo(AvpReader in) {
        return new LocationInfoRequest(publicIdentity(in), in.has(ORIGINATING_REQUEST),
                in.optionalConstant(USER_AUTHORIZATION_TYPE, UserAuthorizationType.class), priority(in));
    }

    // MAR: { User-Name } { Public-Identity } { SIP-Auth-Data-Item } { SIP-Number-Auth-Items } { Server-Name }
    //      [ Session-Priority ]
    static void write(MultimediaAuthRequest request, AvpWriter out) {
        out.put(USER_NAME, request.userName().value())
                .put(PUBLIC_IDENTITY, request.publicIdentity().uri())
                .group(SIP_AUTH_DATA_ITEM, item -> {
                    item.put(SIP_AUTHENTICATION_SCHEME, request.scheme().wireName());
                    request.authorization().ifPresent(value -> item.put(SIP_AUTHORIZATION, value.bytes()));
                })
                .put(SIP_NUMBER_AUTH_ITEMS, request.items())
                .put(SERVER_NAME, request.serverName());
        writePriority(request.sessionPriority(), out);
    }

    static MultimediaAuthRequest multimediaAuth(AvpReader in) {
        AvpReader item = in.group(SIP_AUTH_DATA_ITEM);
        // TS 29.228 6.3.1 step 2: a scheme that the HSS does not know
        AuthScheme scheme = AuthScheme.of(item.text(SIP_AUTHENTICATION_SCHEME)).orElseThrow(
                () -> new DiameterRefusal(ResultCode.ERROR_AUTH_SCHEME_NOT_SUPPORTED, ""));
        Optional<Octets> authorization = item.optionalOctets(SIP_AUTHORIZATION);
        if (scheme == AuthScheme.DIGEST_AKAV1_MD5 && authorization.isPresent()
                && authorization.get().length() != MultimediaAuthRequest.RESYNCHRONISATION) {
            throw AvpReader.invalid(SIP_AUTHORIZATION); // TS 29.229 6.3.11: RAND and AUTS
        }
        return new MultimediaAuthRequest(userName(in), publicIdentity(in), in.text(SERVER_NAME), scheme,
                (int) Math.min(in.number(SIP_NUMBER_AUTH_ITEMS), Integer.MAX_VALUE), authorization, priority(in));
    }

    // SAR: [ User-Name ] *[ Public-Identity ] [ Wildcarded-Public-Identity ] { Server-Name } { Server-Assignment-Type }
    //      { User-Data-Already-Available } [ Multiple-Registration-Indication ] [ Session-Priority ]
    static void write(ServerAssignmentRequest request, AvpWriter out) {
        request.userName().ifPresent(name -> out.put(USER_NAME, name.value()));
        request.publicIdentities().forEach(identity -> out.put(PUBLIC_IDENTITY, identity.uri()));
        request.wildcardedIdentity().ifPresent(wildcard -> out.put(WILDCARDED_PUBLIC_IDENTITY, wildcard));
        out.put(SERVER_NAME, request.serverName())
                .put(SERVER_ASSIGNMENT_TYPE, request.type().ordinal())
                .put(USER_DATA_ALREADY_AVAILABLE, request.userDataAlreadyAvailable() ? 1 : 0);
        if (request.multipleRegistration()) {
            out.put(MULTIPLE_REGISTRATION_INDICATION, 1);
        }
        writePriority(request.sessionPriority(), out);
    }

    static ServerAssignmentRequest serverAssignment(AvpReader in) {
        return new ServerAssignmentRequest(optionalUserName(in), publicIdentities(in), in.text(SERVER_NAME),
                in.constant(SERVER_ASSIGNMENT_TYPE, ServerAssignmentType.class),
                alreadyAvailable(in), in.optionalText(WILDCARDED_PUBLIC_IDENTITY),
                in.flag(MULTIPLE_REGISTRATION_INDICATION), priority(in));
    }

    private static boolean alreadyAvailable(AvpReader in) {
        return in.optionalInt(USER_DATA_ALREADY_AVAILABLE, 1)
                .orElseThrow(() -> AvpReader.missing(USER_DATA_ALREADY_AVAILABLE)) == 1;
    }

    // RTR: { User-Name } [ Associated-Identities ] *[ Public-Identity ] { Deregistration-Reason }
    static void write(RegistrationTerminationRequest request, AvpWriter out) {
        out.put(USER_NAME, request.userName().value());
        writeAssociated(request.associatedIdentities(), out);
        request.publicIdentities().forEach(identity -> out.put(PUBLIC_IDENTITY, identity.uri()));
        out.group(DEREGISTRATION_REASON, reason -> reason.put(REASON_CODE, request.reason().code().ordinal())
                .putUnlessEmpty(REASON_INFO, request.reason().info()));
    }

    static RegistrationTerminationRequest registrationTermination(AvpReader in) {
        AvpReader reason = in.group(DEREGISTRATION_REASON);
        return new RegistrationTerminationRequest(userName(in), associated(in), publicIdentities(in),
                new DeregistrationReason(reason.constant(REASON_CODE, DeregistrationReason.Code.class),
                        reason.optionalText(REASON_INFO).orElse("")));
    }

    // PPR: { User-Name } [ User-Data ] [ Charging-Information ]
    static void write(PushProfileRequest request, AvpWriter out) {
        out.put(USER_NAME, request.userName().value());
        request.profile().ifPresent(profile -> out.put(USER_DATA, UserProfileXml.write(profile)));
        request.charging().ifPresent(charging -> CxAnswers.writeCharging(charging, out));
    }

    static PushProfileRequest pushProfile(AvpReader in) {
        return new PushProfileRequest(userName(in), CxAnswers.profile(in), CxAnswers.charging(in));
    }

    static void writeAssociated(List<PrivateIdentity> identities, AvpWriter out) {
        if (!identities.isEmpty()) {
            out.group(ASSOCIATED_IDENTITIES, group ->
                    identities.forEach(identity -> group.put(USER_NAME, identity.value())));
        }
    }

    static List<PrivateIdentity> associated(AvpReader in) {
        Optional<AvpReader> group = in.optionalGroup(ASSOCIATED_IDENTITIES);
        List<PrivateIdentity> identities = new ArrayList<>();
        if (group.isPresent()) {
            for (String name : group.get().texts(USER_NAME)) {
                identities.add(AvpReader.parse(USER_NAME, name, PrivateIdentity::new));
            }
        }
        return identities;
    }

    static void writePriority(OptionalInt priority, AvpWriter out) {
        priority.ifPresent(value -> out.put(SESSION_PRIORITY, value));
    }

    static OptionalInt priority(AvpReader in) {
        return in.optionalInt(SESSION_PRIORITY, LOWEST_PRIORITY);
    }

    static Optional<PrivateIdentity> optionalUserName(AvpReader in) {
        return in.optionalText(USER_NAME).map(text -> AvpReader.parse(USER_NAME, text, PrivateIdentity::new));
    }

    static PrivateIdentity userName(AvpReader in) {
        return in.parsed(USER_NAME, PrivateIdentity::new);
    }

    static PublicIdentity publicIdentity(AvpReader in) {
        return in.parsed(PUBLIC_IDENTITY, PublicIdentity::new);
    }

    private static List<PublicIdentity> publicIdentities(AvpReader in) {
        List<PublicIdentity> identities = new ArrayList<>();
        for (String text : in.texts(PUBLIC_IDENTITY)) {
            identities.add(AvpReader.parse(PUBLIC_IDENTITY, text, PublicIdentity::new));
        }
        return identities;
    }
}
