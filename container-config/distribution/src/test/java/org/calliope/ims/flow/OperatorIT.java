package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.bindings;
import static org.calliope.ims.flow.Flows.eventually;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What an operator does to a registration at the HSS reaches the S-CSCF: by RTR over Cx, and for a new proof of identity
 * on the node that both share.
 *
 * <pre>
 * operator      HSS           S-CSCF
 *   | end        |               |
 *   |-----------&gt;| RTR           |
 *   |            |==============&gt;| contact gone
 *   |            |&lt;==============|
 * </pre>
 */
class OperatorIT {
    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    private static int post(String operation, String body) throws IOException, InterruptedException {
        String owner = "admin:" + Files.readString(IMS.node().data().resolve("admin-password")).strip();
        HttpRequest request = HttpRequest.newBuilder(IMS.console().base().resolve(
                "api/v1/subscriptions/alice@ims.example/" + operation))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(owner.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return answer.statusCode();
    }

    @Test
    @DisplayName("TS 29.228 6.1.3: a registration that an operator ends is over at the S-CSCF, and the phone may come back")
    void termination() throws Exception {
        UserAgent alice = IMS.phone("alice");
        alice.register();

        assertThat(post("termination", "{\"reason\":\"SERVER_CHANGE\",\"info\":\"maintenance\"}")).isEqualTo(202);

        eventually().until(() -> bindings(IMS, "alice").isEmpty());
        eventually().until(() -> post("push", "") == 409);
        alice.register();
        assertThat(bindings(IMS, "alice")).hasSize(1);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.6: a registration that is to be proven anew is shortened, and longer again once it is")
    void reauthentication() throws Exception {
        UserAgent alice = IMS.phone("alice");
        alice.register();

        assertThat(post("reauthentication", "")).isEqualTo(204);

        assertThat(bindings(IMS, "alice")).extracting(Binding::expires).singleElement()
            .satisfies(end -> assertThat(end).isBefore(Instant.now().plusSeconds(61)));
        alice.register();
        assertThat(bindings(IMS, "alice")).extracting(Binding::expires).singleElement()
            .satisfies(end -> assertThat(end).isAfter(Instant.now().plusSeconds(3000)));
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.6: who is not registered cannot be asked to prove who it is")
    void nobodyToAsk() throws Exception {
        assertThat(post("reauthentication", "")).isEqualTo(409);
    }
}
