package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void thePasswordIsMadeOnceForItsOwnerOnly(@TempDir Path folder) throws Exception {
        AdminPassword.in(folder);
        Path file = folder.resolve("admin-password");
        String made = Files.readString(file).strip();

        assertThat(made).hasSizeGreaterThanOrEqualTo(24);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(AdminPassword.in(folder).proves(basic("admin", made))).isTrue();
        assertThat(Files.readString(file).strip()).isEqualTo(made);
        assertThat(AdminPassword.in(folder).proves(null)).isFalse();
    }
}
