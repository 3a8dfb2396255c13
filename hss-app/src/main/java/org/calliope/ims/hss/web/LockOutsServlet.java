package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.page.LockOutView;
import org.calliope.ims.hss.store.LockedOut;
import org.calliope.ims.node.LockOuts.LockOut;
import org.calliope.ims.node.LockOuts.Subject;

/** {@code /lock-outs}: who may not register for a while after too many wrong answers; an operator lifts that. */
final class LockOutsServlet extends HttpServlet {

    static final String PATH = "/lock-outs";

    private static final long serialVersionUID = 1L;
    private static final int MOST = 200;
    private static final int LONGEST = 300;

    private final transient Pages pages;
    private final transient LockedOut lockedOut;

    LockOutsServlet(Pages pages, LockedOut lockedOut) {
        this.pages = pages;
        this.lockedOut = lockedOut;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<LockOut> all = lockedOut.list();
        pages.page(request, response, "lockouts.jte", Pages.texts(request).of("lockouts.title"), Map.of(
                "lockouts", LockOutView.of(all, MOST, lockedOut.now()), "more", Math.max(0, all.size() - MOST),
                "lifts", Need.OPERATE.metBy(Access.of(request))));
    }

    /** What has ended meanwhile is lifted too: the list shows what is left. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        lockedOut.lift(new Subject(Parameters.text(request, "identity", LONGEST),
                Parameters.text(request, "source", LONGEST)), Changes.actor(request));
        Redirects.to(request, response, PATH);
    }
}
