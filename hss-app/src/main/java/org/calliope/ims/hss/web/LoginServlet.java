package org.calliope.ims.hss.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Busy;
import org.calliope.ims.hss.access.Secrets;
import org.calliope.ims.hss.access.SignIn;
import org.calliope.ims.hss.page.Notice;
import org.calliope.ims.hss.page.Texts;

/**
 * {@code /login}: signs in with name and password, and goes on to {@code next}. The form holds what a cookie of the
 * browser holds, so that no other site can sign somebody in as somebody else (login CSRF).
 */
final class LoginServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_NAME = 64;
    private static final String COOKIE = "calliope-login";

    private final transient Pages pages;
    private final transient SignIn signIn;

    LoginServlet(Pages pages, SignIn signIn) {
        this.pages = pages;
        this.signIn = signIn;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show(request, response, "", "");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = Parameters.text(request, "name", LONGEST_NAME).toLowerCase(Locale.ROOT);
        Texts texts = Pages.texts(request);
        String sent = Parameters.text(request, Guard.CSRF_PARAMETER, LONGEST_NAME);
        if (token(request).filter(own -> Secrets.same(own, sent)).isEmpty()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            show(request, response, name, texts.of("login.stale"));
            return;
        }
        try {
            SignIn.Result result = signIn.in(name, Parameters.secret(request, "password"), request.getRemoteAddr());
            if (result.session().isPresent()) {
                Access.session(request).ifPresent(old -> signIn.out(old, request.getRemoteAddr()));
                Redirects.begin(request, response, result.session().get());
                Redirects.to(request, response, Redirects.next(request, "next"));
            } else if (result.pause().isZero()) {
                response.setStatus(HttpServletResponse.SC_FORBIDDEN);
                show(request, response, name, texts.of("login.wrong"));
            } else {
                response.setStatus(Refusals.TOO_MANY);
                long seconds = Refusals.retryAfter(response, result.pause());
                show(request, response, name, texts.of("login.pause", seconds));
            }
        } catch (Busy e) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            Refusals.retryAfter(response, Duration.ofSeconds(2));
            show(request, response, name, texts.of("login.busy"));
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, String name, String wrong)
            throws IOException {
        String token = token(request).orElseGet(Secrets::random);
        Redirects.cookie(request, response, COOKIE, token, "; HttpOnly");
        pages.page(request, response, "login.jte", Pages.texts(request).of("login.title"),
                Map.of("name", name, "token", token, "next", Redirects.next(request, "next"), "notice", Notice.refused(wrong)));
    }

    /** What the browser's cookie holds, when it is one of ours. */
    private static Optional<String> token(HttpServletRequest request) {
        return Access.cookie(request, COOKIE).filter(value -> value.matches("[A-Za-z0-9_-]{43}"));
    }
}
