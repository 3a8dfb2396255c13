package org.calliope.ims.container.broken;

import javax.servlet.ServletException;
import javax.servlet.sip.SipServlet;

/** Does not start. */
public class Thrower extends SipServlet {

    private static final long serialVersionUID = 1L;

    @Override
    public void init() throws ServletException {
        throw new ServletException("no database", new IllegalStateException("port 3306 is closed"));
    }
}
