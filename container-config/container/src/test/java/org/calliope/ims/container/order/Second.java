package org.calliope.ims.container.order;

import javax.servlet.http.HttpServlet;
import org.calliope.ims.container.Events;

/** Starts after the first SIP servlet and before the third. */
@javax.servlet.annotation.WebServlet(urlPatterns = "/second", loadOnStartup = 2)
public class Second extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    public void init() {
        Events.tell("init Second");
    }
}
