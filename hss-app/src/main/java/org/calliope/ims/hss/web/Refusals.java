package org.calliope.ims.hss.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.page.Texts;

/** How a request is refused: JSON below {@code /api/}, for parts of a page a way on, else a page in plain words. */
final class Refusals {

    static final int TOO_MANY = 429;

    private final Pages pages;

    Refusals(Pages pages) {
        this.pages = pages;
    }

    /** Nobody knows who sends it: RFC 9110 15.5.2 for programs, the sign-in page for people. */
    void unknown(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = Pages.path(request);
        if (api(path)) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Calliope IMS\", charset=\"UTF-8\"");
            response.addHeader("WWW-Authenticate", "Bearer realm=\"Calliope IMS\"");
            Json.error(response, HttpServletResponse.SC_UNAUTHORIZED, "authentication", "a token of the console, or "
                    + "user admin with the password in data/admin-password of the server");
        } else if (fragment(path)) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"Calliope IMS\"");
            response.setHeader("HX-Redirect", request.getContextPath() + "/login");
            Json.error(response, HttpServletResponse.SC_UNAUTHORIZED, "authentication", "sign in first");
        } else {
            boolean reads = request.getMethod().equals("GET");
            String query = request.getQueryString();
            Redirects.to(request, response, Redirects.login(!reads ? "/" : path + (query == null ? "" : "?" + query)));
        }
    }

    /** The one-time password has to be changed first. */
    void mustChange(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = Pages.path(request);
        if (api(path) || fragment(path)) {
            response.setHeader("HX-Redirect", request.getContextPath() + "/account");
            Json.error(response, HttpServletResponse.SC_FORBIDDEN, "password-change",
                    "the one-time password has to be changed first");
        } else {
            Redirects.to(request, response, "/account");
        }
    }

    /** Known, and may not. */
    void forbidden(HttpServletRequest request, HttpServletResponse response) throws IOException {
        refuse(request, response, HttpServletResponse.SC_FORBIDDEN, "role", "refused.role");
    }

    /** By a session, and not from a form of it. */
    void forged(HttpServletRequest request, HttpServletResponse response) throws IOException {
        refuse(request, response, HttpServletResponse.SC_FORBIDDEN, "csrf", "refused.csrf");
    }

    /** A form with a file that is larger than any may be. */
    void tooLarge(HttpServletRequest request, HttpServletResponse response, long largest) throws IOException {
        response.setHeader("Connection", "close"); // rather than read on to its end
        refuse(request, response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "too-large", "refused.large",
                largest);
    }

    /** From an address that guesses. */
    void tooMany(HttpServletRequest request, HttpServletResponse response, Duration pause) throws IOException {
        retryAfter(response, pause);
        refuse(request, response, TOO_MANY, "throttled", "refused.throttled");
    }

    /** Says when to try again (RFC 9110 10.2.3), in whole seconds that are no less. */
    static long retryAfter(HttpServletResponse response, Duration pause) {
        long seconds = pause.plusMillis(999).toSeconds();
        response.setHeader("Retry-After", Long.toString(seconds));
        return seconds;
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, int status, String error, String key,
            Object... values) throws IOException {
        String path = Pages.path(request);
        if (api(path) || fragment(path)) {
            Json.error(response, status, error, Texts.english().of(key, values));
            return;
        }
        Texts texts = Pages.texts(request);
        response.setStatus(status);
        pages.page(request, response, "refused.jte", texts.of("refused.title"), Map.of("reason", texts.of(key, values)));
    }

    private static boolean api(String path) {
        return path.startsWith("/api/");
    }

    static boolean fragment(String path) {
        return path.startsWith("/fragments/");
    }
}
