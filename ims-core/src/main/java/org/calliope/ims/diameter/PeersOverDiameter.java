package org.calliope.ims.diameter;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.calliope.ims.cx.PushProfileAnswer;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Questions.Question;
import org.calliope.ims.diameter.Questions.Route;
import org.calliope.ims.sh.PushNotificationAnswer;
import org.calliope.ims.sh.PushNotificationRequest;
import org.calliope.ims.trace.Join;

/** Tells the peers of an HSS, each by the connection that it opened. */
record PeersOverDiameter(Questions questions, NodeTraffic traffic) implements HssPeers {

    @Override
    public CompletionStage<RegistrationTerminationAnswer> terminate(String destinationHost,
                                                                    RegistrationTerminationRequest request,
                                                                    Join join) {
        return questions.send(route(destinationHost), new Question<>(Command.REGISTRATION_TERMINATION,
                out -> CxRequests.write(request, out), CxAnswers::registrationTermination), join);
    }

    @Override
    public CompletionStage<PushProfileAnswer> push(String destinationHost, PushProfileRequest request, Join join) {
        return questions.send(route(destinationHost), new Question<>(Command.PUSH_PROFILE,
                out -> CxRequests.write(request, out), (result, in) -> new PushProfileAnswer(result)), join);
    }

    @Override
    public CompletionStage<PushNotificationAnswer> notify(String destinationHost, PushNotificationRequest request,
                                                          Join join) {
        return questions.send(route(destinationHost), new Question<>(Command.PUSH_NOTIFICATION,
                out -> ShRequests.write(request, out), (result, in) -> new PushNotificationAnswer(result)), join);
    }

    private Route route(String host) {
        return new Route(host, except -> {
            Link link = traffic.link(host);
            return link == except || link == null || !link.isOpen() ? null : link;
        });
    }

    @Override
    public boolean connected(String destinationHost) {
        Link link = traffic.link(destinationHost);
        return link != null && link.isOpen();
    }

    @Override
    public void onConnected(Consumer<String> listener) {
        traffic.onConnected(listener);
    }
}
