package org.calliope.ims.diameter;

import static org.calliope.ims.diameter.Dictionary.Name.AUTH_APPLICATION_ID;
import static org.calliope.ims.diameter.Dictionary.Name.AUTH_SESSION_STATE;
import static org.calliope.ims.diameter.Dictionary.Name.DESTINATION_HOST;
import static org.calliope.ims.diameter.Dictionary.Name.DESTINATION_REALM;
import static org.calliope.ims.diameter.Dictionary.Name.EXPERIMENTAL_RESULT;
import static org.calliope.ims.diameter.Dictionary.Name.EXPERIMENTAL_RESULT_CODE;
import static org.calliope.ims.diameter.Dictionary.Name.FEATURE_LIST;
import static org.calliope.ims.diameter.Dictionary.Name.FEATURE_LIST_ID;
import static org.calliope.ims.diameter.Dictionary.Name.ORIGIN_HOST;
import static org.calliope.ims.diameter.Dictionary.Name.ORIGIN_REALM;
import static org.calliope.ims.diameter.Dictionary.Name.RESULT_CODE;
import static org.calliope.ims.diameter.Dictionary.Name.SESSION_ID;
import static org.calliope.ims.diameter.Dictionary.Name.SUPPORTED_FEATURES;
import static org.calliope.ims.diameter.Dictionary.Name.VENDOR_ID;
import static org.calliope.ims.diameter.Dictionary.Name.VENDOR_SPECIFIC_APPLICATION_ID;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.ResultCode;

/** The AVPs that stand in every Cx or Sh request or answer, TS 29.229 6.1 and TS 29.329 6.1, for the node with this name. */
record CommonAvps(String originHost, String realm) {

    private static final long RESULT_CLASS = 1000;
    private static final long SUCCESS = 2;

    void request(AvpWriter out, long application, String session, String destinationHost) {
        out.put(SESSION_ID, session);
        application(out, application);
        out.put(AUTH_SESSION_STATE, Dictionary.NO_STATE_MAINTAINED);
        origin(out);
        out.put(DESTINATION_REALM, realm).put(DESTINATION_HOST, destinationHost);
    }

    static void application(AvpWriter out, long application) {
        out.group(VENDOR_SPECIFIC_APPLICATION_ID, group -> group
                .put(VENDOR_ID, Dictionary.VENDOR_3GPP).put(AUTH_APPLICATION_ID, application));
    }

    void origin(AvpWriter out) {
        out.put(ORIGIN_HOST, originHost).put(ORIGIN_REALM, realm);
    }

    static void features(AvpWriter out, List<SupportedFeatures> features) {
        for (SupportedFeatures list : features) {
            out.group(SUPPORTED_FEATURES, group -> group.put(VENDOR_ID, list.vendor())
                    .put(FEATURE_LIST_ID, list.list()).put(FEATURE_LIST, list.bits()));
        }
    }

    static List<SupportedFeatures> features(AvpReader in) {
        if (!in.has(SUPPORTED_FEATURES)) {
            return List.of();
        }
        List<SupportedFeatures> features = new ArrayList<>();
        for (AvpReader group : in.groups(SUPPORTED_FEATURES)) {
            features.add(new SupportedFeatures(group.number(VENDOR_ID), group.number(FEATURE_LIST_ID),
                    group.number(FEATURE_LIST)));
        }
        return features;
    }

    void result(AvpWriter out, ResultCode result) {
        if (result.experimental()) {
            out.group(EXPERIMENTAL_RESULT, group -> group
                    .put(VENDOR_ID, Dictionary.VENDOR_3GPP).put(EXPERIMENTAL_RESULT_CODE, result.code()));
        } else {
            out.put(RESULT_CODE, result.code());
        }
    }

    /** Checks what every answer must have and returns its result. */
    static ResultCode answer(AvpReader in, String session) {
        in.text(ORIGIN_HOST);
        in.text(ORIGIN_REALM);
        if (!in.text(SESSION_ID).equals(session)) {
            throw AvpReader.invalid(SESSION_ID);
        }
        ResultCode result = result(in).orElseThrow(() -> AvpReader.missing(RESULT_CODE));
        if (result.success()) { // an error of the base protocol may lack these, RFC 6733 7.2
            in.number(AUTH_SESSION_STATE);
            in.group(VENDOR_SPECIFIC_APPLICATION_ID);
        }
        return result;
    }

    /** @return the result; a code that is not in the tables counts as its class does, RFC 6733 7.1 */
    static Optional<ResultCode> result(AvpReader in) {
        Optional<Long> base = in.optionalNumber(RESULT_CODE);
        if (base.isPresent()) {
            return base.map(code -> known(code, false));
        }
        return in.optionalGroup(EXPERIMENTAL_RESULT).map(group -> known(group.number(EXPERIMENTAL_RESULT_CODE), true));
    }

    private static ResultCode known(long code, boolean experimental) {
        return ResultCode.of((int) code, experimental)
                .orElse(code / RESULT_CLASS == SUCCESS ? ResultCode.SUCCESS : ResultCode.UNABLE_TO_COMPLY);
    }
}
