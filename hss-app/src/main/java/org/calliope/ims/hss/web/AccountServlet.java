package org.calliope.ims.hss.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Busy;
import org.calliope.ims.hss.access.Refused;
import org.calliope.ims.hss.access.Session;
import org.calliope.ims.hss.access.SignIn;
import org.calliope.ims.hss.page.Notice;
import org.calliope.ims.hss.page.Texts;

/** {@code /account}: changes one's own password. The guard lets only sessions in. */
final class AccountServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Pages pages;
    private final transient SignIn signIn;

    AccountServlet(Pages pages, SignIn signIn) {
        this.pages = pages;
        this.signIn = signIn;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean changed = "changed".equals(request.getParameter("done"));
        Texts texts = Pages.texts(request);
        show(request, response, changed ? new Notice(texts.of("account.changed"), false, "", "") : Notice.NONE);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Session session = Access.session(request).orElseThrow();
        Texts texts = Pages.texts(request);
        try {
            Session next = signIn.changePassword(session, Parameters.secret(request, "old"),
                    Parameters.secret(request, "wanted"), Parameters.secret(request, "again"), request.getRemoteAddr());
            Redirects.begin(request, response, next);
            Redirects.to(request, response, session.mustChange() ? "/" : "/account?done=changed");
        } catch (Refused e) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            show(request, response, Notice.refused(texts.of(e.key(), e.values())));
        } catch (Busy e) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            Refusals.retryAfter(response, Duration.ofSeconds(2));
            show(request, response, Notice.refused(texts.of("login.busy")));
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, Notice notice) throws IOException {
        pages.page(request, response, "account.jte", Pages.texts(request).of("account.title"), Map.of("notice", notice,
                "oneTime", Access.session(request).orElseThrow().mustChange()));
    }
}
