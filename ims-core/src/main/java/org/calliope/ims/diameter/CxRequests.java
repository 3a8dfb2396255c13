package org.calliope.ims.diameter;

import static org.calliope.ims.diameter.Dictionary.Name.ORIGINATING_REQUEST;
import static org.calliope.ims.diameter.Dictionary.Name.PUBLIC_IDENTITY;
import static org.calliope.ims.diameter.Dictionary.Name.SERVER_ASSIGNMENT_TYPE;
import static org.calliope.ims.diameter.Dictionary.Name.SERVER_NAME;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTHENTICATION_SCHEME;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTHORIZATION;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTH_DATA_ITEM;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_NUMBER_AUTH_ITEMS;
import static org.calliope.ims.diameter.Dictionary.Name.USER_AUTHORIZATION_TYPE;
import static org.calliope.ims.diameter.Dictionary.Name.USER_DATA_ALREADY_AVAILABLE;
import static org.calliope.ims.diameter.Dictionary.Name.USER_NAME;
import static org.calliope.ims.diameter.Dictionary.Name.VISITED_NETWORK_IDENTIFIER;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;

/** The Cx part of the four requests, TS 29.229 6.1; what is in every request is not here. */
final class CxRequests {

    private CxRequests() {
    }

    // UAR: { User-Name } { Public-Identity } { Visited-Network-Identifier } [ User-Authorization-Type ]
    static void write(UserAuthorizationRequest request, AvpWriter out) {
        out.put(USER_NAME, request.userName().value())
                .put(PUBLIC_IDENTITY, request.publicIdentity().uri())
                .put(VISITED_NETWORK_IDENTIFIER, request.visitedNetwork())
                .put(USER_AUTHORIZATION_TYPE, request.type().ordinal());
    }

    static UserAuthorizationRequest userAuthorization(AvpReader in) {
        return new UserAuthorizationRequest(userName(in), publicIdentity(in), in.text(VISITED_NETWORK_IDENTIFIER),
                // TS 29.229 6.3.24: REGISTRATION when it is absent
                in.optionalNumber(USER_AUTHORIZATION_TYPE)
                        .map(value -> in.constant(USER_AUTHORIZATION_TYPE, UserAuthorizationType.class, value))
                        .orElse(UserAuthorizationType.REGISTRATION));
    }

    // LIR: [ Originating-Request ] { Public-Identity }
    static void write(LocationInfoRequest request, AvpWriter out) {
        if (request.originating()) {
            out.put(ORIGINATING_REQUEST, 0); // ORIGINATING, the only value
        }
        out.put(PUBLIC_IDENTITY, request.publicIdentity().uri());
    }

    static LocationInfoRequest locationInfo(AvpReader in) {
        return new LocationInfoRequest(publicIdentity(in), in.has(ORIGINATING_REQUEST));
    }

    // MAR: { User-Name } { Public-Identity } { SIP-Auth-Data-Item } { SIP-Number-Auth-Items } { Server-Name }
    static void write(MultimediaAuthRequest request, AvpWriter out) {
        out.put(USER_NAME, request.userName().value())
                .put(PUBLIC_IDENTITY, request.publicIdentity().uri())
                .group(SIP_AUTH_DATA_ITEM, item -> {
                    item.put(SIP_AUTHENTICATION_SCHEME, request.scheme().wireName());
                    request.authorization().ifPresent(value -> item.put(SIP_AUTHORIZATION, value.bytes()));
                })
                .put(SIP_NUMBER_AUTH_ITEMS, request.items())
                .put(SERVER_NAME, request.serverName());
    }

    static MultimediaAuthRequest multimediaAuth(AvpReader in) {
        AvpReader item = in.group(SIP_AUTH_DATA_ITEM);
        // TS 29.228 6.3.1 step 2: a scheme that the HSS does not know
        AuthScheme scheme = AuthScheme.of(item.text(SIP_AUTHENTICATION_SCHEME)).orElseThrow(
                () -> new DiameterRefusal(ResultCode.ERROR_AUTH_SCHEME_NOT_SUPPORTED, ""));
        return new MultimediaAuthRequest(userName(in), publicIdentity(in), in.text(SERVER_NAME), scheme,
                (int) Math.min(in.number(SIP_NUMBER_AUTH_ITEMS), Integer.MAX_VALUE),
                item.optionalOctets(SIP_AUTHORIZATION));
    }

    // SAR: [ User-Name ] *[ Public-Identity ] { Server-Name } { Server-Assignment-Type } { User-Data-Already-Available }
    static void write(ServerAssignmentRequest request, AvpWriter out) {
        request.userName().ifPresent(name -> out.put(USER_NAME, name.value()));
        request.publicIdentities().forEach(identity -> out.put(PUBLIC_IDENTITY, identity.uri()));
        out.put(SERVER_NAME, request.serverName())
                .put(SERVER_ASSIGNMENT_TYPE, request.type().ordinal())
                .put(USER_DATA_ALREADY_AVAILABLE, request.userDataAlreadyAvailable() ? 1 : 0);
    }

    static ServerAssignmentRequest serverAssignment(AvpReader in) {
        Optional<PrivateIdentity> userName = in.optionalText(USER_NAME)
                .map(text -> AvpReader.parse(USER_NAME, text, PrivateIdentity::new));
        List<PublicIdentity> identities = in.texts(PUBLIC_IDENTITY).stream()
                .map(text -> AvpReader.parse(PUBLIC_IDENTITY, text, PublicIdentity::new)).toList();
        return new ServerAssignmentRequest(userName, identities, in.text(SERVER_NAME),
                in.constant(SERVER_ASSIGNMENT_TYPE, ServerAssignmentType.class),
                in.number(USER_DATA_ALREADY_AVAILABLE) == 1);
    }

    private static PrivateIdentity userName(AvpReader in) {
        return in.parsed(USER_NAME, PrivateIdentity::new);
    }

    private static PublicIdentity publicIdentity(AvpReader in) {
        return in.parsed(PUBLIC_IDENTITY, PublicIdentity::new);
    }
}
