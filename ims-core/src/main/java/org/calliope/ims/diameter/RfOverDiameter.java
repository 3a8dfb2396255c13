package org.calliope.ims.diameter;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Questions.Route;
import org.calliope.ims.rf.AccountingAnswer;
import org.calliope.ims.rf.AccountingRequest;
import org.calliope.ims.rf.RfClient;
import org.calliope.ims.trace.Join;
import org.jdiameter.client.api.IMessage;

/**
 * Tells charging functions as a charging trigger function does.
 *
 * @param realm of the charging functions
 */
record RfOverDiameter(CommonAvps common, Questions questions, NodeTraffic traffic, String realm) implements RfClient {

    @Override
    public CompletionStage<AccountingAnswer> send(String function, AccountingRequest request, boolean again, Join join) {
        Route route = new Route(function, except -> open(function, except));
        return questions.send(route, new Pending.Sending<>(route.links(), (link, hopByHop, endToEnd) -> {
            IMessage message = questions.request(Command.ACCOUNTING, hopByHop, endToEnd);
            message.setReTransmitted(again);
            RfMessages.write(request, common, realm, link.peer(), new AvpWriter(message.getAvps()));
            return message;
        }, answer -> RfMessages.answer(new AvpReader(answer.getAvps())), join.withDiameterSession(request.session())));
    }

    private Link open(String function, Link except) {
        Link link = traffic.link(function);
        return link == null || link == except || !link.isOpen() ? null : link;
    }

    @Override
    public boolean connected(String function) {
        return open(function, null) != null;
    }

    @Override
    public void onConnected(Consumer<String> listener) {
        traffic.onConnected(listener);
    }
}
