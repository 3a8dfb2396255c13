package org.calliope.ims.hss.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Busy;
import org.calliope.ims.hss.access.Refused;
import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.access.Signed;
import org.calliope.ims.hss.access.Users;
import org.calliope.ims.hss.page.Notice;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.page.UserView;

/** {@code /users}: who may sign in, and as what. The guard lets only administrators in. */
final class UsersServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 100;

    private final transient Pages pages;
    private final transient Users users;

    UsersServlet(Pages pages, Users users) {
        this.pages = pages;
        this.users = users;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show(request, response, Notice.NONE);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Texts texts = Pages.texts(request);
        try {
            Notice notice = act(request, texts);
            if (notice.secret().isEmpty()) {
                Redirects.to(request, response, "/users");
            } else {
                show(request, response, notice); // here and not after a redirect: it is shown once
            }
        } catch (Refused e) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            show(request, response, Notice.refused(texts.of(e.key(), e.values())));
        } catch (Busy e) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            Refusals.retryAfter(response, Duration.ofSeconds(2));
            show(request, response, Notice.refused(texts.of("login.busy")));
        }
    }

    private Notice act(HttpServletRequest request, Texts texts) {
        String name = Parameters.text(request, "name", LONGEST).toLowerCase(Locale.ROOT);
        Signed by = Access.of(request).orElseThrow();
        String address = request.getRemoteAddr();
        switch (Parameters.text(request, "action", LONGEST)) {
            case "add" -> {
                String secret = users.add(name, Parameters.role(request), by, address);
                return Notice.secret(texts.of("users.added"), name, secret);
            }
            case "reset" -> {
                return Notice.secret(texts.of("users.was-reset"), name, users.reset(name, by, address));
            }
            case "role" -> users.role(name, Parameters.role(request), by, address);
            case "disable" -> users.disable(name, true, by, address);
            case "enable" -> users.disable(name, false, by, address);
            default -> throw new Refused("form.unknown");
        }
        return Notice.NONE;
    }

    private void show(HttpServletRequest request, HttpServletResponse response, Notice notice) throws IOException {
        pages.page(request, response, "users.jte", Pages.texts(request).of("users.title"), Map.of("notice", notice,
                "users", users.list().stream().map(UserView::of).toList(),
                "roles", Arrays.stream(Role.values()).map(Role::word).toList()));
    }
}
