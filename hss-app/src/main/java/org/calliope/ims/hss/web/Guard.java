package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.http.HttpFilter;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.access.Permissions;
import org.calliope.ims.hss.access.Session;
import org.calliope.ims.node.Visitor;

/**
 * What holds for every request: headers that keep the page to itself, which names and sites it answers, who sends it,
 * and whether they may.
 */
final class Guard extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    /** Where a session's token is: htmx sends the header, a form the parameter. */
    private static final String CSRF_HEADER = "X-CSRF-Token";
    static final String CSRF_PARAMETER = "csrf";

    private final transient Access access;
    private final transient Refusals refusals;
    private final transient long largestUpload;
    private final transient Set<String> hosts;

    /** @param largestUpload bytes of a form with a file, at most */
    Guard(Access access, Pages pages, long largestUpload, List<String> hosts) {
        this.access = access;
        this.refusals = new Refusals(pages);
        this.largestUpload = largestUpload;
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
        if (request.getCharacterEncoding() == null) {
            request.setCharacterEncoding("UTF-8"); // a form says none and sends that of its page
        }
        Visitor visitor = new Visitor(request.getMethod(), request.getServerName(), request.getRemoteAddr(),
                request.getHeader("Sec-Fetch-Site"));
        if (!visitor.namesAddress() && !hosts.contains(visitor.name())) {
            Json.error(response, HttpServletResponse.SC_FORBIDDEN, "host",
                    "this console is not known under that name; list it in console-hosts of conf/hss.properties");
        } else if (visitor.crossSite()) {
            Json.error(response, HttpServletResponse.SC_FORBIDDEN, "cross-site",
                    "a page of another site may not do this");
        } else if (admitted(request, response, visitor)) {
            chain.doFilter(request, response);
        }
    }

    /** Whether they may; if not, the answer says why. */
    private boolean admitted(HttpServletRequest request, HttpServletResponse response, Visitor visitor)
            throws IOException {
        String path = Pages.path(request);
        Need need = Permissions.of(visitor.reads(), path);
        Access.Proof proof = access.prove(request, visitor, !Refusals.fragment(path));
        Optional<Session> session = Access.session(request);
        if (need == Need.OPEN) {
            return true;
        }
        if (!proof.pause().isZero()) {
            refusals.tooMany(request, response, proof.pause());
        } else if (!need.metBy(proof.signed())) {
            if (proof.signed().filter(signed -> signed.proven()).isPresent()) {
                refusals.forbidden(request, response);
            } else {
                refusals.unknown(request, response);
            }
        } else if (need != Need.SESSION && session.filter(Session::mustChange).isPresent()) {
            refusals.mustChange(request, response);
        } else if (upload(request) && request.getContentLengthLong() > largestUpload) {
            refusals.tooLarge(request, response, largestUpload); // before the form is read for its token
        } else if (!visitor.reads() && session.isPresent() && !fromItsForm(request, session.get())) {
            refusals.forged(request, response);
        } else {
            return true;
        }
        return false;
    }

    private static boolean upload(HttpServletRequest request) {
        return request.getContentType() != null && request.getContentType().startsWith("multipart/");
    }

    private static boolean fromItsForm(HttpServletRequest request, Session session) {
        String header = request.getHeader(CSRF_HEADER);
        return session.sent(header == null ? request.getParameter(CSRF_PARAMETER) : header);
    }
}
