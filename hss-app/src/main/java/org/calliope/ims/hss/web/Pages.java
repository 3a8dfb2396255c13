package org.calliope.ims.hss.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Permissions;
import org.calliope.ims.hss.access.Session;
import org.calliope.ims.hss.access.Signed;
import org.calliope.ims.hss.form.Problems;
import org.calliope.ims.hss.form.Values;
import org.calliope.ims.hss.page.Navigation;
import org.calliope.ims.hss.page.Reader;
import org.calliope.ims.hss.page.Shell;
import org.calliope.ims.hss.page.Texts;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/**
 * Renders the templates, which the build compiled; everything put into them is escaped. Each gets {@code texts} in the
 * reader's language, a whole page also its {@code shell}. Any thread.
 */
final class Pages {

    /** Name of the cookie that holds the language somebody chose. */
    static final String LANGUAGE = "calliope-language";

    private static final String PRODUCT = "Calliope IMS";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader());
    private final Shell shell;

    Pages(Assets assets, String domain, String version) {
        this.shell = new Shell(PRODUCT, domain, version, assets.url("console.css"), assets.url("htmx.js"),
                assets.url("console.js"), assets.url("ladder.js"), assets.url("icon.svg"),
                new Reader(Texts.english(), "", "", "", List.of(), "", ""));
    }

    /** The words for whoever sends the request. */
    static Texts texts(HttpServletRequest request) {
        return Texts.choose(Access.cookie(request, LANGUAGE), request.getHeader("Accept-Language"));
    }

    /** The address within the application, as the container decoded and normalized it. */
    static String path(HttpServletRequest request) {
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }

    /** A whole page; the title is its own, "" for the product's name alone. */
    void page(HttpServletRequest request, HttpServletResponse response, String template, String title,
            Map<String, Object> model) throws IOException {
        Map<String, Object> all = new HashMap<>(model);
        all.put("shell", shell.of(title.isEmpty() ? PRODUCT : title + " · " + PRODUCT, reader(request)));
        fragment(request, response, template, all);
    }

    /** Whether whoever sends the request may also change what the address shows. */
    static boolean mayWrite(HttpServletRequest request) {
        return Permissions.of(false, path(request)).metBy(Access.of(request));
    }

    /** Keeps a form from those who could not send it; when it does, the answer says why. */
    boolean shutToReaders(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (mayWrite(request)) {
            return false;
        }
        if (Access.of(request).filter(Signed::proven).isPresent()) {
            new Refusals(this).forbidden(request, response);
        } else {
            new Refusals(this).unknown(request, response);
        }
        return true;
    }

    /** There is nothing at that address. */
    void notFound(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        page(request, response, "notfound.jte", texts(request).of("notfound.title"), Map.of());
    }

    /** What is wrong with a form while it is typed: a line for each of its fields, empty where nothing is. */
    void problems(HttpServletRequest request, HttpServletResponse response, Values sent, Map<String, String> problems)
            throws IOException {
        fragment(request, response, "fragments/problems.jte", Map.of("lines", lines(sent, problems)));
    }

    /** The same by the elements they stand in. */
    static Map<String, String> lines(Values sent, Map<String, String> problems) {
        Map<String, String> lines = new TreeMap<>();
        sent.names().forEach(name -> lines.put(Problems.id(name), problems.getOrDefault(name, "")));
        problems.forEach((name, problem) -> lines.put(Problems.id(name), problem));
        return lines;
    }

    private static Reader reader(HttpServletRequest request) {
        Optional<Signed> signed = Access.of(request);
        Optional<Session> session = Access.session(request);
        String query = request.getQueryString();
        String path = path(request);
        return new Reader(texts(request), signed.filter(Signed::proven).map(Signed::name).orElse(""),
                signed.map(s -> s.role().word()).orElse(""), session.map(Session::csrf).orElse(""),
                session.filter(Session::mustChange).isPresent() ? List.of() : Navigation.of(signed), path,
                path + (query == null ? "" : "?" + query));
    }

    /** A part of a page. */
    void fragment(HttpServletRequest request, HttpServletResponse response, String template, Map<String, Object> model)
            throws IOException {
        Map<String, Object> all = new HashMap<>(model);
        all.put("texts", texts(request));
        StringOutput output = new StringOutput();
        engine.render(template, all, output);
        byte[] bytes = output.toString().getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html");
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
