package org.calliope.ims.container;

import java.io.IOException;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.http.HttpFilter;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.calliope.ims.node.AdminPassword;
import org.calliope.ims.node.Visitor;

/**
 * Lets the administrator through (RFC 7617), and nobody whom another site's page has sent. What may be read without
 * a password may be read on this machine only, and not under a name that could be anybody's.
 */
final class AdminGuard extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429;

    private final transient AdminPassword admin;
    private final boolean openForReading;

    /** @param openForReading whether reading needs no password on this machine */
    AdminGuard(AdminPassword admin, boolean openForReading) {
        this.admin = admin;
        this.openForReading = openForReading;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
        Visitor visitor = new Visitor(request.getMethod(), request.getServerName(), request.getRemoteAddr(),
            request.getHeader("Sec-Fetch-Site"));
        if (visitor.crossSite()) {
            Json.error(response, HttpServletResponse.SC_FORBIDDEN, "cross-site", "a page of another site may not do this");
        } else if (openForReading && visitor.reads() && visitor.local() && visitor.namesAddress()
            || proven(request, response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean proven(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AdminPassword.Proof proof = admin.check(request.getHeader("Authorization"), request.getRemoteAddr());
        if (proof == AdminPassword.Proof.PROVEN) {
            return true;
        }
        if (proof == AdminPassword.Proof.THROTTLED) {
            response.setHeader("Retry-After", Long.toString(AdminPassword.PAUSE.toSeconds()));
            Json.error(response, TOO_MANY_REQUESTS, "throttled", "too many wrong passwords, try again in a minute");
        } else {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Calliope IMS\", charset=\"UTF-8\"");
            Json.error(response, HttpServletResponse.SC_UNAUTHORIZED, "authentication",
                "user admin, with the password in data/admin-password of the server");
        }
        return false;
    }
}
