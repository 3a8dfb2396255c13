package org.calliope.ims.diameter;

import static org.calliope.ims.diameter.Dictionary.Name.CHARGING_INFORMATION;
import static org.calliope.ims.diameter.Dictionary.Name.DIGEST_ALGORITHM;
import static org.calliope.ims.diameter.Dictionary.Name.DIGEST_HA1;
import static org.calliope.ims.diameter.Dictionary.Name.DIGEST_QOP;
import static org.calliope.ims.diameter.Dictionary.Name.DIGEST_REALM;
import static org.calliope.ims.diameter.Dictionary.Name.MANDATORY_CAPABILITY;
import static org.calliope.ims.diameter.Dictionary.Name.OPTIONAL_CAPABILITY;
import static org.calliope.ims.diameter.Dictionary.Name.PRIMARY_COLLECTION;
import static org.calliope.ims.diameter.Dictionary.Name.PRIMARY_EVENT_CHARGING;
import static org.calliope.ims.diameter.Dictionary.Name.SECONDARY_COLLECTION;
import static org.calliope.ims.diameter.Dictionary.Name.SECONDARY_EVENT_CHARGING;
import static org.calliope.ims.diameter.Dictionary.Name.SERVER_CAPABILITIES;
import static org.calliope.ims.diameter.Dictionary.Name.SERVER_NAME;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTHENTICATION_SCHEME;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTH_DATA_ITEM;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_DIGEST_AUTHENTICATE;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_NUMBER_AUTH_ITEMS;
import static org.calliope.ims.diameter.Dictionary.Name.USER_DATA;

import java.util.Optional;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserProfileXml;
import org.calliope.ims.digest.Digest;

/** The Cx part of the four answers, TS 29.229 6.1; what is in every answer, the result with it, is not here. */
final class CxAnswers {

    private CxAnswers() {
    }

    // UAA: [ Server-Name ] [ Server-Capabilities ]
    static void write(UserAuthorizationAnswer answer, AvpWriter out) {
        server(answer.serverName(), answer.capabilities(), out);
    }

    static UserAuthorizationAnswer userAuthorization(ResultCode result, AvpReader in) {
        return new UserAuthorizationAnswer(result, in.optionalText(SERVER_NAME), capabilities(in));
    }

    // LIA: [ Server-Name ] [ Server-Capabilities ]
    static void write(LocationInfoAnswer answer, AvpWriter out) {
        server(answer.serverName(), answer.capabilities(), out);
    }

    static LocationInfoAnswer locationInfo(ResultCode result, AvpReader in) {
        return new LocationInfoAnswer(result, in.optionalText(SERVER_NAME), capabilities(in));
    }

    // MAA: [ SIP-Number-Auth-Items ] * [ SIP-Auth-Data-Item ]
    static void write(MultimediaAuthAnswer answer, AvpWriter out) {
        answer.digest().ifPresent(digest -> out.put(SIP_NUMBER_AUTH_ITEMS, 1)
                .group(SIP_AUTH_DATA_ITEM, item -> item
                        .put(SIP_AUTHENTICATION_SCHEME, AuthScheme.SIP_DIGEST.wireName())
                        .group(SIP_DIGEST_AUTHENTICATE, values -> values
                                .put(DIGEST_REALM, digest.realm())
                                .putUnlessEmpty(DIGEST_ALGORITHM, digest.algorithm())
                                .putUnlessEmpty(DIGEST_QOP, digest.qop())
                                .put(DIGEST_HA1, digest.ha1()))));
    }

    static MultimediaAuthAnswer multimediaAuth(ResultCode result, AvpReader in) {
        Optional<DigestAuthenticate> digest = in.optionalGroup(SIP_AUTH_DATA_ITEM)
                .flatMap(item -> item.optionalGroup(SIP_DIGEST_AUTHENTICATE))
                .map(values -> new DigestAuthenticate(values.text(DIGEST_REALM),
                        values.optionalText(DIGEST_ALGORITHM).orElse(Digest.MD5), // TS 29.229 6.3.38
                        values.optionalText(DIGEST_QOP).orElse(""), values.text(DIGEST_HA1)));
        return new MultimediaAuthAnswer(result, digest);
    }

    // SAA: [ User-Data ] [ Charging-Information ]
    static void write(ServerAssignmentAnswer answer, AvpWriter out) {
        answer.profile().ifPresent(profile -> out.put(USER_DATA, UserProfileXml.write(profile)));
        answer.charging().ifPresent(charging -> out.group(CHARGING_INFORMATION, names -> names
                .putUnlessEmpty(PRIMARY_EVENT_CHARGING, charging.primaryEvent())
                .putUnlessEmpty(SECONDARY_EVENT_CHARGING, charging.secondaryEvent())
                .putUnlessEmpty(PRIMARY_COLLECTION, charging.primaryCollection())
                .putUnlessEmpty(SECONDARY_COLLECTION, charging.secondaryCollection())));
    }

    static ServerAssignmentAnswer serverAssignment(ResultCode result, AvpReader in) {
        return new ServerAssignmentAnswer(result, in.optionalText(USER_DATA).map(UserProfileXml::parse),
                in.optionalGroup(CHARGING_INFORMATION).map(names -> new ChargingInformation(
                        names.optionalText(PRIMARY_EVENT_CHARGING).orElse(""),
                        names.optionalText(SECONDARY_EVENT_CHARGING).orElse(""),
                        names.optionalText(PRIMARY_COLLECTION).orElse(""),
                        names.optionalText(SECONDARY_COLLECTION).orElse(""))));
    }

    private static void server(Optional<String> name, Optional<ServerCapabilities> capabilities, AvpWriter out) {
        name.ifPresent(value -> out.put(SERVER_NAME, value));
        capabilities.ifPresent(wanted -> out.group(SERVER_CAPABILITIES, group -> {
            wanted.mandatory().forEach(capability -> group.put(MANDATORY_CAPABILITY, capability));
            wanted.optional().forEach(capability -> group.put(OPTIONAL_CAPABILITY, capability));
            wanted.serverNames().forEach(server -> group.put(SERVER_NAME, server));
        }));
    }

    private static Optional<ServerCapabilities> capabilities(AvpReader in) {
        return in.optionalGroup(SERVER_CAPABILITIES).map(group -> new ServerCapabilities(
                group.numbers(MANDATORY_CAPABILITY), group.numbers(OPTIONAL_CAPABILITY), group.texts(SERVER_NAME)));
    }
}
