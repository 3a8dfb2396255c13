package org.calliope.ims.hss.web;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;

import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.Servlet;
import javax.servlet.MultipartConfigElement;
import javax.servlet.ServletContext;
import javax.servlet.ServletRegistration;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.api.ApiServlet;
import org.calliope.ims.hss.bulk.Imports;
import org.calliope.ims.hss.check.Checks;
import org.calliope.ims.hss.cx.Reauthentications;
import org.calliope.ims.hss.form.DocumentForm;
import org.calliope.ims.hss.form.Forms;
import org.calliope.ims.hss.page.Links;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.LockedOut;
import org.calliope.ims.hss.store.OngoingCalls;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.hss.store.Upkeep;
import org.calliope.ims.node.Node;

/** The console: the page, the JSON beside it, and what guards both. */
public final class Console {

    /** Bytes of a form with a file beside the file. */
    private static final int FORM_FIELDS = 1 << 16;

    private final Node node;
    private final Subscribers subscribers;
    private final Provisioning provisioning;
    private final Access access;
    private final Upkeep upkeep;
    private final Imports imports;
    private final Checks checks;
    private final List<String> hosts;

    /** @param hosts DNS names it answers to, beside addresses and localhost */
    public Console(Node node, Subscribers subscribers, Provisioning provisioning, Access access, Upkeep upkeep,
            Imports imports, Checks checks, List<String> hosts) {
        this.node = node;
        this.subscribers = subscribers;
        this.provisioning = provisioning;
        this.access = access;
        this.upkeep = upkeep;
        this.imports = imports;
        this.checks = checks;
        this.hosts = hosts;
    }

    /** Registers filter and servlets; only while the context starts. */
    public void install(ServletContext context) {
        Assets assets = new Assets();
        Pages pages = new Pages(assets, node.topology().domain(), Version.get());
        Filter guard = new Guard(access, pages, imports.largestFile() + FORM_FIELDS, hosts);
        context.addFilter("guard", guard)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        Sections sections = new Sections(node, subscribers, upkeep);
        ImportPages importPages = new ImportPages(pages, imports);
        add(context, "assets", assets, "/assets/*");
        add(context, "page", new PageServlet(pages, sections), "");
        add(context, "fragments", new FragmentServlet(pages, sections, importPages, node.trace()), "/fragments/*");
        ServletRegistration.Dynamic upload = context.addServlet("imports", importPages);
        upload.addMapping(ImportPages.PATH + "/*");
        upload.setMultipartConfig(new MultipartConfigElement(imports.inbox().toString(), -1,
                imports.largestFile() + FORM_FIELDS, 0));
        add(context, "trace", new TraceServlet(pages, node.trace()), "/trace");
        add(context, "api-trace", new TraceApi(node.trace()), "/api/trace");
        add(context, "api-status", new StatusApi(node, subscribers), "/api/status");
        LockedOut lockedOut = new LockedOut(node.lockOuts(), provisioning, Clock.systemUTC());
        add(context, "lock-outs", new LockOutsServlet(pages, lockedOut), LockOutsServlet.PATH);
        OngoingCalls calls = new OngoingCalls(node, provisioning, Clock.systemUTC());
        add(context, "calls", new CallsServlet(pages, calls), CallsServlet.PATH);
        Reauthentications reauthentications = new Reauthentications(node, subscribers, provisioning);
        add(context, "api", new ApiServlet(provisioning, subscribers, upkeep, reauthentications, lockedOut, calls,
                node.topology().domain(), Version.get()), ApiServlet.BASE + "/*");
        String domain = node.topology().domain();
        add(context, "subscribers", new SubscribersServlet(pages, subscribers), "/subscribers");
        add(context, "new-subscriber", new NewSubscriberServlet(pages, provisioning, domain), "/subscribers/new",
                "/subscribers/new/validate");
        add(context, "subscriber", new SubscriberServlet(pages, sections, subscribers, provisioning, upkeep,
                reauthentications, checks, domain), "/subscribers/*");
        add(context, "pending", new PendingServlet(pages, sections), "/pending");
        for (DocumentForm<?> form : Forms.ALL) {
            add(context, form.kind().path(), new DocumentsServlet<>(pages, provisioning, form),
                    Links.list(form.kind()) + "/*");
        }
        add(context, Kind.FILTER_CRITERIA.path(), new CriteriaServlet(pages, provisioning),
                Links.list(Kind.FILTER_CRITERIA) + "/*");
        add(context, "workbench", new WorkbenchServlet(pages, provisioning, subscribers, node.trace()), "/workbench");
        add(context, "audit", new AuditServlet(pages, provisioning), "/audit");
        add(context, "undo", new UndoServlet(pages, provisioning), "/undo");
        add(context, "login", new LoginServlet(pages, access.signIn()), "/login");
        add(context, "logout", new LogoutServlet(access.signIn()), "/logout");
        add(context, "language", new LanguageServlet(), "/language");
        add(context, "account", new AccountServlet(pages, access.signIn()), "/account");
        add(context, "users", new UsersServlet(pages, access.users()), "/users");
        add(context, "tokens", new TokensServlet(pages, access.tokens()), "/tokens");
        add(context, "health", new HealthServlet(node.elements()), "/health");
        add(context, "not-found", new NotFoundServlet(pages), "/");
    }

    private static void add(ServletContext context, String name, Servlet servlet, String... patterns) {
        context.addServlet(name, servlet).addMapping(patterns);
    }
}
