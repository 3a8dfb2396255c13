package org.calliope.ims.container.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;

/**
 * Asks the DNS servers over UDP, and over TCP what does not fit. The first is asked first; who is silent for a while is
 * not waited for: the next one is asked too, and the first to answer is believed. Any thread; none is ever held up.
 */
final class DnsServers implements Function<Question, CompletableFuture<Answer>>, AutoCloseable {

    /** Times that a question is sent at the most, to the servers by turns. */
    private static final int TRIES = 4;
    /** RFC 2308 7.1, RFC 9520 3.2: a failure is remembered for a while. */
    static final Duration FAILURE_TTL = Duration.ofSeconds(5);

    private final List<SimpleResolver> servers;
    private final Duration timeout;

    /** @param addresses empty: those of this machine's configuration */
    DnsServers(List<InetSocketAddress> addresses, Duration timeout) {
        this.timeout = timeout;
        this.servers = (addresses.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : addresses).stream()
            .map(address -> {
                SimpleResolver server = new SimpleResolver(address);
                server.setTimeout(timeout);
                return server;
            }).toList();
    }

    /** @return how DNS answered, never an exception */
    @Override
    public CompletableFuture<Answer> apply(Question question) {
        Message query;
        try {
            query = Message.newQuery(Record.newRecord(Name.fromString(question.name() + '.'),
                AnswerReader.type(question.kind()), DClass.IN));
        } catch (TextParseException e) {
            return CompletableFuture.completedFuture(Answer.of(List.of(), FAILURE_TTL)); // no such name can exist
        }
        CompletableFuture<Message> first = new CompletableFuture<>();
        send(query, 0, first);
        return first.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).handle((response, thrown) -> thrown == null
            ? AnswerReader.read(question, response)
            : Answer.failed("DNS does not answer for " + question.name(), FAILURE_TTL));
    }

    private void send(Message query, int turn, CompletableFuture<Message> first) {
        if (first.isDone() || turn == TRIES || servers.isEmpty()) {
            return;
        }
        servers.get(turn % servers.size()).sendAsync(query, Runnable::run).thenAccept(response -> {
            if (AnswerReader.says(response)) {
                first.complete(response);
            }
        });
        CompletableFuture.delayedExecutor(timeout.toMillis() / TRIES, TimeUnit.MILLISECONDS, Runnable::run)
            .execute(() -> send(query, turn + 1, first));
    }

    /** Ends the library's thread. */
    @Override
    public void close() {
        NioClient.close();
    }
}
