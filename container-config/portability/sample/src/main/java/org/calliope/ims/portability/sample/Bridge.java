package org.calliope.ims.portability.sample;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.servlet.ServletException;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.UAMode;

/** A back-to-back user agent with linked sessions (JSR 289 chapter 12) to the call's {@code X-Target}. */
@javax.servlet.sip.annotation.SipServlet(name = "bridge")
public class Bridge extends SipServlet {

    private static final long serialVersionUID = 1L;
    private static final int TRYING = 100;

    @Override
    protected void doInvite(SipServletRequest request) throws ServletException, IOException {
        B2buaHelper helper = request.getB2buaHelper();
        SipServletRequest out = helper.createRequest(request, true, Map.of("X-Leg", List.of("second")));
        out.setRequestURI(request.getAddressHeader("X-Target").getURI());
        out.getSession().setHandler("bridge");
        out.send();
    }

    @Override
    protected void doResponse(SipServletResponse response) throws ServletException, IOException {
        if (response.getMethod().equals("INVITE") && response.getStatus() > TRYING) {
            answerOtherLeg(response);
        }
    }

    private static void answerOtherLeg(SipServletResponse response) throws IOException {
        B2buaHelper helper = response.getRequest().getB2buaHelper();
        SipServletRequest first = helper.getLinkedSipServletRequest(response.getRequest());
        if (first == null || first.isCommitted()) {
            return; // the caller has given up meanwhile
        }
        SipServletResponse answer = first.createResponse(response.getStatus(), response.getReasonPhrase());
        if (response.getContentLength() > 0) {
            answer.setContent(response.getContent(), response.getContentType());
        }
        answer.send();
    }

    @Override
    protected void doAck(SipServletRequest ack) throws IOException {
        SipSession other = ack.getB2buaHelper().getLinkedSession(ack.getSession());
        for (var pending : ack.getB2buaHelper().getPendingMessages(other, UAMode.UAC)) {
            if (pending instanceof SipServletResponse answer && answer.getStatus() >= SipServletResponse.SC_OK) {
                answer.createAck().send();
            }
        }
    }

    @Override
    protected void doBye(SipServletRequest bye) throws IOException {
        SipSession other = bye.getB2buaHelper().getLinkedSession(bye.getSession());
        bye.createResponse(SipServletResponse.SC_OK).send();
        other.createRequest("BYE").send();
    }

    @Override
    protected void doCancel(SipServletRequest cancel) throws IOException {
        SipSession other = cancel.getB2buaHelper().getLinkedSession(cancel.getSession());
        cancel.getB2buaHelper().createCancel(other).send();
    }
}
