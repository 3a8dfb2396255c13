package org.calliope.ims.testkit.arquillian;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** The SIP half of the application under test. */
public class Answerer extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doOptions(SipServletRequest request) throws IOException {
        request.createResponse(SipServletResponse.SC_OK, "Deployed by a test").send();
    }
}
