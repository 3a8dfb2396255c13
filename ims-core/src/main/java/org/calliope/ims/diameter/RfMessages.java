package org.calliope.ims.diameter;

import static org.calliope.ims.diameter.Dictionary.Name.ACCOUNTING_RECORD_NUMBER;
import static org.calliope.ims.diameter.Dictionary.Name.ACCOUNTING_RECORD_TYPE;
import static org.calliope.ims.diameter.Dictionary.Name.ACCT_APPLICATION_ID;
import static org.calliope.ims.diameter.Dictionary.Name.ACCT_INTERIM_INTERVAL;
import static org.calliope.ims.diameter.Dictionary.Name.APPLICATION_SERVER;
import static org.calliope.ims.diameter.Dictionary.Name.APPLICATION_SERVER_INFORMATION;
import static org.calliope.ims.diameter.Dictionary.Name.CALLED_PARTY_ADDRESS;
import static org.calliope.ims.diameter.Dictionary.Name.CALLING_PARTY_ADDRESS;
import static org.calliope.ims.diameter.Dictionary.Name.CAUSE_CODE;
import static org.calliope.ims.diameter.Dictionary.Name.DESTINATION_HOST;
import static org.calliope.ims.diameter.Dictionary.Name.DESTINATION_REALM;
import static org.calliope.ims.diameter.Dictionary.Name.ERROR_MESSAGE;
import static org.calliope.ims.diameter.Dictionary.Name.EVENT_TIMESTAMP;
import static org.calliope.ims.diameter.Dictionary.Name.EVENT_TYPE;
import static org.calliope.ims.diameter.Dictionary.Name.EXPERIMENTAL_RESULT;
import static org.calliope.ims.diameter.Dictionary.Name.EXPERIMENTAL_RESULT_CODE;
import static org.calliope.ims.diameter.Dictionary.Name.IMS_CHARGING_IDENTIFIER;
import static org.calliope.ims.diameter.Dictionary.Name.IMS_INFORMATION;
import static org.calliope.ims.diameter.Dictionary.Name.INTER_OPERATOR_IDENTIFIER;
import static org.calliope.ims.diameter.Dictionary.Name.NODE_FUNCTIONALITY;
import static org.calliope.ims.diameter.Dictionary.Name.ORIGINATING_IOI;
import static org.calliope.ims.diameter.Dictionary.Name.RESULT_CODE;
import static org.calliope.ims.diameter.Dictionary.Name.ROLE_OF_NODE;
import static org.calliope.ims.diameter.Dictionary.Name.SDP_MEDIA_COMPONENT;
import static org.calliope.ims.diameter.Dictionary.Name.SDP_MEDIA_DESCRIPTION;
import static org.calliope.ims.diameter.Dictionary.Name.SDP_MEDIA_NAME;
import static org.calliope.ims.diameter.Dictionary.Name.SDP_SESSION_DESCRIPTION;
import static org.calliope.ims.diameter.Dictionary.Name.SDP_TYPE;
import static org.calliope.ims.diameter.Dictionary.Name.SERVICE_CONTEXT_ID;
import static org.calliope.ims.diameter.Dictionary.Name.SERVICE_INFORMATION;
import static org.calliope.ims.diameter.Dictionary.Name.SESSION_ID;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_METHOD;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_REQUEST_TIMESTAMP;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_REQUEST_TIMESTAMP_FRACTION;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_RESPONSE_TIMESTAMP;
import static org.calliope.ims.diameter.Dictionary.Name.SIP_RESPONSE_TIMESTAMP_FRACTION;
import static org.calliope.ims.diameter.Dictionary.Name.SUBSCRIPTION_ID;
import static org.calliope.ims.diameter.Dictionary.Name.SUBSCRIPTION_ID_DATA;
import static org.calliope.ims.diameter.Dictionary.Name.SUBSCRIPTION_ID_TYPE;
import static org.calliope.ims.diameter.Dictionary.Name.TERMINATING_IOI;
import static org.calliope.ims.diameter.Dictionary.Name.TIME_STAMPS;
import static org.calliope.ims.diameter.Dictionary.Name.USER_SESSION_ID;

import java.time.Duration;
import java.time.Instant;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.rf.AccountingAnswer;
import org.calliope.ims.rf.AccountingRequest;
import org.calliope.ims.rf.Media;

/** ACR and ACA, TS 32.299 6.2.2 and 6.2.3. */
final class RfMessages {

    /** TS 32.299 7.1.12: the release that the AVPs are of, and the document that says what they mean for the IMS. */
    private static final String SERVICE_CONTEXT = "15.32260@3gpp.org";
    /** Node-Functionality, TS 32.299 7.2.113. */
    private static final int S_CSCF = 0;
    /** Subscription-Id-Type, RFC 8506 8.47. */
    private static final int END_USER_E164 = 0;
    private static final int END_USER_SIP_URI = 2;
    private static final int END_USER_PRIVATE = 4;
    private static final String TEL = "tel:";
    private static final String GLOBAL = TEL + '+';
    private static final int NANOS_OF_MILLI = 1_000_000;

    private RfMessages() {
    }

    // ACR: < Session-Id > { Origin-Host } { Origin-Realm } { Destination-Realm } { Accounting-Record-Type }
    //      { Accounting-Record-Number } [ Acct-Application-Id ] [ Destination-Host ] [ Acct-Interim-Interval ]
    //      [ Event-Timestamp ] [ Service-Context-Id ] [ Service-Information ]
    static void write(AccountingRequest request, CommonAvps common, String realm, String function, AvpWriter out) {
        out.put(SESSION_ID, request.session());
        common.origin(out);
        out.put(DESTINATION_REALM, realm)
                .put(ACCOUNTING_RECORD_TYPE, request.type().code())
                .put(ACCOUNTING_RECORD_NUMBER, request.number())
                .put(ACCT_APPLICATION_ID, Dictionary.ACCOUNTING_APPLICATION)
                .put(DESTINATION_HOST, function);
        if (!request.interval().isZero()) { // RFC 6733 9.8.2: what this node would have
            out.put(ACCT_INTERIM_INTERVAL, request.interval().toSeconds());
        }
        out.put(EVENT_TIMESTAMP, request.at())
                .put(SERVICE_CONTEXT_ID, SERVICE_CONTEXT)
                .group(SERVICE_INFORMATION, service -> {
                    subscription(request.record().served(), service);
                    service.group(IMS_INFORMATION, ims -> ims(request, ims));
                });
    }

    private static void subscription(String served, AvpWriter out) {
        boolean number = served.startsWith(GLOBAL);
        int type = served.startsWith(TEL) ? END_USER_PRIVATE : END_USER_SIP_URI;
        out.group(SUBSCRIPTION_ID, group -> group.put(SUBSCRIPTION_ID_TYPE, number ? END_USER_E164 : type)
                .put(SUBSCRIPTION_ID_DATA, number ? served.substring(GLOBAL.length()) : served));
    }

    // TS 32.299 7.2.77, in its order
    private static void ims(AccountingRequest request, AvpWriter out) {
        ChargingRecord record = request.record();
        if (!request.method().isEmpty()) {
            out.group(EVENT_TYPE, event -> event.put(SIP_METHOD, request.method()));
        }
        out.put(ROLE_OF_NODE, record.role().ordinal()).put(NODE_FUNCTIONALITY, S_CSCF).put(USER_SESSION_ID, record.callId());
        record.calling().forEach(identity -> out.put(CALLING_PARTY_ADDRESS, identity));
        out.put(CALLED_PARTY_ADDRESS, record.requested());
        times(request, out);
        record.servers().forEach(server -> out.group(APPLICATION_SERVER_INFORMATION, group -> group.put(APPLICATION_SERVER, server)));
        if (!record.origIoi().isEmpty() || !record.termIoi().isEmpty()) {
            out.group(INTER_OPERATOR_IDENTIFIER, group -> group.putUnlessEmpty(ORIGINATING_IOI, record.origIoi())
                    .putUnlessEmpty(TERMINATING_IOI, record.termIoi()));
        }
        out.putUnlessEmpty(IMS_CHARGING_IDENTIFIER, record.icid());
        media(request.media(), out);
        request.cause().ifPresent(cause -> out.putSigned(CAUSE_CODE, cause));
    }

    private static void times(AccountingRequest request, AvpWriter out) {
        if (request.asked().isPresent() || request.answered().isPresent()) {
            out.group(TIME_STAMPS, group -> {
                request.asked().ifPresent(at -> time(SIP_REQUEST_TIMESTAMP, SIP_REQUEST_TIMESTAMP_FRACTION, at, group));
                request.answered().ifPresent(at -> time(SIP_RESPONSE_TIMESTAMP, SIP_RESPONSE_TIMESTAMP_FRACTION, at, group));
            });
        }
    }

    private static void time(Name seconds, Name milliseconds, Instant at, AvpWriter out) {
        out.put(seconds, at).put(milliseconds, at.getNano() / NANOS_OF_MILLI);
    }

    private static void media(Media media, AvpWriter out) {
        media.session().forEach(line -> out.put(SDP_SESSION_DESCRIPTION, line));
        media.components().forEach(component -> out.group(SDP_MEDIA_COMPONENT, group -> {
            group.put(SDP_MEDIA_NAME, component.name());
            component.lines().forEach(line -> group.put(SDP_MEDIA_DESCRIPTION, line));
            group.put(SDP_TYPE, media.kind().ordinal());
        }));
    }

    // ACA: of it what the sender goes by; a function that says less than 6.2.3 has its records all the same
    static AccountingAnswer answer(AvpReader in) {
        long result = in.optionalNumber(RESULT_CODE).or(() -> in.optionalGroup(EXPERIMENTAL_RESULT)
                .map(group -> group.number(EXPERIMENTAL_RESULT_CODE))).orElseThrow(() -> AvpReader.missing(RESULT_CODE));
        return new AccountingAnswer((int) result, in.optionalNumber(ACCT_INTERIM_INTERVAL).map(Duration::ofSeconds),
                in.optionalText(ERROR_MESSAGE).orElse(""));
    }
}
