package org.calliope.ims.container;

import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.servlets.DefaultServlet;

/** What Tomcat's own {@code conf/web.xml} gives every application, without JSP, directory listings and session cookies in URLs. */
final class WebDefaults {

    private static final Map<String, String> TYPES = Map.of("html", "text/html", "css", "text/css",
        "js", "text/javascript", "mjs", "text/javascript", "json", "application/json", "svg", "image/svg+xml",
        "png", "image/png", "ico", "image/x-icon", "txt", "text/plain", "woff2", "font/woff2");

    private WebDefaults() { }

    static void apply(Context context) {
        Wrapper files = context.createWrapper();
        files.setName("default");
        files.setServletClass(DefaultServlet.class.getName());
        files.addInitParameter("listings", "false");
        files.setLoadOnStartup(1);
        files.setOverridable(true);
        context.addChild(files);
        context.addServletMappingDecoded("/", "default");
        context.addWelcomeFile("index.html");
        context.setSessionTimeout(30);
        TYPES.forEach(context::addMimeMapping);
    }
}
