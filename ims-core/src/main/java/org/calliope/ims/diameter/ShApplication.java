package org.calliope.ims.diameter;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.sh.ProfileUpdateAnswer;
import org.calliope.ims.sh.ShHandler;
import org.calliope.ims.sh.SubscribeNotificationsAnswer;
import org.calliope.ims.sh.UserDataAnswer;

/** Sh as an HSS serves it. */
record ShApplication(ShHandler handler) implements Application {

    private static final Set<Command> SERVED =
            EnumSet.of(Command.USER_DATA, Command.PROFILE_UPDATE, Command.SUBSCRIBE_NOTIFICATIONS);

    @Override
    public long id() {
        return Dictionary.SH_APPLICATION;
    }

    @Override
    public List<SupportedFeatures> features() {
        return handler.features();
    }

    @Override
    public boolean serves(Command command) {
        return SERVED.contains(command);
    }

    @Override
    public Answer answer(Command command, AvpReader in, Asker asker) {
        return switch (command) {
            case USER_DATA -> {
                UserDataAnswer answer = handler.read(ShRequests.userData(in), asker);
                yield new Answer(answer.result(), out -> ShAnswers.write(answer, out));
            }
            case PROFILE_UPDATE -> {
                ProfileUpdateAnswer answer = handler.update(ShRequests.profileUpdate(in), asker);
                yield new Answer(answer.result(), out -> ShAnswers.write(answer, out));
            }
            case SUBSCRIBE_NOTIFICATIONS -> {
                SubscribeNotificationsAnswer answer = handler.subscribe(ShRequests.subscribeNotifications(in), asker);
                yield new Answer(answer.result(), out -> ShAnswers.write(answer, out));
            }
            default -> throw new DiameterRefusal(ResultCode.COMMAND_UNSUPPORTED, "");
        };
    }
}
