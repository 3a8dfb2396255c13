package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Refused;
import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.access.Signed;
import org.calliope.ims.hss.access.Tokens;
import org.calliope.ims.hss.page.Notice;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.page.TokenView;

/** {@code /tokens}: what programs prove themselves by. The guard lets only administrators in. */
final class TokensServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 100;

    private final transient Pages pages;
    private final transient Tokens tokens;

    TokensServlet(Pages pages, Tokens tokens) {
        this.pages = pages;
        this.tokens = tokens;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show(request, response, Notice.NONE);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Texts texts = Pages.texts(request);
        String name = Parameters.text(request, "name", LONGEST).toLowerCase(Locale.ROOT);
        Signed by = Access.of(request).orElseThrow();
        try {
            switch (Parameters.text(request, "action", LONGEST)) {
                case "create" -> {
                    String secret = tokens.create(name, Parameters.role(request),
                            Parameters.number(request, "days", 0), by, request.getRemoteAddr());
                    // here and not after a redirect: it is shown once
                    show(request, response, Notice.secret(texts.of("tokens.created.now"), name, secret));
                }
                case "revoke" -> {
                    tokens.revoke(name, by, request.getRemoteAddr());
                    Redirects.to(request, response, "/tokens");
                }
                default -> throw new Refused("form.unknown");
            }
        } catch (Refused e) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            show(request, response, Notice.refused(texts.of(e.key(), e.values())));
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, Notice notice) throws IOException {
        pages.page(request, response, "tokens.jte", Pages.texts(request).of("tokens.title"), Map.of("notice", notice,
                "tokens", tokens.list().stream().map(token -> TokenView.of(token, tokens.expired(token))).toList(),
                "roles", Arrays.stream(Role.values()).map(Role::word).toList()));
    }
}
