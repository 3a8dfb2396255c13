package org.calliope.ims.scscf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.calliope.ims.scscf.ThirdPartyDelivery.Answer;

/** Application servers that answer 200 at once, or do what a test says. */
final class FakeServers implements ThirdPartyDelivery.Sender {

    static final int SILENT = 0;

    final List<ThirdPartyRegister> heard = new ArrayList<>();
    /** Who waits for an answer of a silent server. */
    final List<Consumer<Answer>> unanswered = new ArrayList<>();
    private final Map<String, Answer> answers = new HashMap<>();

    void answering(String server, Answer answer) {
        answers.put(server, answer);
    }

    void silent(String server) {
        answering(server, new Answer(SILENT));
    }

    @Override
    public void send(ThirdPartyRegister register, Consumer<Answer> answered) {
        heard.add(register);
        Answer answer = answers.getOrDefault(register.server().serverName(), new Answer(200));
        if (answer.status() == SILENT) {
            unanswered.add(answered);
        } else {
            answered.accept(answer);
        }
    }

    /** What servers have heard since the last time, as {@code server to expires}. */
    List<String> news() {
        List<String> news = heard.stream().map(register -> register.server().serverName() + ' ' + register.to().uri()
                + ' ' + register.expires()).toList();
        heard.clear();
        return news;
    }
}
