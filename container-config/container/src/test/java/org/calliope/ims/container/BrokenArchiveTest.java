package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.calliope.ims.container.Application.State;
import org.calliope.ims.container.broken.BadKey;
import org.calliope.ims.container.broken.BadListener;
import org.calliope.ims.container.broken.Thrower;
import org.calliope.ims.container.sample.Sample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broken archive says archive, file, line and reason in one message; the others keep running. Clauses: JSR 289 1.1. */
class BrokenArchiveTest {

    private static final String XML = "<?xml version='1.0'?>\n";

    @TempDir
    private static Path home;
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(home);
        server.server.deployer().deploy(Archives.archive(home.resolve("good.sar"), Map.of(), Sample.class, Archives.packageInfo(Sample.class)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void theOthersKeepRunningAndNothingIsLeft() throws IOException {
        try (Peer peer = server.peer()) {
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + server.sipPort, "good" + System.nanoTime()));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
        }
        assertThat(home.resolve("work/apps/bad")).doesNotExist();
        assertThat(server.application("bad").state()).isEqualTo(State.FAILED);
    }

    private static String reason(Map<String, String> entries, Class<?>... classes) throws IOException {
        return reason(Archives.archive(home.resolve("bad.sar"), entries, classes));
    }

    private static String reason(Path archive) {
        String message = catchThrowableOfType(DeploymentException.class, () -> server.server.deployer().deploy(archive)).getMessage();
        assertThat(server.application("bad").reason()).isEqualTo(message).doesNotContain("\n");
        return message;
    }

    private static String sip(String... lines) {
        return XML + "<sip-app>\n<app-name>bad</app-name>\n" + String.join("\n", lines) + "\n</sip-app>";
    }

    @Test
    void noZipFile() throws IOException {
        assertThat(reason(Files.writeString(home.resolve("bad.sar"), "PK and no more")))
            .isEqualTo("bad.sar: not a zip file, or only part of one (zip END header not found)");
    }

    @Test
    void sipXmlThatIsNoXml_19() throws IOException {
        assertThat(reason(Map.of("WEB-INF/sip.xml", sip("<oops>")))).startsWith("bad.sar: WEB-INF/sip.xml line 5: ").contains("oops");
    }

    @Test
    void sipXmlWithoutAServletsClass_19() throws IOException {
        assertThat(reason(Map.of("WEB-INF/sip.xml", sip("<servlet>", "<servlet-name>x</servlet-name>", "</servlet>"))))
            .isEqualTo("bad.sar: WEB-INF/sip.xml line 4: <servlet> without <servlet-class>");
    }

    @Test
    void sipXmlWithAnImpossibleValue_19() throws IOException {
        assertThat(reason(Map.of("WEB-INF/sip.xml", sip("<session-config>", "<session-timeout>soon</session-timeout>", "</session-config>"))))
            .isEqualTo("bad.sar: WEB-INF/sip.xml line 5: <session-timeout> is a number, not soon");
    }

    @Test
    void sipXmlWithARuleThatThereIsNot_19() throws IOException {
        assertThat(reason(Map.of("WEB-INF/sip.xml", sip("<servlet-mapping>", "<servlet-name>x</servlet-name>", "<pattern>",
            "<like>x</like>", "</pattern>", "</servlet-mapping>")))).startsWith("bad.sar: WEB-INF/sip.xml line 6: ");
    }

    @Test
    void sipXmlThatWouldFetchSomethingFetchesNothing() throws IOException {
        assertThat(reason(Map.of("WEB-INF/sip.xml", "<!DOCTYPE sip-app [<!ENTITY secret SYSTEM 'file:///etc/passwd'>]>\n"
            + "<sip-app><app-name>&secret;</app-name></sip-app>"))).contains("no <app-name>").doesNotContain("root:");
    }

    @Test
    void webXmlThatIsNoXml() throws IOException {
        assertThat(reason(Map.of("WEB-INF/web.xml", XML + "<web-app>\n<servlet>\n</web-app>")))
            .startsWith("bad.sar: WEB-INF/web.xml line 4: ").contains("servlet");
    }

    @Test
    void webXmlWithAnImpossibleValue() throws IOException {
        assertThat(reason(Map.of("WEB-INF/web.xml", XML + "<web-app version='4.0'>\n<session-config>\n"
            + "<session-timeout>soon</session-timeout>\n</session-config>\n</web-app>")))
            .startsWith("bad.sar: WEB-INF/web.xml line 4: ").contains("soon");
    }

    @Test
    void aSipServletWhoseClassIsMissing() throws IOException {
        assertThat(reason(Map.of("WEB-INF/sip.xml", sip("<servlet>", "<servlet-name>x</servlet-name>",
            "<servlet-class>org.example.Gone</servlet-class>", "</servlet>"))))
            .isEqualTo("bad.sar: WEB-INF/sip.xml line 6: servlet x: class org.example.Gone is not in the archive");
    }

    @Test
    void anHttpServletWhoseClassIsMissing() throws IOException {
        assertThat(reason(Map.of("WEB-INF/web.xml", XML + "<web-app>\n<servlet><servlet-name>x</servlet-name>\n"
            + "<servlet-class>org.example.Gone</servlet-class></servlet>\n</web-app>")))
            .isEqualTo("bad.sar: WEB-INF/web.xml line 4: servlet x: class org.example.Gone is not in the archive");
    }

    @Test
    void aServletThatThrowsInInit() throws IOException {
        assertThat(reason(Map.of("WEB-INF/sip.xml", sip("<servlet>", "<servlet-name>x</servlet-name>", "<servlet-class>"
            + Thrower.class.getName() + "</servlet-class>", "<load-on-startup>1</load-on-startup>", "</servlet>")), Thrower.class))
            .startsWith("bad.sar: ").contains("[x]").contains("port 3306 is closed").endsWith("(Thrower.java line 13)");
    }

    @Test
    void aListenerThatCanNotBeMade_8() throws IOException {
        assertThat(reason(Map.of("WEB-INF/sip.xml", sip()), BadListener.class))
            .isEqualTo("bad.sar: listener " + BadListener.class.getName() + " can not be made: java.lang.IllegalStateException: no luck");
    }

    @Test
    void aKeyMethodOfTheWrongShape_18_2_4() throws IOException {
        assertThat(reason(Map.of("WEB-INF/sip.xml", sip()), BadKey.class))
            .startsWith("bad.sar: " + BadKey.class.getName() + ".key: a @SipApplicationKey method is public static");
    }

    @Test
    void anAppNameThatIsTaken_19_2() throws IOException {
        assertThat(reason(Map.of("WEB-INF/sip.xml", XML + "<sip-app>\n<app-name>sample</app-name>\n</sip-app>")))
            .isEqualTo("bad.sar: WEB-INF/sip.xml line 3: app-name sample is that of good.sar already (JSR 289 19.2)");
    }
}
