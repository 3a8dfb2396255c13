package org.calliope.ims.hss.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.http.HttpFilter;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * What holds for every request: headers that keep the page to itself, who may read, who may write.
 * Reading is open on loopback; everything else needs the administrator.
 */
final class Guard extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final Set<String> READING = Set.of("GET", "HEAD");

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
        if (!known(request.getServerName())) {
            Json.error(response, HttpServletResponse.SC_FORBIDDEN, "host",
                    "this console is not known under that name; list it in console-hosts of conf/hss.properties");
        } else if (foreign(request)) {
            Json.error(response, HttpServletResponse.SC_FORBIDDEN, "cross-site",
                    "a page of another site may not do this");
        } else if (needsAdmin(request) && !admin.proves(request.getHeader("Authorization"))) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Calliope IMS\", charset=\"UTF-8\"");
            Json.error(response, HttpServletResponse.SC_UNAUTHORIZED, "authentication",
                    "user admin, with the password in data/admin-password of the server");
        } else {
            chain.doFilter(request, response);
        }
    }

    /**
     * A web page anywhere can make its own name resolve to this machine and then read the console as its own site
     * (DNS rebinding); it cannot do so with an address.
     */
    private boolean known(String host) {
        String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || ADDRESS.matcher(name).matches() || name.contains(":")
                || hosts.contains(name);
    }

    private static boolean foreign(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return !READING.contains(request.getMethod()) && site != null && !site.equals("same-origin")
                && !site.equals("none");
    }

    private static boolean needsAdmin(HttpServletRequest request) {
        if (!READING.contains(request.getMethod())) {
            return true;
        }
        return !request.getServletPath().equals("/health") && !loopback(request.getRemoteAddr());
    }

    private static boolean loopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
