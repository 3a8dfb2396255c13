package org.calliope.ims.container.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** JSR 289 chapter 19. */
class SipXmlReaderTest {

    private static SipDescriptor read(String xml) {
        return SipXmlReader.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "app/WEB-INF/sip.xml");
    }

    @Test
    void version11WithPrefixesAndAMainServlet_19_2() {
        SipDescriptor app = read("""
            <javaee:sip-app xmlns:javaee="http://www.jcp.org/xml/ns/sipservlet">
              <javaee:app-name>proxy</javaee:app-name>
              <javaee:context-param><javaee:param-name>k</javaee:param-name><javaee:param-value>v</javaee:param-value></javaee:context-param>
              <javaee:servlet-selection><javaee:main-servlet>main</javaee:main-servlet></javaee:servlet-selection>
              <javaee:servlet>
                <javaee:servlet-name>main</javaee:servlet-name><javaee:servlet-class>org.example.Main</javaee:servlet-class>
                <javaee:init-param><javaee:param-name>a</javaee:param-name><javaee:param-value>b</javaee:param-value></javaee:init-param>
                <javaee:load-on-startup>2</javaee:load-on-startup>
              </javaee:servlet>
              <javaee:proxy-config><javaee:proxy-timeout>30</javaee:proxy-timeout></javaee:proxy-config>
              <javaee:session-config><javaee:session-timeout>7</javaee:session-timeout></javaee:session-config>
              <javaee:listener><javaee:listener-class>org.example.L</javaee:listener-class></javaee:listener>
            </javaee:sip-app>""");
        assertThat(app.name()).isEqualTo("proxy");
        assertThat(app.mainServlet()).isEqualTo("main");
        assertThat(app.parameters()).containsEntry("k", "v");
        assertThat(app.servlets()).singleElement().satisfies(s -> {
            assertThat(s.className()).isEqualTo("org.example.Main");
            assertThat(s.loadOnStartup()).isEqualTo(2);
            assertThat(s.parameters()).containsEntry("a", "b");
        });
        assertThat(app.proxyTimeout()).isEqualTo(30);
        assertThat(app.sessionTimeout()).isEqualTo(7);
        assertThat(app.listeners()).containsExactly("org.example.L");
    }

    @Test
    void version10WithADocumentTypeAndMappings_19_1() {
        SipDescriptor app = read("""
            <!DOCTYPE sip-app PUBLIC "-//Java Community Process//DTD SIP Application 1.0//EN" "http://www.jcp.org/dtd/sip-app_1_0.dtd">
            <sip-app><app-name>old</app-name>
              <servlet><servlet-name>s</servlet-name><servlet-class>C</servlet-class></servlet>
              <servlet-mapping><servlet-name>s</servlet-name>
                <pattern><and><equal><var>request.method</var><value>INVITE</value></equal>
                  <not><exists><var>request.uri.user</var></exists></not></and></pattern>
              </servlet-mapping>
              <proxy-config><sequential-search-timeout>9</sequential-search-timeout></proxy-config>
            </sip-app>""");
        assertThat(app.mappings()).singleElement().satisfies(m ->
            assertThat(m.rule().getExpression()).contains("request.method").contains("INVITE"));
        assertThat(app.proxyTimeout()).isEqualTo(9);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> read("<sip-app><servlet><servlet-name>s</servlet-name></servlet></sip-app>"))
            .isInstanceOf(DescriptorException.class).hasMessageContaining("<servlet> without <servlet-class>");
        assertThatThrownBy(() -> read("<web-app/>")).hasMessageContaining("<web-app>, not <sip-app>");
        assertThatThrownBy(() -> read("<sip-app>\n<app-name>\n</sip-app>")).hasMessageContaining("sip.xml line 3");
        assertThatThrownBy(() -> read("<sip-app><session-config><session-timeout>soon</session-timeout></session-config></sip-app>"))
            .hasMessageContaining("soon");
    }

    @Test
    void anExternalEntityIsNotRead() {
        SipDescriptor app = read("""
            <!DOCTYPE sip-app [<!ENTITY x SYSTEM "file:///etc/hostname">]>
            <sip-app><app-name>a&x;b</app-name></sip-app>""");
        assertThat(app.name()).isEqualTo("ab");
    }

    @Test
    void securityIsRead_17_8() {
        SipDescriptor app = read("""
            <sip-app><app-name>a</app-name>
              <servlet><servlet-name>s</servlet-name><servlet-class>C</servlet-class>
                <run-as><role-name>admin</role-name></run-as>
                <security-role-ref><role-name>boss</role-name><role-link>admin</role-link></security-role-ref>
                <security-role-ref><role-name>guest</role-name></security-role-ref></servlet>
              <security-constraint>
                <resource-collection><resource-name>r</resource-name><servlet-name>s</servlet-name>
                  <sip-method>INVITE</sip-method><sip-method>MESSAGE</sip-method></resource-collection>
                <proxy-authentication/><auth-constraint><role-name>admin</role-name></auth-constraint>
                <user-data-constraint><transport-guarantee>INTEGRAL</transport-guarantee></user-data-constraint>
              </security-constraint>
              <login-config><auth-method>DIGEST</auth-method></login-config>
              <security-role><role-name>admin</role-name></security-role>
            </sip-app>""");
        assertThat(app.servlets().get(0).runAs()).isEqualTo("admin");
        assertThat(app.servlets().get(0).roleLinks()).containsEntry("boss", "admin").containsEntry("guest", "guest");
        assertThat(app.security().roles()).containsExactly("admin");
        assertThat(app.security().login().orElseThrow().realm()).as("the application's name when none is given").isEqualTo("a");
        assertThat(app.security().constraints()).singleElement().satisfies(c -> {
            assertThat(c.proxy()).isTrue();
            assertThat(c.confidential()).isTrue();
            assertThat(c.roles()).contains(java.util.Set.of("admin"));
            assertThat(c.resources().get(0).methods()).containsExactlyInAnyOrder("INVITE", "MESSAGE");
        });
    }

    @Test
    void securityThatCanNotBeHeldUpIsNamed_17_8() {
        assertThatThrownBy(() -> read("<sip-app><security-constraint/></sip-app>")).hasMessageContaining("without <resource-collection>");
        assertThatThrownBy(() -> read("<sip-app><login-config><auth-method>FORM</auth-method></login-config></sip-app>"))
            .hasMessageContaining("FORM is not offered");
        assertThatThrownBy(() -> read("<sip-app><login-config/></sip-app>")).hasMessageContaining("without <auth-method>");
        assertThatThrownBy(() -> read("<sip-app><security-constraint><resource-collection/><user-data-constraint>"
            + "<transport-guarantee>SOME</transport-guarantee></user-data-constraint></security-constraint></sip-app>"))
            .hasMessageContaining("not SOME");
    }
}
