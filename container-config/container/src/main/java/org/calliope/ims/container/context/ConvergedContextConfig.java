package org.calliope.ims.container.context;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;
import org.apache.catalina.Context;
import org.apache.catalina.WebResource;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.WebAnnotationSet;
import org.apache.tomcat.util.bcel.classfile.AnnotationEntry;
import org.apache.tomcat.util.bcel.classfile.JavaClass;
import org.apache.tomcat.util.descriptor.web.ContextResource;
import org.apache.tomcat.util.descriptor.web.WebXml;
import org.calliope.ims.container.security.SecurityRules;
import org.mobicents.servlet.sip.annotation.ConcurrencyControlMode;
import org.mobicents.servlet.sip.startup.loading.SipServletMapping;

/**
 * Reads what an application declares: web.xml and web annotations as Tomcat does, then sip.xml (JSR 289 chapter 19)
 * and SIP annotations (chapter 18), and offers the container's objects in JNDI (chapter 13.6, {@code @Resource} too).
 */
public final class ConvergedContextConfig extends ContextConfig {

    private final Set<String> annotated = new LinkedHashSet<>();

    @Override
    protected void processClass(WebXml fragment, JavaClass type) {
        super.processClass(fragment, type);
        AnnotationEntry[] annotations = type.getAllAnnotationEntries();
        if (annotations == null) {
            return;
        }
        for (AnnotationEntry annotation : annotations) {
            if (SipAnnotations.TYPES.contains(annotation.getAnnotationType())) {
                annotated.add(type.getClassName());
            }
        }
    }

    @Override
    protected void webConfig() {
        annotated.clear();
        super.webConfig();
        ConvergedContext converged = (ConvergedContext) context;
        WebResource sipXml = context.getResources().getResource("/WEB-INF/sip.xml");
        if (sipXml.isFile() || !annotated.isEmpty()) {
            SipDescriptor descriptor = sipXml.isFile() ? read(sipXml) : SipDescriptor.empty();
            configure(converged, descriptor, SipAnnotations.of(annotated, context.getLoader().getClassLoader()));
        }
        // a descriptor that could not be read has been told of already
        if (ok) {
            new Declared(converged).check();
        }
    }

    private SipDescriptor read(WebResource sipXml) {
        try (InputStream in = sipXml.getInputStream()) {
            return SipXmlReader.read(in, "WEB-INF/sip.xml");
        } catch (IOException e) {
            throw new DescriptorException(sipXml.getURL() + ": " + e.getMessage(), e);
        }
    }

    /** SIP listeners have resources as servlets do (18.2.12); Tomcat looks at those it knows. */
    @Override
    protected void applicationAnnotationsConfig() {
        super.applicationAnnotationsConfig();
        for (String listener : ((ConvergedContext) context).findSipApplicationListeners()) {
            ListenerResources.load(context, listener);
        }
    }

    /** Tomcat's reader of {@code @Resource}. */
    private static final class ListenerResources extends WebAnnotationSet {
        static void load(Context context, String className) {
            try {
                Class<?> type = Class.forName(className, false, context.getLoader().getClassLoader());
                loadClassAnnotation(context, type);
                loadFieldsAnnotation(context, type);
                loadMethodsAnnotation(context, type);
            } catch (ClassNotFoundException e) {
                throw new DescriptorException(context.getName() + ": the listener " + className + " is not there", e);
            }
        }
    }

    /** 18.1: what the descriptor says wins over annotations. */
    private void configure(ConvergedContext app, SipDescriptor descriptor, SipAnnotations annotations) {
        app.setApplicationName(name(descriptor, annotations));
        synchronized (app.getParent()) { // others start at the same time
            new Declared(app).checkName();
            app.becomeSipApplication();
        }
        app.setDescription(descriptor.description());
        app.setDisplayName(displayName(descriptor, annotations));
        descriptor.parameters().forEach(app::addParameter);
        annotations.keyMethod().ifPresent(app::setSipApplicationKeyMethod);
        app.setConcurrencyControlMode(annotations.concurrency().orElse(ConcurrencyControlMode.SipApplicationSession));
        timeouts(app, descriptor, annotations);
        servlets(app, descriptor, annotations);
        security(app, descriptor);
        Set<String> listeners = new LinkedHashSet<>(descriptor.listeners());
        listeners.addAll(annotations.listeners());
        listeners.forEach(app::addSipApplicationListener);
        offer(app);
    }

    private String name(SipDescriptor descriptor, SipAnnotations annotations) {
        String name = descriptor.name().isEmpty() ? annotations.name() : descriptor.name();
        if (name.isEmpty()) {
            throw new DescriptorException(context.getName()
                + ": no <app-name> in sip.xml and no @SipApplication (JSR 289 18.2.2, 19.2)");
        }
        return name;
    }

    private static String displayName(SipDescriptor descriptor, SipAnnotations annotations) {
        String annotated = annotations.application().map(a -> a.displayName()).orElse("");
        return Stream.of(descriptor.displayName(), annotated).filter(n -> !n.isEmpty()).findFirst().orElse(
            descriptor.name().isEmpty() ? annotations.name() : descriptor.name());
    }

    private static void timeouts(ConvergedContext app, SipDescriptor descriptor, SipAnnotations annotations) {
        int annotatedProxy = annotations.application().map(a -> a.proxyTimeout()).orElse(0);
        app.setProxyTimeout(descriptor.proxyTimeout() > 0 ? descriptor.proxyTimeout() : annotatedProxy);
        int annotatedSession = annotations.application().map(a -> a.sessionTimeout()).orElse(ConvergedContext.DEFAULT_SESSION_TIMEOUT);
        app.setSipApplicationSessionTimeout(descriptor.sessionTimeout() >= 0 ? descriptor.sessionTimeout() : annotatedSession);
    }

    /** Servlets, and which of them gets an initial request: the main one or the first that matches (16.2, 18.2.1). */
    private static void servlets(ConvergedContext app, SipDescriptor descriptor, SipAnnotations annotations) {
        Set<String> names = new LinkedHashSet<>();
        for (List<SipDescriptor.Servlet> servlets : List.of(descriptor.servlets(), annotations.servlets())) {
            servlets.stream().filter(s -> names.add(s.name())).forEach(app::addSipServlet);
        }
        for (SipDescriptor.Mapping mapping : descriptor.mappings()) {
            SipServletMapping added = new SipServletMapping();
            added.setServletName(mapping.servlet());
            added.setMatchingRule(mapping.rule());
            app.addSipServletMapping(added);
        }
        String main = descriptor.mainServlet();
        if (main.isEmpty() && descriptor.mappings().isEmpty()) {
            main = annotations.application().map(a -> a.mainServlet()).orElse("");
            if (main.isEmpty() && names.size() == 1) {
                main = names.iterator().next();
            }
        }
        if (!main.isEmpty()) {
            if (!names.contains(main)) {
                throw new DescriptorException(app.getApplicationName() + ": main-servlet " + main + " is not declared");
            }
            app.setMainServlet(main);
            app.setServletHandler(main);
        }
    }

    /** 17.8, 19.3: a constraint or run-as that names what is not there would protect nothing. */
    private static void security(ConvergedContext app, SipDescriptor descriptor) {
        SecurityRules rules = descriptor.security();
        rules.constraints().stream().flatMap(c -> c.resources().stream()).flatMap(r -> r.servlets().stream())
            .filter(name -> app.findSipServletByName(name) == null).findFirst().ifPresent(name -> {
                throw new DescriptorException(app.getApplicationName() + ": security-constraint on servlet " + name + ", which is not declared");
            });
        app.guard(rules);
    }

    /** {@code java:comp/env/sip/<app>/SipFactory} and its siblings, 13.6. */
    private static void offer(Context app) {
        String prefix = "sip/" + ((ConvergedContext) app).getApplicationName() + '/';
        for (Class<?> type : List.of(SipFactory.class, SipSessionsUtil.class, TimerService.class)) {
            ContextResource resource = new ContextResource();
            resource.setName(prefix + type.getSimpleName());
            resource.setType(type.getName());
            app.getNamingResources().addResource(resource);
        }
    }
}
