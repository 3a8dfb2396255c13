package org.calliope.ims.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An application under test, deployed for the tests of one class: a static {@code @RegisterExtension} field. Its
 * requests are those whose Request-URI's user part is its name ({@link SuiteRouter}).
 *
 * <p>Its classes are loaded by the application's own class loader, so that static fields are not shared with the test;
 * what a servlet wants to tell the test it says in a message or through {@link Events}.
 */
final class Application implements BeforeAllCallback, AfterAllCallback {

    private final String name;
    private final List<Class<?>> classes;
    private String sipXml;
    private String webXml = "";

    private Application(String name, List<Class<?>> classes) {
        this.name = name;
        this.classes = classes;
    }

    /** An application whose main servlet is the first class; all further ones are packed too, none is declared. */
    static Application of(String name, Class<?> mainServlet, Class<?>... others) {
        List<Class<?>> classes = new ArrayList<>(List.of(mainServlet));
        classes.addAll(List.of(others));
        Application application = new Application(name, classes);
        application.sipXml = sipXml(name, "<servlet-selection><main-servlet>Main</main-servlet></servlet-selection>"
            + servlet("Main", mainServlet));
        return application;
    }

    /** An application of which nothing is declared but its name and what is given here: the inside of {@code sip-app}. */
    static Application declared(String name, String inside, Class<?>... classes) {
        Application application = new Application(name, List.of(classes));
        application.sipXml = sipXml(name, inside);
        return application;
    }

    /** An application without sip.xml, described by its annotations alone; one class is the package's {@code package-info}. */
    static Application annotated(String name, Class<?>... classes) {
        return new Application(name, List.of(classes));
    }

    static String servlet(String name, Class<?> type) {
        return "<servlet><servlet-name>" + name + "</servlet-name><servlet-class>" + type.getName()
            + "</servlet-class><load-on-startup>1</load-on-startup></servlet>";
    }

    static String listener(Class<?> type) {
        return "<listener><listener-class>" + type.getName() + "</listener-class></listener>";
    }

    private static String sipXml(String name, String inside) {
        return "<sip-app xmlns=\"http://www.jcp.org/xml/ns/sipservlet\"><app-name>" + name + "</app-name>" + inside + "</sip-app>";
    }

    /** Adds to what the sip.xml declares. */
    Application with(String inside) {
        sipXml = sipXml.replace("</sip-app>", inside + "</sip-app>");
        return this;
    }

    Application webXml(String inside) {
        webXml = "<web-app xmlns=\"http://xmlns.jcp.org/xml/ns/javaee\" version=\"4.0\">" + inside + "</web-app>";
        return this;
    }

    String name() {
        return name;
    }

    void deploy(Path folder) {
        WebArchive archive = ShrinkWrap.create(WebArchive.class, name + ".sar");
        classes.forEach(type -> archive.addClasses(type).addClasses(type.getDeclaredClasses()));
        if (sipXml != null) {
            archive.addAsWebInfResource(new StringAsset(sipXml), "sip.xml");
        }
        if (!webXml.isEmpty()) {
            archive.setWebXML(new StringAsset(webXml));
        }
        Path file = folder.resolve(name + ".sar");
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        Suite.server().deployer().deploy(file);
    }

    void undeploy() {
        Suite.server().deployer().undeploy(name);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Suite.start(context);
        try {
            deploy(Files.createTempDirectory("conformance"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        undeploy();
    }
}
