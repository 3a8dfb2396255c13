package org.calliope.ims.diameter;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.CxPushHandler;
import org.calliope.ims.cx.PushProfileAnswer;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.sh.PushNotificationAnswer;
import org.calliope.ims.sh.ShPushHandler;

/**
 * What a client of the HSS answers when the HSS begins. A command without a handler is not supported: an I-CSCF has
 * no use for any, so it says what RFC 6733 7.1.3 has for that.
 *
 * @param id Cx, Sh or Rf
 */
record PushApplication(long id, Optional<CxPushHandler> cx, Optional<ShPushHandler> sh,
                       List<SupportedFeatures> features) implements Application {

    @Override
    public boolean serves(Command command) {
        return switch (command) {
            case REGISTRATION_TERMINATION, PUSH_PROFILE -> cx.isPresent();
            case PUSH_NOTIFICATION -> sh.isPresent();
            default -> false;
        };
    }

    @Override
    public Answer answer(Command command, AvpReader in, Asker asker) {
        return switch (command) {
            case REGISTRATION_TERMINATION -> {
                RegistrationTerminationAnswer answer =
                        cx.orElseThrow().terminate(CxRequests.registrationTermination(in), asker);
                yield new Answer(answer.result(), out -> CxAnswers.write(answer, out));
            }
            case PUSH_PROFILE -> {
                PushProfileAnswer answer = cx.orElseThrow().push(CxRequests.pushProfile(in), asker);
                yield new Answer(answer.result(), out -> { });
            }
            case PUSH_NOTIFICATION -> {
                PushNotificationAnswer answer = sh.orElseThrow().notified(ShRequests.pushNotification(in), asker);
                yield new Answer(answer.result(), out -> { });
            }
            default -> throw new DiameterRefusal(ResultCode.COMMAND_UNSUPPORTED, "");
        };
    }
}
