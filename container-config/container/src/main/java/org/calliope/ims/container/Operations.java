package org.calliope.ims.container;

import javax.servlet.Servlet;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.calliope.ims.node.AdminPassword;

/** The server's own pages for those who operate it: /health, /metrics and /admin. */
final class Operations {

    private final Tomcat tomcat;
    private final AdminPassword admin;

    Operations(Tomcat tomcat, AdminPassword admin) {
        this.tomcat = tomcat;
        this.admin = admin;
    }

    void health(HealthServlet health) {
        serve(context("/health"), "health", "/*", health);
    }

    void metrics(MetricsServlet metrics) {
        Context context = context("/metrics");
        guard(context, true);
        serve(context, "metrics", "/*", metrics);
    }

    void administration(ApplicationsServlet applications, LogLevelsServlet levels) {
        Context context = context("/admin");
        guard(context, false);
        serve(context, "applications", "/applications/*", applications);
        serve(context, "log-levels", "/log-levels/*", levels);
    }

    private Context context(String path) {
        StandardContext context = (StandardContext) tomcat.addContext(path, null);
        context.setMapperContextRootRedirectEnabled(false); // /health itself answers, not a redirect to /health/
        // it ends with the server, so there is nothing to clear of it
        context.setClearReferencesObjectStreamClassCaches(false);
        context.setClearReferencesThreadLocals(false);
        context.setClearReferencesRmiTargets(false);
        return context;
    }

    private static void serve(Context context, String name, String pattern, Servlet servlet) {
        Tomcat.addServlet(context, name, servlet).setLoadOnStartup(1);
        context.addServletMappingDecoded(pattern, name);
    }

    private void guard(Context context, boolean openForReading) {
        FilterDef filter = new FilterDef();
        filter.setFilterName("guard");
        filter.setFilter(new AdminGuard(admin, openForReading));
        context.addFilterDef(filter);
        FilterMap all = new FilterMap();
        all.setFilterName("guard");
        all.addURLPattern("/*");
        context.addFilterMap(all);
    }
}
