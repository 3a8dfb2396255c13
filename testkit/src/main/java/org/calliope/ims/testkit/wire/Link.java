package org.calliope.ims.testkit.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection of a user agent. */
interface Link extends Closeable {

    void send(byte[] bytes) throws IOException;

    boolean isOpen();

    /** TCP and TLS. */
    record OverSocket(Socket socket) implements Link {

        static final int CONNECT_MILLIS = 5_000;

        static OverSocket connect(Transport transport, InetAddress from, InetSocketAddress to, Supplier<SSLContext> context)
                throws IOException {
            Socket socket = new Socket();
            try {
                socket.bind(new InetSocketAddress(from, 0));
                socket.connect(to, CONNECT_MILLIS);
                if (transport == Transport.TLS) {
                    SSLSocket tls = (SSLSocket) context.get().getSocketFactory()
                            .createSocket(socket, to.getHostString(), to.getPort(), true);
                    tls.setSoTimeout(CONNECT_MILLIS);
                    tls.startHandshake();
                    tls.setSoTimeout(0);
                    return new OverSocket(tls);
                }
                return new OverSocket(socket);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        /** Reads until the connection ends. */
        void read(Consumer<byte[]> receiver) throws IOException {
            StreamFramer framer = new StreamFramer();
            byte[] chunk = new byte[16_384];
            try (socket; InputStream in = socket.getInputStream()) {
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    framer.accept(chunk, read).forEach(receiver);
                }
            }
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            synchronized (socket) {
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
            }
        }

        @Override
        public boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** WebSocket as a browser speaks it (RFC 7118). */
    final class OverWebSocket implements Link, WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();
        private final Consumer<byte[]> receiver;
        private final WebSocket socket;

        OverWebSocket(Transport transport, InetSocketAddress to, SSLContext context, Consumer<byte[]> receiver) throws IOException {
            this.receiver = receiver;
            URI uri = URI.create(transport.parameter() + "://" + to.getHostString() + ':' + to.getPort() + "/");
            try {
                socket = HttpClient.newBuilder().sslContext(context).build().newWebSocketBuilder()
                        .connectTimeout(Duration.ofMillis(OverSocket.CONNECT_MILLIS)).subprotocols("sip").buildAsync(uri, this).join();
            } catch (CompletionException e) {
                throw new IOException(e.getCause().getMessage(), e);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String message = partial.toString();
                partial.setLength(0);
                receiver.accept(message.getBytes(StandardCharsets.UTF_8));
            }
            from.request(1);
            return null;
        }

        @Override
        public synchronized void send(byte[] bytes) throws IOException {
            try {
                socket.sendText(new String(bytes, StandardCharsets.UTF_8), true).join();
            } catch (CompletionException e) {
                throw new IOException(e.getCause().getMessage(), e);
            }
        }

        @Override
        public boolean isOpen() {
            return !socket.isInputClosed() && !socket.isOutputClosed();
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}
