package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import org.calliope.ims.node.AdminPassword;
import org.junit.jupiter.api.Test;

/** Who may see the console, and how the administrator is known. */
class GuardTest extends WebFixture {

    @Test
    void theConsoleAnswersToAddressesLocalhostAndConfiguredNamesOnly() throws Exception {
        assertThat(statusFor("127.0.0.1")).contains(" 200");
        assertThat(statusFor("localhost:8080")).contains(" 200");
        assertThat(statusFor("[::1]:8080")).contains(" 200");
        assertThat(statusFor("console.example")).contains(" 200");
        assertThat(statusFor("CONSOLE.example:8080")).contains(" 200");
        // DNS rebinding: the attacker's name, pointed at this machine
        assertThat(statusFor("attacker.example")).contains(" 403");
        assertThat(statusFor("127.0.0.1.attacker.example")).contains(" 403");
    }

    private String statusFor(String host) throws Exception {
        URI uri = URI.create(url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort());
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(),
                        StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write(("GET /api/status HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return in.readLine();
        }
    }

    @Test
    void whoGuessesIsNotListenedToForAWhile() throws Exception {
        for (int i = 0; i < AdminPassword.MAX_WRONG; i++) {
            assertThat(node.admin().check(basic("admin", "guess" + i), "127.0.0.1")).isEqualTo(AdminPassword.Proof.WRONG);
        }
        HttpResponse<String> refused = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create(url() + "/api/v1/subscriptions/nobody")).header("Authorization", basic())
                .DELETE().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("60");
    }
}
