package org.calliope.ims.testkit.arquillian;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.calliope.ims.container.Server;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.testkit.Console;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@ArquillianTest
class CalliopeContainerTest {
    static final String SIP_XML = """
        <?xml version="1.0" encoding="UTF-8"?>
        <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet" version="1.1">
          <app-name>answerer</app-name>
          <servlet-selection><main-servlet>answerer</main-servlet></servlet-selection>
          <servlet>
            <servlet-name>answerer</servlet-name>
            <servlet-class>org.calliope.ims.testkit.arquillian.Answerer</servlet-class>
            <load-on-startup>1</load-on-startup>
          </servlet>
        </sip-app>
        """;
    private static final String WEB_XML = """
        <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0">
          <servlet>
            <servlet-name>greeter</servlet-name>
            <servlet-class>org.calliope.ims.testkit.arquillian.Greeter</servlet-class>
          </servlet>
          <servlet-mapping><servlet-name>greeter</servlet-name><url-pattern>/greet</url-pattern></servlet-mapping>
        </web-app>
        """;

    @Deployment(name = "sip", testable = false)
    static WebArchive sipApplication() {
        return ShrinkWrap.create(WebArchive.class, "answerer.sar").addClass(Answerer.class)
            .addAsWebInfResource(new StringAsset(SIP_XML), "sip.xml");
    }

    @Deployment(name = "web", testable = false)
    static WebArchive webApplication() {
        return ShrinkWrap.create(WebArchive.class, "greeter.war").addClass(Greeter.class)
            .setWebXML(new StringAsset(WEB_XML));
    }

    @Test
    @RunAsClient
    @DisplayName("JSR 289 16: the servlet of a .sar made by the test answers a SIP request")
    void sipServletAnswers(@ArquillianResource Server server) {
        SipEndpoint pcscf = server.node().topology().pcscf();
        try (UserAgent agent = UserAgent.builder("sip:test@ims.example").proxy(pcscf.host(), pcscf.port()).build()) {
            SipMessage answer = agent.options("sip:anybody@ims.example").expect(200);
            assertThat(answer.startLine()).isEqualTo("SIP/2.0 200 Deployed by a test");
        }
    }

    @Test
    @RunAsClient
    @DisplayName("The servlet of a .war made by the test answers over HTTP")
    void httpServletAnswers(@ArquillianResource @OperateOnDeployment("web") URL base) {
        assertThat(new Console(base.toString()).get("greet")).isEqualTo("hello");
    }
}
