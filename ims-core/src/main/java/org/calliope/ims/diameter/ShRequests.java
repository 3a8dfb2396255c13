package org.calliope.ims.diameter;

import static org.calliope.ims.diameter.Dictionary.Name.CURRENT_LOCATION;
import static org.calliope.ims.diameter.Dictionary.Name.DATA_REFERENCE;
import static org.calliope.ims.diameter.Dictionary.Name.DSAI_TAG;
import static org.calliope.ims.diameter.Dictionary.Name.EXPIRY_TIME;
import static org.calliope.ims.diameter.Dictionary.Name.IDENTITY_SET;
import static org.calliope.ims.diameter.Dictionary.Name.MSISDN;
import static org.calliope.ims.diameter.Dictionary.Name.ONE_TIME_NOTIFICATION;
import static org.calliope.ims.diameter.Dictionary.Name.PUBLIC_IDENTITY;
import static org.calliope.ims.diameter.Dictionary.Name.REQUESTED_DOMAIN;
import static org.calliope.ims.diameter.Dictionary.Name.SEND_DATA_INDICATION;
import static org.calliope.ims.diameter.Dictionary.Name.SERVER_NAME;
import static org.calliope.ims.diameter.Dictionary.Name.SERVICE_INDICATION;
import static org.calliope.ims.diameter.Dictionary.Name.SH_USER_DATA;
import static org.calliope.ims.diameter.Dictionary.Name.SUBS_REQ_TYPE;
import static org.calliope.ims.diameter.Dictionary.Name.USER_IDENTITY;
import static org.calliope.ims.diameter.Dictionary.Name.USER_NAME;
import static org.calliope.ims.diameter.Dictionary.Name.WILDCARDED_IMPU;
import static org.calliope.ims.diameter.Dictionary.Name.WILDCARDED_PUBLIC_IDENTITY;

import java.util.ArrayList;
import java.util.List;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.DataSelection;
import org.calliope.ims.sh.IdentitySet;
import org.calliope.ims.sh.ProfileUpdateRequest;
import org.calliope.ims.sh.PushNotificationRequest;
import org.calliope.ims.sh.RequestedDomain;
import org.calliope.ims.sh.Subject;
import org.calliope.ims.sh.SubscribeNotificationsRequest;
import org.calliope.ims.sh.SubscriptionType;
import org.calliope.ims.sh.UserDataRequest;
import org.calliope.ims.sh.UserIdentity;

/** The Sh part of the requests, TS 29.329 6.1; what is in every request is not here. */
final class ShRequests {

    private static final int MOST_SELECTED = 64; // of each kind; no application server has use for more

    private ShRequests() {
    }

    // UDR: { User-Identity } [ Wildcarded-Public-Identity ] [ Server-Name ] *[ Service-Indication ] *{ Data-Reference }
    //      *[ Identity-Set ] [ Requested-Domain ] [ Current-Location ] *[ DSAI-Tag ] [ Session-Priority ] [ User-Name ]
    static void write(UserDataRequest request, AvpWriter out) {
        write(request.subject(), out);
        write(request.selection(), out);
        request.requestedDomain().ifPresent(domain -> out.put(REQUESTED_DOMAIN, domain.ordinal()));
        if (request.activeLocation()) {
            out.put(CURRENT_LOCATION, 1); // INITIATE_ACTIVE_LOCATION_RETRIEVAL
        }
    }

    static UserDataRequest userData(AvpReader in) {
        return new UserDataRequest(subject(in), selection(in),
                in.optionalConstant(REQUESTED_DOMAIN, RequestedDomain.class), in.flag(CURRENT_LOCATION));
    }

    // PUR: { User-Identity } [ Wildcarded-Public-Identity ] *{ Data-Reference } { User-Data } [ User-Name ]
    //      [ Session-Priority ]
    static void write(ProfileUpdateRequest request, AvpWriter out) {
        write(request.subject(), out);
        request.references().forEach(reference -> out.put(DATA_REFERENCE, reference.code()));
        out.put(SH_USER_DATA, request.userData());
    }

    static ProfileUpdateRequest profileUpdate(AvpReader in) {
        return new ProfileUpdateRequest(subject(in), references(in), in.text(SH_USER_DATA));
    }

    // SNR: { User-Identity } [ Wildcarded-Public-Identity ] *[ Service-Indication ] [ Send-Data-Indication ]
    //      [ Server-Name ] { Subs-Req-Type } *{ Data-Reference } *[ Identity-Set ] [ Expiry-Time ] *[ DSAI-Tag ]
    //      [ One-Time-Notification ] [ User-Name ] [ Session-Priority ]
    static void write(SubscribeNotificationsRequest request, AvpWriter out) {
        write(request.subject(), out);
        write(request.selection(), out);
        out.put(SUBS_REQ_TYPE, request.type().ordinal());
        if (request.sendData()) {
            out.put(SEND_DATA_INDICATION, 1); // USER_DATA_REQUESTED
        }
        request.expiry().ifPresent(time -> out.put(EXPIRY_TIME, AvpReader.wire(time)));
        if (request.oneTime()) {
            out.put(ONE_TIME_NOTIFICATION, 0); // ONE_TIME_NOTIFICATION_REQUESTED, the only value
        }
    }

    static SubscribeNotificationsRequest subscribeNotifications(AvpReader in) {
        return new SubscribeNotificationsRequest(subject(in), selection(in),
                in.constant(SUBS_REQ_TYPE, SubscriptionType.class), in.flag(SEND_DATA_INDICATION),
                in.optionalTime(EXPIRY_TIME), in.has(ONE_TIME_NOTIFICATION));
    }

    // PNR: { User-Identity } [ Wildcarded-Public-Identity ] [ User-Name ] { User-Data }
    static void write(PushNotificationRequest request, AvpWriter out) {
        write(request.subject(), out);
        out.put(SH_USER_DATA, request.userData());
    }

    static PushNotificationRequest pushNotification(AvpReader in) {
        return new PushNotificationRequest(subject(in), in.text(SH_USER_DATA));
    }

    private static void write(Subject subject, AvpWriter out) {
        out.group(USER_IDENTITY, group -> {
            subject.identity().publicIdentity().ifPresent(identity -> group.put(PUBLIC_IDENTITY, identity.uri()));
            subject.identity().msisdn().ifPresent(number -> group.put(MSISDN, Tbcd.encode(number)));
        });
        subject.wildcardedIdentity().ifPresent(wildcard -> out.put(WILDCARDED_PUBLIC_IDENTITY, wildcard));
        subject.userName().ifPresent(name -> out.put(USER_NAME, name.value()));
        CxRequests.writePriority(subject.sessionPriority(), out);
    }

    private static Subject subject(AvpReader in) {
        return new Subject(identity(in.group(USER_IDENTITY)),
                // TS 29.329 6.3.25 and 6.3.26: the one for services, the other for users
                in.optionalText(WILDCARDED_PUBLIC_IDENTITY).or(() -> in.optionalText(WILDCARDED_IMPU)),
                CxRequests.optionalUserName(in), CxRequests.priority(in));
    }

    private static UserIdentity identity(AvpReader group) {
        if (!group.has(MSISDN)) {
            return UserIdentity.of(group.parsed(PUBLIC_IDENTITY, PublicIdentity::new));
        }
        if (group.has(PUBLIC_IDENTITY)) { // TS 29.329 6.3.1: one of them
            throw new DiameterRefusal(ResultCode.CONTRADICTING_AVPS, USER_IDENTITY.spelling());
        }
        try {
            return UserIdentity.ofMsisdn(Tbcd.decode(group.octets(MSISDN)));
        } catch (IllegalArgumentException bad) {
            throw AvpReader.invalid(MSISDN);
        }
    }

    private static void write(DataSelection selection, AvpWriter out) {
        selection.references().forEach(reference -> out.put(DATA_REFERENCE, reference.code()));
        selection.serviceIndications().forEach(service -> out.put(SERVICE_INDICATION, service));
        selection.identitySets().forEach(set -> out.put(IDENTITY_SET, set.ordinal()));
        selection.serverName().ifPresent(name -> out.put(SERVER_NAME, name));
        selection.dsaiTags().forEach(tag -> out.put(DSAI_TAG, tag));
    }

    private static DataSelection selection(AvpReader in) {
        List<IdentitySet> sets = new ArrayList<>();
        for (long set : bounded(IDENTITY_SET, in.numbers(IDENTITY_SET))) {
            sets.add(in.constant(IDENTITY_SET, IdentitySet.class, set));
        }
        return new DataSelection(references(in), bounded(SERVICE_INDICATION, in.texts(SERVICE_INDICATION)), sets,
                in.optionalText(SERVER_NAME), bounded(DSAI_TAG, in.texts(DSAI_TAG)));
    }

    private static List<DataReference> references(AvpReader in) {
        List<DataReference> references = new ArrayList<>();
        for (long code : bounded(DATA_REFERENCE, in.numbers(DATA_REFERENCE))) {
            // TS 29.329 6.2.2.1: the data that is requested is not recognized
            references.add(DataReference.of(code).orElseThrow(() ->
                    new DiameterRefusal(ResultCode.ERROR_USER_DATA_NOT_RECOGNIZED, DATA_REFERENCE.spelling())));
        }
        if (references.isEmpty()) {
            throw AvpReader.missing(DATA_REFERENCE);
        }
        return references;
    }

    private static <T> List<T> bounded(Dictionary.Name name, List<T> values) {
        if (values.size() > MOST_SELECTED) {
            throw new DiameterRefusal(ResultCode.AVP_OCCURS_TOO_MANY_TIMES, name.spelling());
        }
        return values;
    }
}
