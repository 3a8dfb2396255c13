package org.calliope.ims.diameter;

import static org.calliope.ims.diameter.Dictionary.Name.ALTERNATE_DIGEST_ALGORITHM;
import static org.calliope.ims.diameter.Dictionary.Name.ALTERNATE_DIGEST_HA1;
import static org.calliope.ims.diameter.Dictionary.Name.CHARGING_INFORMATION;
import static org.calliope.ims.diameter.Dictionary.Name.CONFIDENTIALITY_KEY;
import static org.calliope.ims.diameter.Dictionary.Name.DIGEST_ALGORITHM;
import static org.calliope.ims.diameter.Dictionary.Name.DIGEST_HA1;
import static org.calliope.ims.diameter.Dictionary.Name.DIGEST_QOP;
import static org.calliope.ims.diameter.Dictionary.Name.DIGEST_REALM;
import static org.calliope.ims.diameter.Dictionary.Name.IDENTITY_WITH_EMERGENCY_REGISTRATION;
import static org.calliope.ims.diameter.Dictionary.Name.INTEGRITY_KEY;
import static org.calliope.ims.diameter.Dictionary.Name.LOOSE_ROUTE_INDICATION;
import static org.calliope.ims.diameter.Dictionary.Name.MANDATORY_CAPABILITY;
import static org.calliope.ims.diameter.Dictionary.Name.OPTIONAL_CAPABILITY;
import static org.calliope.ims.diameter.Dictionary.Name.PRIMARY_COLLECTION;
import static org.calliope.ims.diameter.Dictionary.Name.PRIMARY_EVENT_CHARGING;
import static org.calliope.ims.diameter.Dictionary.Name.PUBLIC_IDENTITY;
import static org.calliope.ims.diameter.Dictionary.Name.SECONDARY_COLLECTION;
import static org.calliope.ims.diameter.Dictionary.Name.SECONDARY_EVENT_CHARGING;
import static org.calliope.ims.diameter.Dictionary.Name.SERVER_CAPABILITIES;
import static org.calliope.ims.diameter.Dictionary.Name.SERVER_NAME;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTHENTICATE;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTHENTICATION_SCHEME;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTHORIZATION;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_AUTH_DATA_ITEM;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_DIGEST_AUTHENTICATE;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_ITEM_NUMBER;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_NUMBER_AUTH_ITEMS;
import static org.calliope.ims.diameter.Dictionary.Name.USER_DATA;
import static org.calliope.ims.diameter.Dictionary.Name.USER_NAME;
import static org.calliope.ims.diameter.Dictionary.Name.WILDCARDED_PUBLIC_IDENTITY;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.AkaVector;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.IdentityWithEmergencyRegistration;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.cx.UserProfileXml;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.digest.Digest;

/** The Cx part of the answers, TS 29.229 6.1; what is in every answer, the result with it, is not here. */
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

    // LIA: [ Server-Name ] [ Server-Capabilities ] [ Wildcarded-Public-Identity ]
    static void write(LocationInfoAnswer answer, AvpWriter out) {
        server(answer.serverName(), answer.capabilities(), out);
        answer.wildcardedIdentity().ifPresent(wildcard -> out.put(WILDCARDED_PUBLIC_IDENTITY, wildcard));
    }

    static LocationInfoAnswer locationInfo(ResultCode result, AvpReader in) {
        return new LocationInfoAnswer(result, in.optionalText(SERVER_NAME), capabilities(in),
                in.optionalText(WILDCARDED_PUBLIC_IDENTITY));
    }

    // MAA: [ SIP-Number-Auth-Items ] * [ SIP-Auth-Data-Item ]
    static void write(MultimediaAuthAnswer answer, AvpWriter out) {
        int items = answer.vectors().size() + (answer.digest().isPresent() ? 1 : 0);
        if (items > 0) {
            out.put(SIP_NUMBER_AUTH_ITEMS, items);
        }
        answer.digest().ifPresent(digest -> out.group(SIP_AUTH_DATA_ITEM, item -> item
                .put(SIP_AUTHENTICATION_SCHEME, AuthScheme.SIP_DIGEST.wireName())
                .group(SIP_DIGEST_AUTHENTICATE, values -> write(digest, values))));
        for (AkaVector vector : answer.vectors()) {
            out.group(SIP_AUTH_DATA_ITEM, item -> item
                    .put(SIP_ITEM_NUMBER, vector.item())
                    .put(SIP_AUTHENTICATION_SCHEME, AuthScheme.DIGEST_AKAV1_MD5.wireName())
                    .put(SIP_AUTHENTICATE, vector.authenticate().bytes())
                    .put(SIP_AUTHORIZATION, vector.authorization().bytes())
                    .put(CONFIDENTIALITY_KEY, vector.confidentialityKey().bytes())
                    .put(INTEGRITY_KEY, vector.integrityKey().bytes()));
        }
    }

    // TS 29.229 6.3.36
    private static void write(DigestAuthenticate digest, AvpWriter out) {
        out.put(DIGEST_REALM, digest.realm())
                .putUnlessEmpty(DIGEST_ALGORITHM, digest.algorithm())
                .putUnlessEmpty(DIGEST_QOP, digest.qop())
                .put(DIGEST_HA1, digest.ha1());
        digest.alternate().ifPresent(other -> out.put(ALTERNATE_DIGEST_ALGORITHM, other.algorithm())
                .put(ALTERNATE_DIGEST_HA1, other.ha1()));
    }

    static MultimediaAuthAnswer multimediaAuth(ResultCode result, AvpReader in) {
        Optional<DigestAuthenticate> digest = Optional.empty();
        List<AkaVector> vectors = new ArrayList<>();
        for (AvpReader item : in.groups(SIP_AUTH_DATA_ITEM)) {
            Optional<AvpReader> values = item.optionalGroup(SIP_DIGEST_AUTHENTICATE);
            if (values.isPresent()) {
                digest = values.map(CxAnswers::digest);
            } else if (item.has(SIP_AUTHENTICATE)) {
                vectors.add(vector(item, vectors.size() + 1));
            }
        }
        // TS 29.228 6.3.1: the order of the AVPs says nothing, SIP-Item-Number does
        vectors.sort(Comparator.comparingInt(AkaVector::item));
        return new MultimediaAuthAnswer(result, digest, vectors);
    }

    private static DigestAuthenticate digest(AvpReader values) {
        return new DigestAuthenticate(values.text(DIGEST_REALM),
                values.optionalText(DIGEST_ALGORITHM).orElse(Digest.MD5), // TS 29.229 6.3.38
                values.optionalText(DIGEST_QOP).orElse(""), values.text(DIGEST_HA1),
                values.optionalText(ALTERNATE_DIGEST_ALGORITHM).map(algorithm ->
                        new DigestAuthenticate.Alternate(algorithm, values.text(ALTERNATE_DIGEST_HA1))));
    }

    private static AkaVector vector(AvpReader item, int position) {
        try {
            return new AkaVector(item.optionalInt(SIP_ITEM_NUMBER, Integer.MAX_VALUE).orElse(position),
                    item.octets(SIP_AUTHENTICATE), item.octets(SIP_AUTHORIZATION), item.octets(CONFIDENTIALITY_KEY),
                    item.octets(INTEGRITY_KEY));
        } catch (IllegalArgumentException badLength) {
            throw new DiameterRefusal(Kind.MALFORMED, badLength.getMessage());
        }
    }

    // SAA: [ User-Name ] [ User-Data ] [ Charging-Information ] [ Associated-Identities ] [ Loose-Route-Indication ]
    //      [ Server-Name ] [ Wildcarded-Public-Identity ]
    static void write(ServerAssignmentAnswer answer, AvpWriter out) {
        answer.userName().ifPresent(name -> out.put(USER_NAME, name.value()));
        answer.profile().ifPresent(profile -> out.put(USER_DATA, UserProfileXml.write(profile)));
        answer.charging().ifPresent(charging -> writeCharging(charging, out));
        CxRequests.writeAssociated(answer.associatedIdentities(), out);
        if (answer.looseRoute()) {
            out.put(LOOSE_ROUTE_INDICATION, 1); // LOOSE_ROUTE_REQUIRED
        }
        answer.serverName().ifPresent(name -> out.put(SERVER_NAME, name));
        answer.wildcardedIdentity().ifPresent(wildcard -> out.put(WILDCARDED_PUBLIC_IDENTITY, wildcard));
    }

    static ServerAssignmentAnswer serverAssignment(ResultCode result, AvpReader in) {
        return new ServerAssignmentAnswer(result, profile(in), charging(in), CxRequests.optionalUserName(in),
                CxRequests.associated(in), in.flag(LOOSE_ROUTE_INDICATION),
                in.optionalText(WILDCARDED_PUBLIC_IDENTITY), in.optionalText(SERVER_NAME));
    }

    // RTA: [ Associated-Identities ] *[ Identity-with-Emergency-Registration ]
    static void write(RegistrationTerminationAnswer answer, AvpWriter out) {
        CxRequests.writeAssociated(answer.associatedIdentities(), out);
        answer.emergencyRegistrations().forEach(identity -> out.group(IDENTITY_WITH_EMERGENCY_REGISTRATION,
                pair -> pair.put(USER_NAME, identity.userName().value())
                        .put(PUBLIC_IDENTITY, identity.publicIdentity().uri())));
    }

    static RegistrationTerminationAnswer registrationTermination(ResultCode result, AvpReader in) {
        return new RegistrationTerminationAnswer(result, CxRequests.associated(in),
                in.groups(IDENTITY_WITH_EMERGENCY_REGISTRATION).stream().map(pair -> new IdentityWithEmergencyRegistration(
                        CxRequests.userName(pair), CxRequests.publicIdentity(pair))).toList());
    }

    static Optional<UserProfile> profile(AvpReader in) {
        return in.optionalText(USER_DATA).map(UserProfileXml::parse);
    }

    static void writeCharging(ChargingInformation charging, AvpWriter out) {
        out.group(CHARGING_INFORMATION, names -> names
                .putUnlessEmpty(PRIMARY_EVENT_CHARGING, charging.primaryEvent())
                .putUnlessEmpty(SECONDARY_EVENT_CHARGING, charging.secondaryEvent())
                .putUnlessEmpty(PRIMARY_COLLECTION, charging.primaryCollection())
                .putUnlessEmpty(SECONDARY_COLLECTION, charging.secondaryCollection()));
    }

    static Optional<ChargingInformation> charging(AvpReader in) {
        return in.optionalGroup(CHARGING_INFORMATION).map(names -> new ChargingInformation(
                names.optionalText(PRIMARY_EVENT_CHARGING).orElse(""),
                names.optionalText(SECONDARY_EVENT_CHARGING).orElse(""),
                names.optionalText(PRIMARY_COLLECTION).orElse(""),
                names.optionalText(SECONDARY_COLLECTION).orElse("")));
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
