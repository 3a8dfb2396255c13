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
}
