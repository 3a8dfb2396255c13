package org.calliope.ims.container.context;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.catalina.Container;
import org.apache.catalina.WebResource;
import org.apache.catalina.Wrapper;
import org.apache.tomcat.util.descriptor.web.FilterDef;

/** Sees to it that what an application declares is there, so that a misspelt name is found out at once and not by a caller. */
final class Declared {

    private static final List<String> DESCRIPTORS = List.of("/WEB-INF/sip.xml", "/WEB-INF/web.xml");

    private final ConvergedContext application;

    Declared(ConvergedContext application) {
        this.application = application;
    }

    /** @throws DescriptorException naming file, line and class of the first that is missing */
    void check() {
        for (Container child : application.findChildren()) {
            if (child instanceof Wrapper servlet && servlet.getServletClass() != null) {
                require("servlet " + servlet.getName(), servlet.getServletClass());
            }
        }
        for (FilterDef filter : application.findFilterDefs()) {
            require("filter " + filter.getFilterName(), filter.getFilterClass());
        }
        for (String listener : application.findApplicationListeners()) {
            require("listener", listener);
        }
        for (String listener : application.findSipApplicationListeners()) {
            require("listener", listener);
        }
    }

    /** 15.11, 19.2: the name is how the application router and the wire know an application; there can not be two. */
    void checkName() {
        for (Container other : application.getParent().findChildren()) {
            if (other != application && other instanceof ConvergedContext taken && taken.isSipApplication()
                && taken.getApplicationName().equals(application.getApplicationName())) {
                throw new DescriptorException(place("<app-name>") + "app-name " + application.getApplicationName()
                    + " is that of " + taken.getOriginalDocBase() + " already (JSR 289 19.2)");
            }
        }
    }

    private void require(String what, String className) {
        String file = className.replace('.', '/') + ".class";
        if (application.getLoader().getClassLoader().getResource(file) == null) {
            throw new DescriptorException(place(className) + what + ": class " + className + " is not in the archive");
        }
    }

    /** File and line where a text stands in the descriptors; empty when it is in none, as for an annotation. */
    private String place(String text) {
        for (String descriptor : DESCRIPTORS) {
            WebResource file = application.getResources().getResource(descriptor);
            List<String> lines = file.isFile() ? lines(file) : List.of();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(text)) {
                    return descriptor.substring(1) + " line " + (i + 1) + ": ";
                }
            }
        }
        return "";
    }

    private static List<String> lines(WebResource file) {
        try (InputStream in = file.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new DescriptorException(file.getName() + ": " + e.getMessage(), e);
        }
    }
}
