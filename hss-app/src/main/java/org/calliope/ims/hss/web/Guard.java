package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.http.HttpFilter;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.node.AdminPassword;
import org.calliope.ims.node.Visitor;

/**
 * What holds for every request: headers that keep the page to itself, who may read, who may write.
 * Reading is open on loopback; everything else needs the administrator.
 */
final class Guard extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final int TOO_MANY = 429;

    private final transient AdminPassword admin;
    private final transient Set<String> hosts;

    Guard(AdminPassword admin, List<String> hosts) {
        this.admin = admin;
        this.hosts = Set.copyOf(hosts.stream().map(h -> h.toLowerCase(Locale.ROOT)).toList());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        response.setHeader("Cache-Control", "no-store");
        Visitor visitor = new Visitor(request.getMethod(), request.getServerName(), request.getRemoteAddr(),
                request.getHeader("Sec-Fetch-Site"));
        if (!visitor.namesAddress() && !hosts.contains(visitor.name())) {
            Json.error(response, HttpServletResponse.SC_FORBIDDEN, "host",
                    "this console is not known under that name; list it in console-hosts of conf/hss.properties");
        } else if (visitor.crossSite()) {
            Json.error(response, HttpServletResponse.SC_FORBIDDEN, "cross-site",
                    "a page of another site may not do this");
        } else if (!needsAdmin(request, visitor) || proven(request, response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean proven(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (admin.check(request.getHeader("Authorization"), request.getRemoteAddr())) {
            case PROVEN -> {
                return true;
            }
            case THROTTLED -> {
                response.setHeader("Retry-After", Long.toString(AdminPassword.PAUSE.toSeconds()));
                Json.error(response, TOO_MANY, "throttled", "too many wrong passwords, try again in a minute");
            }
            default -> {
                response.setHeader("WWW-Authenticate", "Basic realm=\"Calliope IMS\", charset=\"UTF-8\"");
                Json.error(response, HttpServletResponse.SC_UNAUTHORIZED, "authentication",
                        "user admin, with the password in data/admin-password of the server");
            }
        }
        return false;
    }

    private static boolean needsAdmin(HttpServletRequest request, Visitor visitor) {
        return !visitor.reads() || !request.getServletPath().equals("/health") && !visitor.local();
    }
}
