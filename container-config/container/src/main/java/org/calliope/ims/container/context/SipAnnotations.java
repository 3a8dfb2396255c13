package org.calliope.ims.container.context;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.security.RunAs;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.annotation.SipApplication;
import javax.servlet.sip.annotation.SipApplicationKey;
import javax.servlet.sip.annotation.SipListener;
import javax.servlet.sip.annotation.SipServlet;
import org.mobicents.servlet.sip.annotation.ConcurrencyControl;
import org.mobicents.servlet.sip.annotation.ConcurrencyControlMode;

/**
 * What an application says with annotations, JSR 289 chapter 18, found in its classes by Tomcat's scanner.
 *
 * @param keyMethod   the {@code @SipApplicationKey} method (18.2.4)
 * @param concurrency the concurrency mode the package asks for
 */
record SipAnnotations(Optional<SipApplication> application, List<SipDescriptor.Servlet> servlets,
                      List<String> listeners, Optional<Method> keyMethod,
                      Optional<ConcurrencyControlMode> concurrency) {

    /** Type descriptors of the annotations that make a class worth loading. */
    static final Set<String> TYPES = Set.of(descriptor(SipServlet.class), descriptor(SipListener.class),
        descriptor(SipApplication.class), descriptor(SipApplicationKey.class), descriptor(ConcurrencyControl.class));

    private static String descriptor(Class<?> type) {
        return 'L' + type.getName().replace('.', '/') + ';';
    }

    /** @throws DescriptorException when a class can not be loaded or a key method has the wrong shape */
    static SipAnnotations of(Iterable<String> classNames, ClassLoader loader) {
        Optional<SipApplication> application = Optional.empty();
        Optional<Method> key = Optional.empty();
        Optional<ConcurrencyControlMode> concurrency = Optional.empty();
        List<SipDescriptor.Servlet> servlets = new ArrayList<>();
        List<String> listeners = new ArrayList<>();
        for (String name : classNames) {
            Class<?> type = load(name, loader);
            if (type.isAnnotationPresent(SipApplication.class)) {
                application = Optional.of(type.getAnnotation(SipApplication.class));
            }
            if (type.isAnnotationPresent(ConcurrencyControl.class)) {
                concurrency = Optional.of(type.getAnnotation(ConcurrencyControl.class).mode());
            }
            if (type.isAnnotationPresent(SipServlet.class)) {
                servlets.add(servlet(type));
            }
            if (type.isAnnotationPresent(SipListener.class)) {
                listeners.add(name);
            }
            key = key.or(() -> keyMethod(type));
        }
        return new SipAnnotations(application, servlets, listeners, key, concurrency);
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new DescriptorException("class " + name + " can not be loaded: " + e, e);
        }
    }

    /** 18.2.1: the name defaults to the class's short name. */
    private static SipDescriptor.Servlet servlet(Class<?> type) {
        SipServlet annotation = type.getAnnotation(SipServlet.class);
        String name = annotation.name().isEmpty() ? type.getSimpleName() : annotation.name();
        return new SipDescriptor.Servlet(name, type.getName(), annotation.loadOnStartup(), java.util.Map.of(),
            java.util.Map.of(), runAs(type));
    }

    private static String runAs(Class<?> type) {
        return type.isAnnotationPresent(RunAs.class) ? type.getAnnotation(RunAs.class).value() : "";
    }

    private static Optional<Method> keyMethod(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(SipApplicationKey.class)) {
                if (!Modifier.isStatic(method.getModifiers()) || !Modifier.isPublic(method.getModifiers())
                    || method.getReturnType() != String.class
                    || !List.of(method.getParameterTypes()).equals(List.of(SipServletRequest.class))) {
                    throw new DescriptorException(type.getName() + "." + method.getName() + ": a @SipApplicationKey"
                        + " method is public static String (SipServletRequest), JSR 289 18.2.4");
                }
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    /** The application's name (18.2.2), empty when no package is annotated. */
    String name() {
        return application.map(SipApplication::name).orElse("");
    }
}
