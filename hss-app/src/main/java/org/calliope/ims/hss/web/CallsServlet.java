package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.page.CallView;
import org.calliope.ims.hss.page.Links;
import org.calliope.ims.hss.store.OngoingCalls;
import org.calliope.ims.hss.store.OngoingCalls.Ongoing;

/** {@code /calls}: who is talking to whom; an operator ends a call. */
final class CallsServlet extends HttpServlet {

    static final String PATH = "/calls";

    private static final long serialVersionUID = 1L;
    private static final int MOST = 200;
    private static final int LONGEST = 300;
    private static final String QUERY = "q";

    private final transient Pages pages;
    private final transient OngoingCalls calls;

    CallsServlet(Pages pages, OngoingCalls calls) {
        this.pages = pages;
        this.calls = calls;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String user = Parameters.text(request, QUERY, LONGEST);
        List<Ongoing> all = calls.list(user);
        pages.page(request, response, "calls.jte", Pages.texts(request).of("calls.title"), Map.of(
                "calls", CallView.of(all, MOST, calls.now()), "more", Math.max(0, all.size() - MOST),
                "user", user, "ends", Need.OPERATE.metBy(Access.of(request))));
    }

    /** What has ended meanwhile is ended too: the list shows what goes on. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        calls.release(Parameters.text(request, "icid", LONGEST), Changes.actor(request));
        String user = Parameters.text(request, QUERY, LONGEST);
        Redirects.to(request, response, user.isEmpty() ? PATH : PATH + "?" + QUERY + "=" + Links.encode(user));
    }
}
