package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 17.1 and Servlet 4.0 13.6: the users of SIP log in over HTTP too. */
class HttpLoginTest {

    @RegisterExtension
    static final Application BASIC = application("basic", "BASIC");

    @RegisterExtension
    static final Application DIGEST = application("digest", "DIGEST");

    private static Application application(String name, String method) {
        return Application.declared(name, Application.servlet("Main", Who.class), Who.class, WhoOverHttp.class)
            .webXml("<servlet><servlet-name>web</servlet-name><servlet-class>" + WhoOverHttp.class.getName() + "</servlet-class></servlet>"
                + "<servlet-mapping><servlet-name>web</servlet-name><url-pattern>/web</url-pattern></servlet-mapping>"
                + "<security-constraint><web-resource-collection><web-resource-name>all</web-resource-name><url-pattern>/*</url-pattern>"
                + "</web-resource-collection><auth-constraint><role-name>member</role-name></auth-constraint></security-constraint>"
                + "<login-config><auth-method>" + method + "</auth-method><realm-name>" + SecurityTest.REALM + "</realm-name></login-config>"
                + "<security-role><role-name>member</role-name></security-role>");
    }

    @BeforeAll
    static void users() throws IOException {
        SecurityTest.users();
    }

    @Test
    void theSameUsersCountOverHttpWithAPassword_17_1() throws Exception {
        HttpRequest plain = HttpRequest.newBuilder(URI.create(Suite.http("/basic/web"))).build();
        HttpClient http = HttpClient.newHttpClient();
        assertThat(http.send(plain, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(http.send(basic(plain, "alice:guess"), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(http.send(basic(plain, "bob:" + SecurityTest.PASSWORD), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        assertThat(http.send(basic(plain, "alice:" + SecurityTest.PASSWORD), BodyHandlers.ofString()).body()).isEqualTo("alice true");
    }

    private static HttpRequest basic(HttpRequest request, String credentials) {
        return HttpRequest.newBuilder(request.uri()).header("Authorization", "Basic "
            + Base64.getEncoder().encodeToString(credentials.getBytes(java.nio.charset.StandardCharsets.UTF_8))).build();
    }

    @Test
    void theSameUsersCountOverHttpWithADigest_17_1() throws Exception {
        URI uri = URI.create(Suite.http("/digest/web"));
        HttpClient http = HttpClient.newHttpClient();
        for (String algorithm : List.of("MD5", "SHA-256")) {
            HttpResponse<String> asked = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(asked.statusCode()).isEqualTo(401);
            Challenge challenge = asked.headers().allValues("WWW-Authenticate").stream().map(Challenge::parse)
                .filter(c -> c.algorithm().equals(algorithm)).findFirst().orElseThrow();
            for (String password : List.of("guess", SecurityTest.PASSWORD)) {
                Credentials credentials = Digest.answer(password, "GET", Credentials.to(challenge, "alice", "/digest/web",
                    password.equals("guess") ? 1 : 2, "0a4f113b"));
                HttpResponse<String> response = http.send(HttpRequest.newBuilder(uri).header("Authorization", credentials.headerValue()).build(),
                    BodyHandlers.ofString());
                assertThat(response.statusCode()).as(algorithm).isEqualTo(password.equals("guess") ? 401 : 200);
            }
        }
    }
}
