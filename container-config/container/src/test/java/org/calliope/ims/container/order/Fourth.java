package org.calliope.ims.container.order;

import javax.servlet.http.HttpServlet;
import org.calliope.ims.container.Events;

/** Starts last. */
@javax.servlet.annotation.WebServlet(urlPatterns = "/fourth", loadOnStartup = 4)
public class Fourth extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    public void init() {
        Events.tell("init Fourth");
    }
}
