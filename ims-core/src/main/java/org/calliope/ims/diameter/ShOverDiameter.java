package org.calliope.ims.diameter;

import java.util.concurrent.CompletionStage;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Questions.Question;
import org.calliope.ims.diameter.Questions.Route;
import org.calliope.ims.sh.ProfileUpdateAnswer;
import org.calliope.ims.sh.ProfileUpdateRequest;
import org.calliope.ims.sh.ShClient;
import org.calliope.ims.sh.SubscribeNotificationsAnswer;
import org.calliope.ims.sh.SubscribeNotificationsRequest;
import org.calliope.ims.sh.UserDataAnswer;
import org.calliope.ims.sh.UserDataRequest;
import org.calliope.ims.trace.Join;

/** Asks an HSS as an application server does. */
record ShOverDiameter(Questions questions, Route hss) implements ShClient {

    @Override
    public CompletionStage<UserDataAnswer> read(UserDataRequest request, Join join) {
        return questions.send(hss, new Question<>(Command.USER_DATA, out -> ShRequests.write(request, out),
                ShAnswers::userData), join);
    }

    @Override
    public CompletionStage<ProfileUpdateAnswer> update(ProfileUpdateRequest request, Join join) {
        return questions.send(hss, new Question<>(Command.PROFILE_UPDATE, out -> ShRequests.write(request, out),
                ShAnswers::profileUpdate), join);
    }

    @Override
    public CompletionStage<SubscribeNotificationsAnswer> subscribe(SubscribeNotificationsRequest request, Join join) {
        return questions.send(hss, new Question<>(Command.SUBSCRIBE_NOTIFICATIONS,
                out -> ShRequests.write(request, out), ShAnswers::subscribeNotifications), join);
    }
}
