package org.calliope.ims.hss.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
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
import org.calliope.ims.hss.page.Notice;
import org.calliope.ims.hss.page.Texts;

/**
 * A page of what opens the console, each by its name: a list, its forms, and a secret that is shown once. The guard lets
 * only administrators in.
 */
abstract class AccessPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 100;

    private final transient Pages pages;
    private final String word;

    /** @param word what its address, its template and its texts are called */
    AccessPage(Pages pages, String word) {
        this.pages = pages;
        this.word = word;
    }

    /** What a form asks for: the action and whom it is about, and who sends it from where. */
    record Wish(String action, String name, Signed by, String address) {
    }

    /** Does it; {@link Notice#NONE} when there is no secret to show, {@link Refused} with what is wrong. */
    abstract Notice act(Wish wish, HttpServletRequest request, Texts texts);

    /** What the list shows, under the word. */
    abstract Object list();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show(request, response, Notice.NONE);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Texts texts = Pages.texts(request);
        Wish wish = new Wish(Parameters.text(request, "action", LONGEST),
                Parameters.text(request, "name", LONGEST).toLowerCase(Locale.ROOT), Access.of(request).orElseThrow(),
                request.getRemoteAddr());
        try {
            Notice notice = act(wish, request, texts);
            if (notice.secret().isEmpty()) {
                Redirects.to(request, response, "/" + word);
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

    private void show(HttpServletRequest request, HttpServletResponse response, Notice notice) throws IOException {
        Map<String, Object> model = new HashMap<>(Map.of("notice", notice,
                "roles", Arrays.stream(Role.values()).map(Role::word).toList()));
        model.put(word, list());
        pages.page(request, response, word + ".jte", Pages.texts(request).of(word + ".title"), model);
    }
}
