package org.calliope.ims.conformance.annotated;

import java.io.IOException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.annotation.SipServlet;

/** A second servlet, which gets nothing. */
@SipServlet
public class Unchosen extends javax.servlet.sip.SipServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doRequest(SipServletRequest request) throws IOException {
        request.createResponse(500, "not the main servlet").send();
    }
}
