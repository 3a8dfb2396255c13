package org.calliope.ims.diameter;

import static org.calliope.ims.diameter.Dictionary.Name.DATA_REFERENCE;
import static org.calliope.ims.diameter.Dictionary.Name.EXPIRY_TIME;
import static org.calliope.ims.diameter.Dictionary.Name.REPOSITORY_DATA_ID;
import static org.calliope.ims.diameter.Dictionary.Name.SEQUENCE_NUMBER;
import static org.calliope.ims.diameter.Dictionary.Name.SERVICE_INDICATION;
import static org.calliope.ims.diameter.Dictionary.Name.SH_USER_DATA;
import static org.calliope.ims.diameter.Dictionary.Name.WILDCARDED_PUBLIC_IDENTITY;

import java.util.Optional;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.sh.DataReference;
import org.calliope.ims.sh.ProfileUpdateAnswer;
import org.calliope.ims.sh.ProfileUpdateAnswer.Failed;
import org.calliope.ims.sh.SubscribeNotificationsAnswer;
import org.calliope.ims.sh.UserDataAnswer;

/** The Sh part of the answers, TS 29.329 6.1; what is in every answer, the result with it, is not here. */
final class ShAnswers {

    private static final int HIGHEST_SEQUENCE_NUMBER = 65_535; // TS 29.328 6.1.2.1

    private ShAnswers() {
    }

    // UDA: [ Wildcarded-Public-Identity ] [ User-Data ]
    static void write(UserDataAnswer answer, AvpWriter out) {
        write(answer.wildcardedIdentity(), answer.userData(), out);
    }

    static UserDataAnswer userData(ResultCode result, AvpReader in) {
        return new UserDataAnswer(result, in.optionalText(WILDCARDED_PUBLIC_IDENTITY), in.optionalText(SH_USER_DATA));
    }

    // PUA: [ Wildcarded-Public-Identity ] [ Repository-Data-ID ] [ Data-Reference ]
    static void write(ProfileUpdateAnswer answer, AvpWriter out) {
        write(answer.wildcardedIdentity(), Optional.empty(), out);
        answer.failed().ifPresent(failed -> {
            if (failed.reference() == DataReference.REPOSITORY_DATA) {
                out.group(REPOSITORY_DATA_ID, id -> id.put(SERVICE_INDICATION, failed.serviceIndication())
                        .put(SEQUENCE_NUMBER, failed.sequenceNumber()));
            }
            out.put(DATA_REFERENCE, failed.reference().code());
        });
    }

    static ProfileUpdateAnswer profileUpdate(ResultCode result, AvpReader in) {
        return new ProfileUpdateAnswer(result, in.optionalText(WILDCARDED_PUBLIC_IDENTITY),
                in.optionalNumber(DATA_REFERENCE).flatMap(DataReference::of).map(reference -> failed(reference, in)));
    }

    private static Failed failed(DataReference reference, AvpReader in) {
        return in.optionalGroup(REPOSITORY_DATA_ID).map(id -> new Failed(reference, id.text(SERVICE_INDICATION),
                        id.optionalInt(SEQUENCE_NUMBER, HIGHEST_SEQUENCE_NUMBER).orElse(0)))
                .orElseGet(() -> new Failed(reference, "", 0));
    }

    // SNA: [ Wildcarded-Public-Identity ] [ User-Data ] [ Expiry-Time ]
    static void write(SubscribeNotificationsAnswer answer, AvpWriter out) {
        write(answer.wildcardedIdentity(), answer.userData(), out);
        answer.expiry().ifPresent(time -> out.put(EXPIRY_TIME, AvpReader.wire(time)));
    }

    static SubscribeNotificationsAnswer subscribeNotifications(ResultCode result, AvpReader in) {
        return new SubscribeNotificationsAnswer(result, in.optionalText(WILDCARDED_PUBLIC_IDENTITY),
                in.optionalText(SH_USER_DATA), in.optionalTime(EXPIRY_TIME));
    }

    private static void write(Optional<String> wildcard, Optional<String> userData, AvpWriter out) {
        wildcard.ifPresent(identity -> out.put(WILDCARDED_PUBLIC_IDENTITY, identity));
        userData.ifPresent(document -> out.put(SH_USER_DATA, document));
    }
}
