package org.calliope.ims.hss.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.page.Texts;

/** {@code POST /language}: remembers in a cookie which language somebody reads, and goes back to {@code next}. */
final class LanguageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_TAG = 10;
    private static final String A_YEAR = "; Max-Age=31536000";

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        Texts.in(Parameters.text(request, "language", LONGEST_TAG)).ifPresent(texts ->
                Redirects.cookie(request, response, Pages.LANGUAGE, texts.language(), "; HttpOnly" + A_YEAR));
        Redirects.to(request, response, Redirects.next(request, "next"));
    }
}
