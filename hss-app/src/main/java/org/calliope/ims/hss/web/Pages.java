package org.calliope.ims.hss.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.page.Shell;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Renders the templates, which the build compiled; everything put into them is escaped. Any thread. */
final class Pages {

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader());
    private final Shell shell;

    Pages(Assets assets, String domain, String version) {
        this.shell = new Shell("Calliope IMS", domain, version, assets.url("console.css"), assets.url("htmx.js"),
                assets.url("console.js"), assets.url("ladder.js"), assets.url("icon.svg"));
    }

    /** A whole page; the title is its own, "" for the product's name alone. */
    void page(HttpServletResponse response, String template, String title, Map<String, Object> model)
            throws IOException {
        Map<String, Object> all = new HashMap<>(model);
        all.put("shell", title.isEmpty() ? shell : shell.titled(title + " · Calliope IMS"));
        fragment(response, template, all);
    }

    /** A part of a page. */
    void fragment(HttpServletResponse response, String template, Map<String, Object> model) throws IOException {
        StringOutput output = new StringOutput();
        engine.render(template, model, output);
        byte[] bytes = output.toString().getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html");
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
