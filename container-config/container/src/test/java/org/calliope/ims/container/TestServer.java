package org.calliope.ims.container;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** A server in a folder of its own, on free ports, and an HTTP client for it. */
final class TestServer implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final Path home;
    final int sipPort;
    final Server server;

    private TestServer(Path home, int sipPort, Server server) {
        this.home = home;
        this.sipPort = sipPort;
        this.server = server;
    }

    /** @param settings further lines of server.properties */
    static TestServer start(Path home, String... settings) throws IOException {
        int port = FreePorts.draw();
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\nsip-listen = udp:127.0.0.1:" + port
            + ", tcp:127.0.0.1:" + port + "\noverload-delay = 0ms\n" + String.join("\n", settings) + '\n');
        return new TestServer(home, port, Server.start(home));
    }

    Path deploy(String file) {
        return home.resolve("deploy").resolve(file);
    }

    /** The application's line in the list; fails when there is none. */
    Application application(String name) {
        return server.deployer().applications().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    }

    boolean knows(String name) {
        return server.deployer().applications().stream().anyMatch(a -> a.name().equals(name));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path));
    }

    /** With the administrator's name and the password that the server has made. */
    HttpRequest.Builder admin(String path) throws IOException {
        return request(path).header("Authorization",
            basic("admin:" + Files.readString(home.resolve("data/admin-password")).strip()));
    }

    static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes());
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    Peer peer() throws IOException {
        return new Peer(sipPort);
    }

    @Override
    public void close() {
        server.close();
    }
}
