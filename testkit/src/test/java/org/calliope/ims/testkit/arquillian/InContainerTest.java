package org.calliope.ims.testkit.arquillian;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A test that Arquillian runs inside the deployed application, through its servlet protocol. */
@ArquillianTest
class InContainerTest {
    @Deployment
    static WebArchive application() {
        return ShrinkWrap.create(WebArchive.class, "inside.war").addClasses(Answerer.class)
            .addAsWebInfResource(new StringAsset(CalliopeContainerTest.SIP_XML.replace("answerer", "inside")), "sip.xml");
    }

    @Test
    @DisplayName("JSR 289 13.1: a converged application finds its SipFactory through JNDI, with its own class loader")
    void runsInsideTheApplication() throws NamingException {
        assertTrue(getClass().getClassLoader().getClass().getName().contains("ConvergedClassLoader"),
            getClass().getClassLoader().getClass().getName());
        assertNotNull(new InitialContext().lookup("java:comp/env/sip/inside/SipFactory"));
    }
}
