package org.calliope.ims.diameter;

import java.util.concurrent.CompletionStage;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Questions.Question;
import org.calliope.ims.diameter.Questions.Route;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;

/** Asks an HSS as a CSCF does. */
record CxOverDiameter(Questions questions, Route hss) implements CxClient {

    @Override
    public CompletionStage<UserAuthorizationAnswer> authorize(UserAuthorizationRequest request, Join join) {
        return questions.send(hss, new Question<>(Command.USER_AUTHORIZATION, out -> CxRequests.write(request, out),
                CxAnswers::userAuthorization), about(join, request.publicIdentity()));
    }

    @Override
    public CompletionStage<LocationInfoAnswer> locate(LocationInfoRequest request, Join join) {
        return questions.send(hss, new Question<>(Command.LOCATION_INFO, out -> CxRequests.write(request, out),
                CxAnswers::locationInfo), about(join, request.publicIdentity()));
    }

    @Override
    public CompletionStage<MultimediaAuthAnswer> authenticate(MultimediaAuthRequest request, Join join) {
        return questions.send(hss, new Question<>(Command.MULTIMEDIA_AUTH, out -> CxRequests.write(request, out),
                CxAnswers::multimediaAuth), about(join, request.publicIdentity()));
    }

    @Override
    public CompletionStage<ServerAssignmentAnswer> assign(ServerAssignmentRequest request, Join join) {
        return questions.send(hss, new Question<>(Command.SERVER_ASSIGNMENT, out -> CxRequests.write(request, out),
                CxAnswers::serverAssignment), request.publicIdentities().isEmpty() ? join
                : about(join, request.publicIdentities().get(0)));
    }

    private static Join about(Join join, PublicIdentity identity) {
        return join.registration().isEmpty() ? join.withRegistration(identity.uri()) : join;
    }
}
