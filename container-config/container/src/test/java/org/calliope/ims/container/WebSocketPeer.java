package org.calliope.ims.container;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A WebSocket that speaks SIP in texts, as a browser's (RFC 7118): it is reached over this connection only. */
final class WebSocketPeer implements WebSocket.Listener, AutoCloseable {

    private static final int PATIENCE_SECONDS = 5;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private final String transport;

    private WebSocketPeer(URI uri, HttpClient client) {
        transport = uri.getScheme().toUpperCase(java.util.Locale.ROOT);
        socket = client.newWebSocketBuilder().subprotocols("sip").buildAsync(uri, this).join();
    }

    static WebSocketPeer ws(String host, int port) {
        return new WebSocketPeer(URI.create("ws://" + host + ':' + port + "/"), HttpClient.newHttpClient());
    }

    static WebSocketPeer wss(String host, int port, SSLContext context) {
        return new WebSocketPeer(URI.create("wss://" + host + ':' + port + "/"), HttpClient.newBuilder().sslContext(context).build());
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    WebSocket socket() {
        return socket;
    }

    String request(String method, String uri, String branch, String... headers) {
        return SipTexts.request(method, uri, transport, "df7jal23ls0d.invalid:5060", branch, headers)
            .replace("invalid:5060;branch", "invalid;branch").replace("invalid:5060;transport", "invalid;transport");
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    String receive() throws InterruptedException {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
        }
        return message;
    }

    CompletableFuture<Integer> closed() {
        return closed;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, java.nio.ByteBuffer message) {
        messages.add("pong " + java.nio.charset.StandardCharsets.UTF_8.decode(message));
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(-1);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
