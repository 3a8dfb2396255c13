package org.calliope.ims.diameter;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.calliope.ims.cx.CxHandler;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.diameter.Dictionary.Command;

/** Cx as an HSS serves it. */
record CxApplication(CxHandler handler) implements Application {

    private static final Set<Command> SERVED = EnumSet.of(Command.USER_AUTHORIZATION, Command.LOCATION_INFO,
            Command.MULTIMEDIA_AUTH, Command.SERVER_ASSIGNMENT);

    @Override
    public long id() {
        return Dictionary.CX_APPLICATION;
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
            case USER_AUTHORIZATION -> {
                UserAuthorizationAnswer answer = handler.authorize(CxRequests.userAuthorization(in), asker);
                yield new Answer(answer.result(), out -> CxAnswers.write(answer, out));
            }
            case LOCATION_INFO -> {
                LocationInfoAnswer answer = handler.locate(CxRequests.locationInfo(in), asker);
                yield new Answer(answer.result(), out -> CxAnswers.write(answer, out));
            }
            case MULTIMEDIA_AUTH -> {
                MultimediaAuthAnswer answer = handler.authenticate(CxRequests.multimediaAuth(in), asker);
                yield new Answer(answer.result(), out -> CxAnswers.write(answer, out));
            }
            case SERVER_ASSIGNMENT -> {
                ServerAssignmentAnswer answer = handler.assign(CxRequests.serverAssignment(in), asker);
                yield new Answer(answer.result(), out -> CxAnswers.write(answer, out));
            }
            default -> throw new DiameterRefusal(ResultCode.COMMAND_UNSUPPORTED, "");
        };
    }
}
