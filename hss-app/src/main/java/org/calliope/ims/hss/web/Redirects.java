package org.calliope.ims.hss.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Session;

/** Where a browser goes next, and the cookie it takes there. */
final class Redirects {

    private static final int LONGEST = 500;

    private Redirects() {
    }

    /** To read something else (RFC 9110 15.4.4). */
    static void to(HttpServletRequest request, HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", request.getContextPath() + path);
    }

    /** The sign-in page that leads on to the address. */
    static String login(String next) {
        return "/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    /** The address the parameter asks to go on to, when it is one of this console; else the overview. */
    static String next(HttpServletRequest request, String parameter) {
        String next = Parameters.text(request, parameter, LONGEST);
        // a browser reads // and /\ as another host, and a control character must not get into a header
        boolean ours = next.startsWith("/") && !next.startsWith("//") && next.chars().allMatch(c -> c > ' ' && c < 127
                && c != '\\');
        return ours ? next : "/";
    }

    /** Gives the browser the session, and it back to nobody else: no script, no other site (RFC 6265bis 5.6). */
    static void begin(HttpServletRequest request, HttpServletResponse response, Session session) {
        cookie(request, response, Access.COOKIE, session.id(), "; HttpOnly");
    }

    /** Takes it away again. */
    static void end(HttpServletRequest request, HttpServletResponse response) {
        cookie(request, response, Access.COOKIE, "", "; HttpOnly; Max-Age=0");
    }

    /** Sets a cookie for the whole console; the servlet API of this age knows no SameSite. */
    static void cookie(HttpServletRequest request, HttpServletResponse response, String name, String value,
            String more) {
        response.addHeader("Set-Cookie", name + "=" + value + "; Path=" + request.getContextPath() + "/; SameSite=Strict"
                + (request.isSecure() ? "; Secure" : "") + more);
    }
}
