package org.calliope.ims.rf;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.trace.Join;

/** Charging functions that a test answers for. Any thread. */
final class FakeClient implements RfClient {

    /** A request that was sent. */
    record Sent(String function, AccountingRequest request, boolean again, CompletableFuture<AccountingAnswer> answer) {

        void accept() {
            result(2001);
        }

        void result(int code) {
            answer.complete(new AccountingAnswer(code, Optional.empty(), ""));
        }

        void acceptWith(Duration interim) {
            answer.complete(new AccountingAnswer(2001, Optional.of(interim), ""));
        }

        void fail(DiameterRefusal.Kind kind) {
            answer.completeExceptionally(new DiameterRefusal(kind, "as the test wants it"));
        }
    }

    private static final Duration POLL = Duration.ofMillis(5);

    private final Set<String> there = ConcurrentHashMap.newKeySet();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    FakeClient(String... connected) {
        there.addAll(List.of(connected));
    }

    void comes(String function) {
        there.add(function);
        listeners.forEach(listener -> listener.accept(function));
    }

    /** Its connection is lost, and with it what waits for an answer. */
    void goes(String function) {
        there.remove(function);
        sent.stream().filter(one -> one.function().equals(function)).forEach(one -> one.fail(DiameterRefusal.Kind.UNREACHABLE));
    }

    @Override
    public CompletionStage<AccountingAnswer> send(String function, AccountingRequest request, boolean again, Join join) {
        Sent one = new Sent(function, request, again, new CompletableFuture<>());
        sent.add(one);
        return one.answer();
    }

    @Override
    public boolean connected(String function) {
        return there.contains(function);
    }

    @Override
    public void onConnected(Consumer<String> listener) {
        listeners.add(listener);
        there.forEach(listener);
    }

    List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** The request with this place among all that were sent, when it is. */
    Sent await(int place) {
        Awaitility.await().pollInterval(POLL).until(() -> sent.size() > place);
        return sent.get(place);
    }
}
